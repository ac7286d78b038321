"""Relevés d'items, their table of a class, and the relevé « bulletin »."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from bilans.computing import choosing
from bilans.computing.bulletin import Bulletin, bulletin
from bilans.computing.collective import Collective, Margin, collective
from bilans.computing.figures import shown_out_of_20
from bilans.computing.gepi import Part, gepi_file
from bilans.computing.inputs import Item
from bilans.computing.levels import Level
from bilans.computing.releve import Line, Releve, releve
from bilans.queries import gepi_identifiers, items_of, marked_items, own_niveaux
from bilans.reports.asked import Asked
from bilans.reports.laying_releves import lay_bulletin, lay_releve, lay_table
from bilans.reports.options import PERIOD, WrongOption
from bilans.reports.registry import Made, OwnFile, Page, Report, Table, reports
from bilans.rights import SEE, SEE_CLASSES
from evaluations.scale.whole import Scale
from evaluations.scoring.states import State
from sacoche.kit.files.tables import Value

Choosing = Callable[[Asked], tuple[Item, ...]]
# What may stand beside an item.
LABELS = ("marque_socle", "domaines", "themes", "commentaires", "ressources")
# What may be shown or not, in every document of items.
LINES = (
    "par",
    "items_montres",
    "cases",
    "largeur",
    "references",
    "coefs",
    *LABELS,
    "etat",
    "moyenne",
    "pourcentage",
    "sur20",
)
FAMILY = "Relevé d'items"


def _of_matiere(asked: Asked) -> tuple[Item, ...]:
    matiere = asked.matiere()
    return _kept(asked, choosing.of_matiere(asked.items_of_matiere(matiere), matiere.pk))


def _of_every_matiere(asked: Asked) -> tuple[Item, ...]:
    return _kept(asked, choosing.of_every_matiere(items_of()))


def chosen_items(asked: Asked) -> tuple[Item, ...]:
    """The items that an option names; raises WrongOption."""
    keys = set(asked.options.numbers("items"))
    found = items_of(Q(pk__in=keys))
    missing = sorted(keys - {item.key for item in found})
    if not keys or missing:
        raise WrongOption(f"Items inconnus : {missing}." if missing else "Donnez les items : « items=12,13 ».")
    return _kept(asked, found)


def _of_evaluations(asked: Asked) -> tuple[Item, ...]:
    if not asked.options.numbers("evaluations"):
        raise WrongOption("Choisissez au moins une évaluation.")
    return _kept(asked, items_of(marked_items(asked.pupils, asked.only)))


def _of_teacher(asked: Asked) -> tuple[Item, ...]:
    if asked.options.number("professeur") is None:
        raise WrongOption("Choisissez un enseignant.")
    return _kept(asked, items_of(marked_items(asked.pupils, asked.only)))


def _kept(asked: Asked, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Those that feed the socle, those of the niveau of the pupils, when it is asked."""
    if asked.options.is_yes("socle"):
        items = choosing.linked(items)
    return choosing.of_niveaux(items, own_niveaux(asked.pupils)) if asked.options.is_yes("son_niveau") else items


def _releve(choose: Choosing) -> Callable[[Asked], Made]:
    def make(asked: Asked) -> Made:
        items = choose(asked)
        found = releve(asked.pupils, items, asked.levels(items))
        heads = ("Élève", "Matière", "Référence", "Item", "Coefficient", "Résultats", "Score", "État")
        return Made(found, Table(heads, list(_lines(found, asked.scale))))

    return make


def _lines(found: Releve, scale: Scale) -> Iterator[Sequence[Value]]:
    for sheet in found.sheets:
        for block in sheet.blocks:
            for line in block.lines:
                yield (sheet.pupil.name, block.matiere.label, *line_cells(line, scale))


def line_cells(line: Line, scale: Scale) -> tuple[Value, ...]:
    """Reference, name, coefficient, results, score and state of a line."""
    sigles = {str(code.number): code.sigle for code in scale.codes}
    results = " ".join(sigles.get(result.code, result.code) for result in line.results)
    item = line.item
    return item.reference, item.name, item.coefficient, results, line.level.score, sigle(line.level.state)


def sigle(state: State | None) -> str:
    return state.sigle if state else ""


def _table(choose: Choosing) -> Callable[[Asked], Made]:
    def make(asked: Asked) -> Made:
        items = choose(asked)
        found = collective(asked.pupils, items, asked.levels(items), is_weighted=asked.options.is_yes("coefficients"))
        return Made(found, Table(table_heads(found), table_rows(found)))

    return make


def table_heads(found: Collective) -> list[str]:
    """The heads of the table of a class."""
    return ["Élève", *(column.item.full_reference for column in found.columns), "Moyenne", "% acquis"]


