"""The tables of the pages of the socle, for a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sacoche.kit.listed import Column, Listed, ListTable, list_tables
from socle.models import Language, Palier, Pilier
from socle.queries.languages import NiveauLanguages
from socle.queries.progress import ClassProgress, PalierProgress, Tally


class PupilLine(NamedTuple):
    """A pupil, and the language chosen for him."""

    school_class: str
    pupil: str
    language: Language | None


LANGUAGES = list_tables.register(
    ListTable(
        "langues",
        "Langue étrangère",
        (
            Column("Classe", lambda line: line.school_class),
            Column("Élève", lambda line: line.pupil),
            Column("Langue", lambda line: line.language.label if line.language else None),
        ),
    )
)


def language_lines(niveaux: Iterable[NiveauLanguages]) -> Iterator[PupilLine]:
    """A line a pupil, in the order of the page."""
    for niveau in niveaux:
        for each in niveau.classes:
            yield from (PupilLine(each.school_class.label, *pupil) for pupil in each.pupils)


class ProgressLine(NamedTuple):
    """A class on a compétence of a palier."""

    palier: Palier
    progress: ClassProgress
    pilier: Pilier
    items: Tally


PROGRESS = list_tables.register(
    ListTable(
        "avancement",
        "Avancement de la validation",
        (
            Column("Palier", lambda line: str(line.palier)),
            Column("Classe", lambda line: line.progress.school_class.label),
            Column("Élèves", lambda line: line.progress.pupils),
            Column("Compétence", lambda line: str(line.pilier)),
            Column("Items validés", lambda line: line.items.validated),
            Column("Items non validés", lambda line: line.items.refused),
            Column("Cases bleues", lambda line: line.items.undecided),
            Column("Élèves qui en ont", lambda line: line.items.waiting),
            Column("Items décidés (%)", lambda line: line.items.percent),
        ),
    )
)


def progress_table(paliers: Sequence[PalierProgress]) -> Listed:
    """A line for each class and compétence: what a pivot table is made of."""
    return PROGRESS.of(
        ProgressLine(palier.palier, each, pilier, tally)
        for palier in paliers
        for each in palier.classes
        for pilier, tally in each.by_pilier
    )
