"""« Suivi d'un élève »: everything that is known of a pupil at school, on one sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bilans.computing.chronology import CurveSheet, Period
from bilans.computing.figures import Summary
from bilans.computing.inputs import Matiere, Pupil
from bilans.computing.releve import Sheet
from evaluations.scoring.series import Result


@dataclass(frozen=True, slots=True)
class Happening:
    """Something of a day: an évaluation, a request, a comment, a document. `said` is in words."""

    on: date
    label: str
    said: str = ""
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class PilierCount:
    """A compétence of the socle of 2006: what was decided of it, and of how many of its items."""

    label: str
    decided: str
    validated: int
    refused: int
    items: int


@dataclass(frozen=True, slots=True)
class Around:
    """What is told of a pupil beside his results, as it was read; the latest first."""

    places: tuple[str, ...] = ()
    requests: tuple[Happening, ...] = ()
    comments: tuple[Happening, ...] = ()
    documents: tuple[Happening, ...] = ()
    piliers: tuple[PilierCount, ...] = ()


@dataclass(frozen=True, slots=True)
class MatiereLine:
    matiere: Matiere
    items: int
    summary: Summary


@dataclass(frozen=True, slots=True)
class Portrait:
    """The sheet of a pupil. `curves` is None without a point; `periods` are those of its points."""

    pupil: Pupil
    matieres: tuple[MatiereLine, ...]
    curves: CurveSheet | None
    periods: tuple[Period, ...]
    evaluations: tuple[Happening, ...]
    around: Around


def matiere_lines(sheet: Sheet | None) -> tuple[MatiereLine, ...]:
    """A line for each matière of his relevé."""
    blocks = sheet.blocks if sheet else ()
    return tuple(MatiereLine(block.matiere, len(block.lines), block.summary) for block in blocks)


def evaluations_of(results: Sequence[Result], titles: Mapping[int, tuple[str, str]]) -> tuple[Happening, ...]:
    """The évaluations of these results, the latest first; `titles` are their names and who made them."""
    held: dict[int, list[Result]] = {}
    for result in sorted(results, key=lambda one: one.order, reverse=True):
        held.setdefault(result.evaluation, []).append(result)
    return tuple(
        Happening(its[0].given_on, *titles[key], tuple(reversed(its))) for key, its in held.items() if key in titles
    )