def table_rows(found: Collective) -> list[list[Value]]:
    """Its lines: the pupils, then the means."""
    columns = found.columns
    return [
        *(_row(row.pupil.name, row.levels, row.margin) for row in found.rows),
        _row("Moyenne", [column.margin.mean for column in columns], found.whole),
        ["% acquis", *(column.margin.percent.score for column in columns), None, None],
    ]


def _row(name: str, levels: Sequence[Level], margin: Margin) -> list[Value]:
    return [name, *(level.score for level in levels), margin.mean.score, margin.percent.score]


def _bulletin(asked: Asked) -> Made:
    items = _of_matiere(asked)
    found = bulletin(asked.pupils, items, asked.levels(items))
    lines: list[Sequence[Value]] = [
        (line.pupil.name, shown_out_of_20(line.mark), line.sentence) for line in found.lines
    ]
    lines.append(("Classe", shown_out_of_20(found.mark), "" if found.percent is None else f"{found.percent}% acquis"))
    return Made(found, Table(("Élève", "Note sur 20", "Appréciation"), lines))


_ALL = (*PERIOD, "ordre", "anciens", "socle", "son_niveau")


@dataclass(frozen=True)
class _Object:
    """What a relevé is about: its items, and the words of its page."""

    code: str
    label: str
    path: str
    tab: str
    options: tuple[str, ...]
    choose: Choosing
    lead: str


_OBJECTS = (
    _Object(
        "releve_matiere",
        "Relevé d'items d'une matière",
        "items/matiere",
        "Une matière",
        ("matiere", *_ALL),
        _of_matiere,
        "Ce que chaque élève a acquis dans une matière, item par item.",
    ),
    _Object(
        "releve_pluridisciplinaire",
        "Relevé d'items pluridisciplinaire",
        "items/pluridisciplinaire",
        "Toutes les matières",
        _ALL,
        _of_every_matiere,
        "Ce que chaque élève a acquis dans toutes les matières.",
    ),
    _Object(
        "releve_items",
        "Relevé d'items choisis",
        "items/choisis",
        "Items choisis",
        ("items", *_ALL),
        chosen_items,
        "Les items d'un regroupement, quelle que soit leur matière.",
    ),
    _Object(
        "releve_evaluations",
        "Relevé d'évaluations choisies",
        "items/evaluations",
        "Évaluations choisies",
        ("evaluations", *_ALL),
        _of_evaluations,
        "Les résultats de quelques évaluations, et d'elles seules.",
    ),
    _Object(
        "releve_enseignant",
        "Relevé d'un enseignant",
        "items/enseignant",
        "Un enseignant",
        ("professeur", *_ALL),
        _of_teacher,
        "Les seuls résultats qu'un enseignant a saisis.",
    ),
)
for each in _OBJECTS:
    is_staff_only = each.code in ("releve_evaluations", "releve_enseignant", "releve_items")
    reports.register(
        Report(
            each.code,
            each.label,
            each.options,
            _releve(each.choose),
            Page(
                each.path,
                FAMILY,
                each.tab,
                lay_releve(each.label),
                right=SEE_CLASSES if is_staff_only else SEE,
                display=LINES,
                lead=each.lead,
            ),
        )
    )
_TABLE = ("references", "trier", "sens")
for code, label, options, choose, path, tab in (
    ("tableau_matiere", "Tableau d'une matière", ("matiere", *_ALL), _of_matiere, "tableau/matiere", "Tableau"),
    (
        "tableau_items",
        "Tableau d'items choisis",
        ("items", *_ALL),
        chosen_items,
        "tableau/items",
        "Tableau d'items choisis",
    ),
):
    reports.register(
        Report(
            code,
            label,
            ("coefficients", *options),
            _table(choose),
            Page(path, FAMILY, tab, lay_table(label), right=SEE_CLASSES, display=_TABLE),
        )
    )


def _for_gepi(part: Part) -> Callable[[Asked, Bulletin], bytes]:
    def write(asked: Asked, found: Bulletin) -> bytes:
        return gepi_file(found, gepi_identifiers(asked.pupils), part)

    return write


_FOR_GEPI = (
    OwnFile("gepi-notes", "Pour Gepi : notes", "csv", _for_gepi(Part.MARK)),
    OwnFile("gepi-appreciations", "Pour Gepi : appréciations", "csv", _for_gepi(Part.APPRECIATION)),
    OwnFile("gepi", "Pour Gepi : notes et appréciations", "csv", _for_gepi(Part.BOTH)),
)
reports.register(
    Report(
        "bulletin",
        "Relevé « bulletin » d'une matière",
        ("matiere", *_ALL),
        _bulletin,
        Page("bulletin", FAMILY, "Bulletin", lay_bulletin, right=SEE_CLASSES, files=_FOR_GEPI),
    )
)
