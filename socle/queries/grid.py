"""The grids of the socle: the items of a compétence, the compétences of a palier, those that are validated."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter

from accounts.models import Account
from grids.queries import Grid, Head, Note, Row, Whole, draw_grid, draw_wholes
from socle.grids import grid_items
from socle.help_settings import socle_settings
from socle.models import Domaine, Item, Language, Palier, Pilier, PilierValidation, State
from socle.queries.languages import languages_of
from socle.subjects import ITEMS, PILIERS

# They are about a foreign language: the grid shows that of each pupil under them.
LANGUAGE_PILIERS = frozenset({2, 9})


def item_grid(*, pilier: Pilier, domaines: Sequence[Domaine], pupils: Sequence[Account]) -> Grid:
    """The decisions of these pupils on the items of these domaines of a compétence; as many queries at any size.

    The pupils whose compétence is validated are marked: their items stay open, and say so, unless the school locks
    them.
    """
    items = list(Item.objects.filter(domaine__in=domaines))
    parts = [(domaine.label, [item for item in items if item.domaine_id == domaine.pk]) for domaine in domaines]
    validated = PilierValidation.objects.filter(pupil__in=pupils, pilier=pilier, state=State.VALIDATED)
    marked = list(validated.values_list("pupil_id", flat=True))
    return draw_grid(
        ITEMS,
        title=str(pilier),
        parts=parts,
        pupils=pupils,
        notes=_languages([pilier], pupils),
        marked=marked,
        marks_shut=bool(marked) and socle_settings().locks_items,
    )


def palier_items_grid(*, piliers: Sequence[Pilier], pupils: Sequence[Account]) -> Grid:
    """The decisions of these pupils on every item of these compétences, one under another; as many queries too."""
    validated: dict[int, set[int]] = {pilier.pk: set() for pilier in piliers}
    found = PilierValidation.objects.filter(pupil__in=pupils, pilier__in=validated, state=State.VALIDATED)
    for pupil, pilier in found.values_list("pupil_id", "pilier_id"):
        validated[pilier].add(pupil)
    return draw_wholes(
        ITEMS,
        title="Toutes les compétences, item par item",
        wholes=[Whole(each.pk, str(each), _parts(each.pk), frozenset(validated[each.pk])) for each in piliers],
        pupils=pupils,
        notes=_languages(piliers, pupils),
        marks_shut=any(validated.values()) and socle_settings().locks_items,
    )


@cache
def _parts(pilier_id: int) -> list[tuple[str, list[Item]]]:
    """The items of a compétence by domaine, as the tables say them, with no query."""
    lines = [line for line in grid_items() if line.pilier_id == pilier_id]
    by_domaine = groupby(lines, key=attrgetter("domaine_id", "domaine_label"))
    return [(label, [Item(id=line.id, label=line.label) for line in held]) for (_, label), held in by_domaine]


def pilier_grid(*, palier: Palier, piliers: Sequence[Pilier], pupils: Sequence[Account]) -> Grid:
    """The decisions of these pupils on these compétences of a palier; as many queries at any size."""
    return draw_grid(
        PILIERS,
        title="Compétences du socle",
        parts=[(palier.label, piliers)],
        pupils=pupils,
        notes=_languages(piliers, pupils),
    )


def _languages(piliers: Sequence[Pilier], pupils: Sequence[Account]) -> list[Note]:
    """The language of each pupil, where a compétence is about one."""
    if not any(pilier.pk in LANGUAGE_PILIERS for pilier in piliers):
        return []
    return [language_note(language) for language in languages_of(pupils)]


def language_note(language: Language | None) -> Note:
    """Three letters, and the name; that none is chosen."""
    return Note(language.badge, str(language.label)) if language else Note("?", "langue non choisie")


@dataclass(frozen=True)
class Validated:
    """A compétence validated for a pupil: what « Annuler une compétence validée » may cancel."""

    pupil: Head
    row: Row
    decided_on: datetime.date
    author_label: str

    @property
    def code(self) -> str:
        """What names the cell in an address."""
        return f"{self.pupil.id}-{self.row.id}"


def validated_rows(grid: Grid) -> list[tuple[Row, list[Validated | None]]]:
    """The rows of a grid with its validated cells alone."""
    return [(row, [_validated(grid, row, column) for column in range(len(grid.columns))]) for row in grid.rows]


def _validated(grid: Grid, row: Row, column: int) -> Validated | None:
    state, number = row.cells[column]
    if state != State.VALIDATED or number is None:
        return None
    on, by = grid.decisions[number]
    return Validated(grid.columns[column], row, datetime.date.fromisoformat(on), by)
