"""The grids as they are displayed: one row per item or per compétence, one column per pupil."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Account
from sacoche.kit.columns import as_text
from socle.models import Domaine, Item, Language, Palier, Pilier, PilierValidation, State
from socle.queries.languages import languages_of
from socle.subjects import ITEMS, PILIERS, Subject

# They are about a foreign language: the grid shows that of each pupil under them.
LANGUAGE_PILIERS = frozenset({2, 9})

# A state and, when it is stored, the number of its (date, author) in the decisions of the grid.
Cell = tuple[int, int | None]
_BLANK: Cell = (State.UNDECIDED.value, None)


@dataclass(frozen=True)
class Row:
    """An item or a compétence, with one cell per pupil."""

    id: int
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Section:
    """The rows under one row of arrows: a domaine with its items, a palier with its compétences."""

    label: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Grid:
    """A grid, its pupils in the order given. `decisions` are the few (date, author) that its cells share."""

    subject: Subject
    title: str
    pupils: Sequence[Account]
    sections: Sequence[Section]
    decisions: Sequence[tuple[str, str]]
    # One by pupil under a compétence of a foreign language; none under the others.
    languages: Sequence[Language | None] = ()
    # The pupils whose compétence is validated: their items stay open, and say so.
    validated: frozenset[int] = frozenset()


def item_grid(*, pilier: Pilier, domaines: Sequence[Domaine], pupils: Sequence[Account]) -> Grid:
    """The decisions of these pupils on the items of these domaines of a compétence; as many queries at any size."""
    items = list(Item.objects.filter(domaine__in=domaines))
    parts = [(domaine.label, [item for item in items if item.domaine_id == domaine.pk]) for domaine in domaines]
    sections, decisions = _sections(ITEMS, parts, pupils)
    validated = PilierValidation.objects.filter(pupil__in=pupils, pilier=pilier, state=State.VALIDATED)
    return Grid(
        subject=ITEMS,
        title=str(pilier),
        pupils=pupils,
        sections=sections,
        decisions=decisions,
        languages=_languages([pilier], pupils),
        validated=frozenset(validated.values_list("pupil_id", flat=True)),
    )


def pilier_grid(*, palier: Palier, piliers: Sequence[Pilier], pupils: Sequence[Account]) -> Grid:
    """The decisions of these pupils on these compétences of a palier; as many queries at any size."""
    sections, decisions = _sections(PILIERS, [(palier.label, piliers)], pupils)
    return Grid(
        subject=PILIERS,
        title="Compétences du socle",
        pupils=pupils,
        sections=sections,
        decisions=decisions,
        languages=_languages(piliers, pupils),
    )


def _languages(piliers: Sequence[Pilier], pupils: Sequence[Account]) -> list[Language | None]:
    return languages_of(pupils) if any(pilier.pk in LANGUAGE_PILIERS for pilier in piliers) else []


def _sections(
    subject: Subject, parts: Sequence[tuple[str, Sequence[Any]]], pupils: Sequence[Account]
) -> tuple[list[Section], list[tuple[str, str]]]:
    cells, decisions = _stored_cells(subject, [thing for _, things in parts for thing in things], pupils)
    sections = [
        Section(
            label,
            [Row(each.pk, str(each), [cells.get((each.pk, pupil.pk), _BLANK) for pupil in pupils]) for each in things],
        )
        for label, things in parts
    ]
    return sections, decisions


@dataclass(frozen=True)
class Validated:
    """A compétence validated for a pupil: what « Annuler une compétence validée » may cancel."""

    pupil: Account
    row: Row
    decided_on: datetime.date
    author_label: str

    @property
    def code(self) -> str:
        """What names the cell in an address."""
        return f"{self.pupil.pk}-{self.row.id}"


def validated_rows(grid: Grid) -> list[tuple[Row, list[Validated | None]]]:
    """The rows of a grid with its validated cells alone."""
    rows = [row for section in grid.sections for row in section.rows]
    return [(row, [_validated(grid, row, column) for column in range(len(grid.pupils))]) for row in rows]


def _validated(grid: Grid, row: Row, column: int) -> Validated | None:
    state, number = row.cells[column]
    if state != State.VALIDATED or number is None:
        return None
    on, by = grid.decisions[number]
    return Validated(grid.pupils[column], row, datetime.date.fromisoformat(on), by)


def _stored_cells(
    subject: Subject, things: Sequence[Any], pupils: Sequence[Account]
) -> tuple[dict[tuple[int, int], Cell], list[tuple[str, str]]]:
    """The stored cells by (thing, pupil), and the few (date, author) that they share."""
    stored = subject.decisions.objects.filter(**{"pupil__in": pupils, f"{subject.name}__in": things})
    numbers: dict[tuple[str, str], int] = {}
    cells: dict[tuple[int, int], Cell] = {}
    facts = ("state", as_text("decided_on"), "author_label")
    for thing, pupil, state, on, by in stored.values_list(subject.key, "pupil_id", *facts):
        cells[thing, pupil] = (state, numbers.setdefault((on, by), len(numbers)))
    return cells, list(numbers)
