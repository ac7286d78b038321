"""« Liens socle »: the items of a référentiel with the entries that each feeds in a part of the socle."""

from collections import Counter
from dataclasses import dataclass

from accounts.grids.base import Line
from accounts.grids.board import Board, BoardRow, Column
from referentiels.models import ItemLink, Referentiel
from referentiels.queries.pages import ItemRow, rows_of
from referentiels.queries.socle import Choice, Part


@dataclass(frozen=True)
class Linked:
    """An item and what it feeds in the part; `theme` says where it stands."""

    row: ItemRow
    theme: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Linking:
    """The page: its items, those that are shown, how many of all feed each entry."""

    part: Part
    items: tuple[Linked, ...]
    shown: tuple[Linked, ...]

    @property
    def counts(self) -> dict[int, int]:
        found = Counter(choice.key for linked in self.items for choice in linked.choices)
        return {key: found[key] for key in self.part.keys}

    @property
    def unlinked(self) -> list[ItemRow]:
        return [linked.row for linked in self.items if not linked.choices]

    @property
    def board(self) -> Board:
        """What the tick grid draws."""
        counts = self.counts
        choices = self.part.choices
        columns = [Column(Line(each.key, each.mark, each.label), counts[each.key]) for each in choices]
        rows = [
            BoardRow(
                Line(linked.row.item.pk, f"{linked.row.reference} {linked.row.item.name}", linked.theme),
                [choice in linked.choices for choice in choices],
            )
            for linked in self.shown
        ]
        return Board(columns, rows, [], [], has_rows=bool(rows), has_columns=bool(columns))


def linking_of(referentiel: Referentiel, part: Part, *, is_narrowed: bool = False) -> Linking:
    """All the items with their entries of the part; shown are all of them, or those that feed nothing there."""
    by_key = {choice.key: choice for choice in part.choices}
    held: dict[int, list[Choice]] = {}
    links = ItemLink.objects.filter(item__theme__domaine__referentiel=referentiel, entry__in=by_key).order_by("pk")
    for item, entry in links.values_list("item", "entry"):
        held.setdefault(item, []).append(by_key[entry])
    items = tuple(
        Linked(row, theme.theme.name, tuple(held.get(row.item.pk, ())))
        for domaine in rows_of(referentiel)
        for theme in domaine.themes
        for row in theme.items
    )
    return Linking(part, items, tuple(each for each in items if not (is_narrowed and each.choices)))
