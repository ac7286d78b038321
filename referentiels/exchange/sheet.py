"""A référentiel as a table: one row an item, a column for each level; what people make in a spreadsheet.

Read by its header, in any order of columns: « Domaine », « Thème », « Item » are needed. An empty domaine or thème is
that of the row above, as merged cells come out. « Socle 2016 » holds components with their cycle, « C3 1.3, C4 4.1 »;
without a cycle, that of the niveau. « Socle 2006 » holds numbers of items, « 2311, 2312 ».
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from referentiels.exchange import values
from referentiels.exchange.faults import BadTree, Fault, Reading
from referentiels.exchange.values import BadValue
from referentiels.exchange.walking import Knows
from referentiels.tree import (
    ABBREVIATION_LENGTH,
    CODE_LENGTH,
    COMMENT_LENGTH,
    GROUP_NAME_LENGTH,
    ITEM_NAME_LENGTH,
    MAX_ITEMS,
    REFERENCE_LENGTH,
    Domaine,
    Item,
    SocleLink,
    Theme,
    Tree,
)
from sacoche.kit.files.tabular import Row, Table

HEADS = (
    "Code",
    "Domaine",
    "Thème",
    "Item",
    "Coefficient",
    "Socle 2016",
    "Commentaire",
    "Demande",
    "Abrégé",
    "Lien",
    "Socle 2006",
    "Réf. domaine",
    "Réf. thème",
    "Réf. item",
)
_NEEDED = ("Domaine", "Thème", "Item")
_OTHER_NAMES = {
    "Domaine": ("Domaines",),
    "Thème": ("Thèmes",),
    "Item": ("Items", "Compétence"),
    "Coefficient": ("Coef",),
}
# The value that a column holds: without the column, the table says nothing of it.
_VALUES = {
    "Code": "domaine.code",
    "Coefficient": "item.coefficient",
    "Commentaire": "item.comment",
    "Demande": "item.is_requestable",
    "Abrégé": "item.abbreviation",
    "Lien": "item.link",
    "Socle 2016": "item.entries",
    "Socle 2006": "item.entries",
    "Réf. domaine": "domaine.reference",
    "Réf. thème": "theme.reference",
    "Réf. item": "item.reference",
}
_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789"
_COMPONENT = re.compile(r"(?:c(?:ycle)?\s*(\d)\s*[-·:]?\s*)?(\d)\.?(\d)", re.IGNORECASE)


@dataclass
class _Group:
    """A domaine or a thème on its way: its name, its references, what came under it."""

    name: str
    code: str = ""
    reference: str = ""
    held: dict[str, "_Group"] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)


def read_sheet(table: Table, knows: Knows, *, cycle: int = 0) -> Reading:
    """The tree of a table, and its faults by line; `cycle` is that of components that say none.

    Raises BadTree when a column that is needed is missing, or for more rows than a référentiel has items.
    """
    places = {head: table.column((head, *_OTHER_NAMES.get(head, ()))) for head in HEADS}
    missing = [f"« {head} »" for head in _NEEDED if places[head] is None]
    if missing:
        raise BadTree(
            f"Il manque la colonne {', '.join(missing)} : la première ligne du tableau donne le nom des colonnes. "
            "Partez du modèle à télécharger."
        )
    if len(table.rows) > MAX_ITEMS:
        raise BadTree(f"Ce tableau compte plus de {MAX_ITEMS} lignes : ce n'est pas un référentiel d'un seul niveau.")
    return _Reader(places, knows, cycle).read(table.rows)


class _Reader:
    def __init__(self, places: dict[str, int | None], knows: Knows, cycle: int) -> None:
        self.places, self.knows, self.cycle = places, knows, cycle
        self.faults: list[Fault] = []
        self.domaines: dict[str, _Group] = {}
        self.above = ("", "")

    def read(self, rows: Sequence[Row]) -> Reading:
        for row in rows:
            try:
                self._row(row)
            except BadValue as error:
                self.faults.append(Fault(row.line, str(error)))
        silent = {value for head, value in _VALUES.items() if self.places[head] is None} | {"item.resources"}
        return Reading(Tree(tuple(self._domaines())), tuple(self.faults), {}, frozenset(silent))

    def _cell(self, row: Row, head: str) -> str:
        place = self.places[head]
        return "" if place is None else row.cells[place].strip().removeprefix("'")

    def _row(self, row: Row) -> None:
        domaine = self._cell(row, "Domaine") or self.above[0]
        theme = self._cell(row, "Thème") or (self.above[1] if domaine == self.above[0] else "")
        self.above = (domaine, theme)
        values.text(domaine, what="le nom du domaine", limit=GROUP_NAME_LENGTH, required=True)
        values.text(theme, what="le nom du thème", limit=GROUP_NAME_LENGTH, required=True)
        item = self._item(row)
        code = values.text(self._cell(row, "Code"), what="le code du domaine", limit=CODE_LENGTH)
        references = [
            values.text(self._cell(row, head), what="la référence", limit=REFERENCE_LENGTH)
            for head in ("Réf. domaine", "Réf. thème")
        ]
        over = self.domaines.setdefault(domaine, _Group(domaine, code, references[0]))
        over.held.setdefault(theme, _Group(theme, "", references[1])).items.append(item)

    def _item(self, row: Row) -> Item:
        name = values.text(self._cell(row, "Item"), what="l'item", limit=ITEM_NAME_LENGTH, required=True)
        return Item(
            name=" ".join(name.split()),
            coefficient=values.coefficient(self._cell(row, "Coefficient").removesuffix(".0").removesuffix(",0")),
            requestable=values.requestable(self._cell(row, "Demande")),
            abbreviation=values.text(self._cell(row, "Abrégé"), what="l'abrégé", limit=ABBREVIATION_LENGTH),
            reference=values.text(self._cell(row, "Réf. item"), what="la référence", limit=REFERENCE_LENGTH),
            link=values.link(self._cell(row, "Lien")),
            comment=values.lines(self._cell(row, "Commentaire"), what="le commentaire", limit=COMMENT_LENGTH),
            socle=tuple(dict.fromkeys(self._links(row))),
        )

    def _links(self, row: Row) -> Iterator[SocleLink]:
        for said in re.split(r"[,;\n]+", self._cell(row, "Socle 2016")):
            if said.strip():
                yield self._known(self._component(said.strip()), said.strip(), "la composante", "2016")
        for said in re.findall(r"[^\s,;]+", self._cell(row, "Socle 2006").removesuffix(".0")):
            number = int(said) if said.isascii() and said.isdigit() and len(said) <= 6 else 0
            yield self._known(SocleLink("2006", 0, number), said, "l'item", "2006")

    def _component(self, said: str) -> SocleLink:
        found = _COMPONENT.fullmatch(said)
        if not found:
            raise BadValue(f"« {said[:20]} » n'est pas une composante du socle : écrivez par exemple « C3 1.3 ».")
        cycle = int(found[1]) if found[1] else self.cycle
        if not cycle:
            raise BadValue(f"dites le cycle de la composante « {said} » : par exemple « C3 {said} ».")
        return SocleLink("2016", cycle, int(found[2] + found[3]))

    def _known(self, link: SocleLink, said: str, what: str, version: str) -> SocleLink:
        if not self.knows(link):
            raise BadValue(f"{what} « {said[:20]} » n'existe pas dans le socle de {version}.")
        return link

    def _domaines(self) -> Iterator[Domaine]:
        taken = {group.code for group in self.domaines.values()}
        free = [code for code in _CODES if code not in taken]
        for group in self.domaines.values():
            code = group.code or (free.pop(0) if free else "Z")
            themes = (Theme(each.name, each.reference, tuple(each.items)) for each in group.held.values())
            yield Domaine(code, group.name, group.reference, tuple(themes))


def sheet_rows(tree: Tree) -> Iterator[list[str | int | None]]:
    """The rows of a table, in the order of HEADS; a thème without items, a domaine without thèmes have none."""
    for domaine in tree.domaines:
        for theme in domaine.themes:
            for item in theme.items:
                yield [
                    domaine.code,
                    domaine.name,
                    theme.name,
                    item.name,
                    item.coefficient,
                    ", ".join(_shown(link) for link in item.socle if link.version == "2016"),
                    item.comment,
                    "oui" if item.requestable else "non",
                    item.abbreviation,
                    item.link,
                    ", ".join(str(link.entry) for link in item.socle if link.version == "2006"),
                    domaine.reference,
                    theme.reference,
                    item.reference,
                ]


def _shown(link: SocleLink) -> str:
    return f"C{link.cycle} {link.entry // 10}.{link.entry % 10}"


MODEL_ROWS: tuple[list[str | int | None], ...] = (
    ["A", "Nombres et calculs", "Fractions", "Nommer une fraction", 1, "C3 1.3", "", "oui"],
    [
        "A",
        "Nombres et calculs",
        "Fractions",
        "Placer une fraction sur une droite graduée",
        2,
        "C3 1.3, C3 4.1",
        "",
        "oui",
    ],
    ["A", "Nombres et calculs", "Calcul", "Ajouter deux nombres décimaux", 1, "C3 1.3", "Seul ; avec une aide", "non"],
)
