"""The XML « arbre » that the field's software exchanged: that of 2012 read and written, that of 2017 read.

2012: an item has five attributes, `socle` (an entry of the grids of 2006, 0 for none), `nom`, `coef`, `cart` (whether
it may be requested), `lien`. 2017: a domaine has its `code` beside a reference of the school's own; links to the socle
of 2016 are elements, `cycle` and `composante`. The `id` of the root may be missing from either.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from referentiels.exchange.faults import BadTree, Reading
from referentiels.exchange.values import BadValue
from referentiels.exchange.walking import Knows, Layout, number_of, read
from referentiels.tree import Domaine, Item, SocleLink, Tree
from sacoche.kit.files.xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ROOT = "arbre"
ID = "SACoche"


# Item 2453 of files written after June 2015 is the one that older files call 2451.
_RENUMBERED = {2453: 2451}


def _socle_2006(element: "Element") -> Iterator[SocleLink]:
    entry = number_of(element, "socle")
    if entry:
        yield SocleLink("2006", 0, _RENUMBERED.get(entry, entry))


def _socle_2016(element: "Element") -> Iterator[SocleLink]:
    for child in element:
        if local_name(child) != "socle":
            raise BadValue(f"l'élément « {local_name(child)} » n'a pas sa place dans un item.")
        yield SocleLink("2016", number_of(child, "cycle"), number_of(child, "composante"))


_2012 = Layout(
    root=ROOT,
    domaine={"code": "ref", "name": "nom"},
    theme={"name": "nom"},
    item={"name": "nom", "coefficient": "coef", "requestable": "cart", "link": "lien"},
    socle=_socle_2006,
    required={
        "domaine": ("ref", "nom"),
        "theme": ("nom",),
        "item": ("socle", "nom", "coef", "cart", "lien"),
    },
)

_2017 = Layout(
    root=ROOT,
    domaine={"code": "code", "reference": "ref", "name": "nom"},
    theme={"reference": "ref", "name": "nom"},
    item={
        "reference": "ref",
        "name": "nom",
        "abbreviation": "abrev",
        "coefficient": "coef",
        "requestable": "cart",
        "link": "lien",
        "comment": "comm",
    },
    socle=_socle_2016,
    required={"domaine": ("code", "nom"), "theme": ("nom",), "item": ("nom", "coef", "cart", "lien")},
)


# Each of the two layouts holds links to one version of the socle alone.
_SILENT = frozenset({"item.entries", "item.resources"})
_SILENT_2012 = frozenset(
    {"domaine.reference", "theme.reference", "item.reference", "item.abbreviation", "item.comment"}
)


def read_arbre(root: "Element", knows: Knows) -> Reading:
    """The tree of an « arbre » of 2012 or of 2017, and its faults by line. Raises BadTree for another root."""
    if local_name(root) != ROOT or root.get("id", ID) != ID:
        raise BadTree(
            f"Ce fichier XML n'est pas un référentiel : il commence par « {local_name(root)} », et non par « {ROOT} »."
        )
    layout = _2017 if _has_codes(root) else _2012
    return replace(read(root, layout, knows), silent=_SILENT | (_SILENT_2012 if layout is _2012 else frozenset()))


def _has_codes(root: "Element") -> bool:
    return any(domaine.get("code") is not None for domaine in root)


def write_2012(tree: Tree) -> bytes:
    """The tree as files of 2012 are: UTF-8 without declaration, tabs, CRLF, one line an element.

    What that format has no place for (references, abbreviations, comments, links to other versions of the socle) is
    not in the file; of several links to the socle of 2006 the first one is.
    """
    lines = [f'<{ROOT} id="{ID}">', *_domaines(tree), f"</{ROOT}>"]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _domaines(tree: Tree) -> Iterator[str]:
    for domaine in tree.domaines:
        yield f'\t<domaine ref="{_quoted(domaine.code)}" nom="{_quoted(domaine.name)}">'
        yield from _themes(domaine)
        yield "\t</domaine>"


def _themes(domaine: Domaine) -> Iterator[str]:
    for theme in domaine.themes:
        yield f'\t\t<theme nom="{_quoted(theme.name)}">'
        yield from map(_item, theme.items)
        yield "\t\t</theme>"


def _item(item: Item) -> str:
    entry = next((link.entry for link in item.socle if link.version == "2006"), 0)
    return (
        f'\t\t\t<item socle="{entry}" nom="{_quoted(item.name)}" coef="{item.coefficient}" '
        f'cart="{int(item.requestable)}" lien="{_quoted(item.link)}" />'
    )


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})
