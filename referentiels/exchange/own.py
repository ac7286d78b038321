"""Our own XML of a référentiel: everything of it, in a form made to be read by people too.

    <referentiel format="1" matiere="MATHS" niveau="CM1" methode="geometrique" limite="5" retroactif="oui"
                 synthese="domaine">
      <domaine code="A" nom="Nombres et calculs">
        <theme nom="Fractions">
          <item nom="Placer une fraction sur une droite graduée" coefficient="2" demande="0" abreviation="Fractions">
            <socle version="2016" cycle="3" entree="13"/>
            <socle version="2006" entree="2311"/>
            <commentaire>Une échelle descriptive,&#10;ligne après ligne.</commentaire>
            <ressource intitule="Pour s'entraîner"/>
            <ressource intitule="La droite graduée" adresse="https://exemple.fr/droite"/>
          </item>

Attributes with their default value are not written: `coefficient="1"`, `demande="1"`, empty texts, `cycle="0"`.
`docs/schemas/referentiel-1.xsd` is its schema; a later version of the format raises the number of `format`.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from referentiels.exchange.faults import BadTree, Reading
from referentiels.exchange.values import BadValue, link, text
from referentiels.exchange.walking import Knows, Layout, number_of, read
from referentiels.tree import (
    DEFAULT_COEFFICIENT,
    RESOURCE_LABEL_LENGTH,
    Domaine,
    Item,
    Resource,
    SocleLink,
    Theme,
    Tree,
)
from sacoche.kit.files.xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ROOT = "referentiel"
FORMAT = "1"


def _socle(element: "Element") -> Iterator[SocleLink]:
    for child in element:
        if local_name(child) == "socle":
            cycle = number_of(child, "cycle") if "cycle" in child.attrib else 0
            yield SocleLink(str(child.get("version", "")), cycle, number_of(child, "entree"))
        elif local_name(child) not in ("commentaire", "ressource"):
            raise BadValue(f"l'élément « {local_name(child)} » n'a pas sa place dans un item.")


def _comment(element: "Element") -> str:
    return "".join(child.text or "" for child in element if local_name(child) == "commentaire")


def _resources(element: "Element") -> Iterator[Resource]:
    for child in element:
        if local_name(child) == "ressource":
            what = "l'intitulé d'une ressource"
            label = text(str(child.get("intitule", "")), what=what, limit=RESOURCE_LABEL_LENGTH, required=True)
            yield Resource(label, link(str(child.get("adresse", ""))))


_LAYOUT = Layout(
    root=ROOT,
    domaine={"code": "code", "reference": "reference", "name": "nom"},
    theme={"reference": "reference", "name": "nom"},
    item={
        "reference": "reference",
        "name": "nom",
        "abbreviation": "abreviation",
        "coefficient": "coefficient",
        "requestable": "demande",
        "link": "lien",
    },
    socle=_socle,
    required={"domaine": ("code", "nom"), "theme": ("nom",), "item": ("nom",)},
    comment=_comment,
    resources=_resources,
)


def read_own(root: "Element", knows: Knows) -> Reading:
    """The tree of a file of ours, its faults by line, and what its root says (« matiere », « niveau »…).

    Raises BadTree for another root, and for a format that a later version of the product writes.
    """
    if local_name(root) != ROOT:
        raise BadTree(f"Ce fichier XML n'est pas un référentiel : il commence par « {local_name(root)} ».")
    if root.get("format") != FORMAT:
        raise BadTree(
            f"Ce référentiel est écrit au format « {str(root.get('format', ''))[:10]} », que cette version ne connaît "
            f"pas : le format {FORMAT} est attendu."
        )
    return read(root, _LAYOUT, knows)


def write_own(tree: Tree, about: Mapping[str, str]) -> bytes:
    """The tree in our format, UTF-8; `about` gives the attributes of the root, written in their order."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', _tag(ROOT, {"format": FORMAT, **about}, ">")]
    for domaine in tree.domaines:
        lines += _domaine(domaine)
    return "".join(f"{line}\n" for line in [*lines, f"</{ROOT}>"]).encode()


def _domaine(domaine: Domaine) -> Iterator[str]:
    yield "  " + _tag("domaine", {"code": domaine.code, "reference": domaine.reference, "nom": domaine.name}, ">")
    for theme in domaine.themes:
        yield from _theme(theme)
    yield "  </domaine>"


def _theme(theme: Theme) -> Iterator[str]:
    yield "    " + _tag("theme", {"reference": theme.reference, "nom": theme.name}, ">")
    for item in theme.items:
        yield from _item(item)
    yield "    </theme>"


def _item(item: Item) -> Iterator[str]:
    inside = [*map(_link, item.socle), *_commentary(item.comment), *map(_resource, item.resources)]
    tag = _tag("item", _attributes(item), ">" if inside else "/>")
    yield f"      {tag}"
    if inside:
        yield from (f"        {line}" for line in inside)
        yield "      </item>"


def _attributes(item: Item) -> dict[str, str]:
    return {
        "reference": item.reference,
        "nom": item.name,
        "abreviation": item.abbreviation,
        "coefficient": "" if item.coefficient == DEFAULT_COEFFICIENT else str(item.coefficient),
        "demande": "" if item.requestable else "0",
        "lien": item.link,
    }


def _link(link: SocleLink) -> str:
    cycle = str(link.cycle) if link.cycle else ""
    return _tag("socle", {"version": link.version, "cycle": cycle, "entree": str(link.entry)}, "/>")


def _commentary(comment: str) -> Iterator[str]:
    if comment:
        yield f"<commentaire>{escape(comment, {chr(10): '&#10;'})}</commentaire>"


def _resource(line: Resource) -> str:
    return _tag("ressource", {"intitule": line.label, "adresse": line.address}, "/>")


def _tag(name: str, attributes: Mapping[str, str], end: str) -> str:
    """A tag with those of the attributes that say something."""
    said = "".join(f' {key}="{escape(value, _IN_ATTRIBUTES)}"' for key, value in attributes.items() if value)
    return f"<{name}{said}{end}"


# A line end or a tab of an attribute is read as a space unless it is written as a reference.
_IN_ATTRIBUTES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
