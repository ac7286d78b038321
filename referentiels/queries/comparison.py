"""The tree that is there as « Comparer et compléter » needs it, and what its school changed in it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from referentiels.comparing.differences import Act, Comparison, Difference, Own
from referentiels.comparing.places import Place, item_said
from referentiels.enums import ChangeVerb, NodeKind
from referentiels.item_parts import held_by_each
from referentiels.models import Change, Domaine, Item, ItemLink, Referentiel, Theme
from referentiels.nodes import KINDS
from referentiels.queries.changes import shown, word_of
from referentiels.queries.pages import entry_mark
from referentiels.queries.whole import plain_item
from referentiels.resources import kept
from referentiels.tree import SocleLink
from sacoche.kit.text import letters


def places_of(referentiel: Referentiel) -> tuple[Place, ...]:
    """The tree with the keys of its nodes, in four queries whatever its size."""
    links: defaultdict[int, list[SocleLink]] = defaultdict(list)
    rows = ItemLink.objects.filter(item__theme__domaine__referentiel=referentiel)
    for item_key, *link in rows.values_list("item", "entry__version", "entry__cycle", "entry__number"):
        links[item_key].append(SocleLink(*link))
    domaines = list(Domaine.objects.filter(referentiel=referentiel).order_by("order", "pk"))
    themes = Theme.objects.filter(domaine__referentiel=referentiel).order_by("order", "pk")
    items = Item.objects.filter(theme__domaine__referentiel=referentiel).order_by("order", "pk")
    by_domaine: defaultdict[int, list[Theme]] = defaultdict(list)
    for theme in themes:
        by_domaine[theme.domaine_id].append(theme)
    by_theme: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        by_theme[item.theme_id].append(item)

    def theme_place(domaine: Domaine, theme: Theme) -> Place:
        path = (domaine.name, theme.name)
        held = (
            Place(
                NodeKind.ITEM,
                str(item.pk),
                item_said(plain_item(item, tuple(links[item.pk]))),
                path=path,
                parent=str(theme.pk),
            )
            for item in by_theme[theme.pk]
        )
        said = {"reference": theme.reference, "name": theme.name}
        return Place(NodeKind.THEME, str(theme.pk), said, tuple(held), (domaine.name,), str(domaine.pk))

    def domaine_place(domaine: Domaine) -> Place:
        said = {name: getattr(domaine, name) for name in KINDS[NodeKind.DOMAINE].fields}
        held = tuple(theme_place(domaine, theme) for theme in by_domaine[domaine.pk])
        return Place(NodeKind.DOMAINE, str(domaine.pk), said, held)

    return tuple(map(domaine_place, domaines))


def own_changes(referentiel: Referentiel) -> Own:
    """What its school itself changed in a copy since it made it: not what an import brought, nor what was undone."""
    changes = list(Change.objects.filter(referentiel=referentiel).order_by("pk"))
    undone = {change.undoes for change in changes if change.undoes}
    kept = [each for each in changes if not each.undoes and not each.brought_by and each.gesture not in undone]
    values = {(each.kind, str(each.node), name) for each in kept if each.verb in _CHANGING for name in each.after}
    deleted = {
        (each.kind, letters(str(each.before.get("name", "")))) for each in kept if each.verb == ChangeVerb.DELETE
    }
    return Own(frozenset(values), frozenset(deleted))


_CHANGING = (ChangeVerb.EDIT, ChangeVerb.MOVE)


@dataclass(frozen=True, slots=True)
class Line:
    """One box: what it is called, where it stands, what would change (name of the value, present, wanted)."""

    code: str
    kind: str
    name: str
    where: str
    values: tuple[tuple[str, str, str], ...] = ()
    # Where it would go.
    goes_to: str = ""
    is_ticked: bool = False
    is_own: bool = False
    # « 5 résultats », of an item that is absent from what comes in.
    held: str = ""

    def with_tick(self, ticked: Collection[str] | None) -> "Line":
        """The same, ticked as a form says; as it is first shown when there is none."""
        return self if ticked is None else replace(self, is_ticked=self.code in ticked)


@dataclass(frozen=True, slots=True)
class Block:
    """The boxes of one act."""

    act: Act
    title: str
    lines: tuple[Line, ...]


_TITLES = {
    Act.ADD: "À ajouter",
    Act.CHANGE: "À modifier",
    Act.MOVE: "À déplacer",
    Act.GONE: "Absents de ce qui arrive",
}


def blocks_of(comparison: Comparison) -> list[Block]:
    """The differences as a page shows them, act by act; the items that are absent say what they hold."""
    gone = [int(each.present.code) for each in comparison.differences if _is_gone_item(each) and each.present]
    held = held_by_each(gone)
    blocks = []
    for act, title in _TITLES.items():
        lines = tuple(_line(each, held) for each in comparison.differences if each.act is act)
        if lines:
            blocks.append(Block(act, title, lines))
    return blocks


def _is_gone_item(difference: Difference) -> bool:
    return difference.act is Act.GONE and difference.kind is NodeKind.ITEM


def _line(difference: Difference, held: Mapping[int, str]) -> Line:
    present, coming = difference.present, difference.incoming
    shown_place = present or coming
    assert shown_place is not None
    return Line(
        code=difference.code,
        kind=difference.kind.label,
        name=shown_place.name,
        where=" › ".join(shown_place.path),
        values=tuple(_value(name, present, wanted) for name, wanted in difference.wanted.items()),
        goes_to=_goes_to(difference),
        is_ticked=difference.is_ticked,
        is_own=difference.is_own,
        held=held.get(int(present.code), "") if present and _is_gone_item(difference) else "",
    )


def _goes_to(difference: Difference) -> str:
    """Where a node would stand; under the same names it is only its rank that changes."""
    present, coming = difference.present, difference.incoming
    if difference.act is not Act.MOVE or present is None or coming is None:
        return ""
    return " › ".join(coming.path) if coming.path != present.path else "un autre rang"


def _value(name: str, present: Place | None, wanted: object) -> tuple[str, str, str]:
    return word_of(name), _said(name, present.said[name] if present else ""), _said(name, wanted)


def _said(name: str, value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(map(link_in_words, sorted(value))) or "rien"
    if isinstance(value, tuple):
        return shown(name, kept(value))
    return shown(name, value)


def link_in_words(link: SocleLink) -> str:
    """« C3 1.3 », « 2006 : 2311 »."""
    mark = entry_mark(link.version, link.entry)
    return f"C{link.cycle} {mark}" if link.version == "2016" else f"{link.version} : {mark}"
