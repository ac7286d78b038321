"""The tree of a référentiel as pages show it: nodes with their keys, their displayed references, their links."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from referentiels.models import Domaine, Item, ItemLink, Referentiel, Theme
from referentiels.queries.socle import offered_entries
from referentiels.wording import entry_in_words, entry_mark


@dataclass(frozen=True, slots=True)
class ItemRow:
    item: Item
    reference: str
    links: tuple[str, ...]
    # The same, as short as the marks of a line: « 1.3 ».
    marks: tuple[str, ...] = ()
    # What rooms above keep about it: « 7 résultats », « 3 évaluations ».
    held: str = ""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    theme: Theme
    reference: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class DomaineRow:
    domaine: Domaine
    reference: str
    themes: tuple[ThemeRow, ...]

    @property
    def item_count(self) -> int:
        return sum(len(row.items) for row in self.themes)


def displayed_reference(niveau: str, domaine: Domaine, theme: Theme, item: Item) -> str:
    """What people call an item: « 5.A22 », or the school's own references side by side, « CALFR1 ».

    Own references of the domaine and of the thème alone would be the same for all their items: the rank completes them.
    """
    if domaine.reference or theme.reference or item.reference:
        own = f"{domaine.reference or domaine.code}{theme.reference or theme.order}"
        return f"{own}{item.reference or item.order}"
    return f"{niveau}.{domaine.code}{theme.order}{item.order}"


def rows_of(
    referentiel: Referentiel,
    only: Collection[int] | None = None,
    held: Mapping[int, str] | None = None,
) -> list[DomaineRow]:
    """The whole tree in four queries, whatever its size; with `only`, these domaines of it.

    `held` says what items hold (`item_parts.held_by_each`), for pages that show it.
    """
    domaines = Domaine.objects.filter(referentiel=referentiel)
    themes = Theme.objects.filter(domaine__referentiel=referentiel)
    items = Item.objects.filter(theme__domaine__referentiel=referentiel)
    links = ItemLink.objects.filter(item__theme__domaine__referentiel=referentiel)
    if only is not None:
        domaines, themes = domaines.filter(pk__in=only), themes.filter(domaine__in=only)
        items, links = items.filter(theme__domaine__in=only), links.filter(item__theme__domaine__in=only)
    return _gathered(
        referentiel.niveau.reference,
        domaines.order_by("order", "pk"),
        _by(themes.order_by("order", "pk"), "domaine_id"),
        _by(items.order_by("order", "pk"), "theme_id"),
        _links(links),
        held or {},
    )


def shared_references(domaines: Iterable[DomaineRow]) -> list[str]:
    """The displayed references that several items have: each keeps its results, but readers cannot tell them apart."""
    shown = Counter(item.reference for row in domaines for theme in row.themes for item in theme.items)
    return [reference for reference, number in shown.items() if number > 1]


def _gathered(
    niveau: str,
    domaines: Iterable[Domaine],
    themes: Mapping[int, list[Theme]],
    items: Mapping[int, list[Item]],
    links: Mapping[int, list[tuple[str, str]]],
    held: Mapping[int, str],
) -> list[DomaineRow]:
    def item_rows(domaine: Domaine, theme: Theme) -> tuple[ItemRow, ...]:
        return tuple(
            ItemRow(
                item,
                displayed_reference(niveau, domaine, theme, item),
                tuple(label for label, _mark in links[item.pk]),
                tuple(mark for _label, mark in links[item.pk]),
                held.get(item.pk, ""),
            )
            for item in items[theme.pk]
        )

    return [
        DomaineRow(
            domaine,
            domaine.reference or domaine.code,
            tuple(
                ThemeRow(theme, theme.reference or f"{domaine.code}{theme.order}", item_rows(domaine, theme))
                for theme in themes[domaine.pk]
            ),
        )
        for domaine in domaines
    ]


def _by(rows: Iterable[Any], name: str) -> defaultdict[int, list[Any]]:
    gathered: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        gathered[getattr(row, name)].append(row)
    return gathered


def _links(links: QuerySet[ItemLink]) -> defaultdict[int, list[tuple[str, str]]]:
    """The entries that each item feeds: « Socle 2016 · cycle 3 · 1.3 : Comprendre… », and the mark « 1.3 ».

    A link to what the school does not use is kept, and not shown.
    """
    gathered: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = (
        links.filter(entry__in=offered_entries().values("pk"))
        .order_by("pk")
        .values_list("item_id", "entry__version", "entry__cycle", "entry__number", "entry__label")
    )
    for item, version, cycle, number, label in rows:
        gathered[item].append((entry_in_words(version, cycle, number, label), entry_mark(version, number)))
    return gathered
