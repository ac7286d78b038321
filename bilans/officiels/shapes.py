"""What an official document holds: computed once for a class, frozen, then drawn as page, PDF or file."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bilans.computing.figures import Share, shown_out_of_20
from bilans.computing.inputs import Matiere, Pupil
from bilans.computing.official import MatiereFigures
from bilans.models import Configuration, MeanScale, Origin, Status
from bilans.officiels.kinds import OfficialKind
from evaluations.scoring.rounding import half_up
from schools.models import PeriodDates, SchoolClass


@dataclass(frozen=True)
class Edition:
    """The document of a class in a period: its status and its configuration, the default one when it has no `pk`."""

    kind: OfficialKind
    school_class: SchoolClass
    dates: PeriodDates
    year: int
    status: Status
    settings: Configuration
    locked_at: datetime.datetime | None = None

    @property
    def label(self) -> str:
        """« Bulletin scolaire – 5A – 1er trimestre »."""
        return f"{self.kind.label} – {self.school_class.label} – {self.dates.period.name}"

    def shown(self, percent: Fraction | None) -> str:
        """A mean as this document writes it: « 13,8 » out of 20, « 69 » as a percentage; empty for none."""
        if percent is None:
            return ""
        return str(half_up(percent)) if self.is_in_percents else shown_out_of_20(percent / 5)

    @property
    def is_in_percents(self) -> bool:
        return self.settings.mean_scale == MeanScale.PERCENT


@dataclass(frozen=True, slots=True)
class Written:
    """A text, whose and of when; `author` is None when his account is gone. `faults` are told and not yet mended."""

    key: int
    author: int | None
    author_label: str
    text: str
    written_at: datetime.datetime
    version: int
    faults: int = 0


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a pupil in a matière, over 100; `computed` is what his results make, whatever was typed since."""

    percent: Fraction | None = None
    computed: Fraction | None = None
    origin: Origin = Origin.COMPUTED
    author_label: str = ""
    version: int = 0


NO_MEAN = Mean()


@dataclass(frozen=True, slots=True)
class Rubric:
    """A matière in the document of a pupil; `figures` is None when he has no result in it.

    `texts` are those that hold a word, the oldest first. `teachers` are those of the class in it.
    """

    matiere: Matiere
    figures: MatiereFigures | None
    mean: Mean
    class_mean: Fraction | None
    texts: tuple[Written, ...]
    teachers: tuple[str, ...]

    @property
    def share(self) -> Share | None:
        """Its bar: how many items in each state."""
        return self.figures.summary.share if self.figures else None


@dataclass(frozen=True, slots=True)
class PupilSheet:
    """The document of a pupil. `general` is the mean of his matières, all alike, that of the class beside."""

    pupil: Pupil
    rubrics: tuple[Rubric, ...]
    general: Fraction | None
    class_general: Fraction | None
    synthesis: Written | None


@dataclass(frozen=True, slots=True)
class ClassRubric:
    """A matière in what is said of the class as a whole; `counts` are its levels by sigle of state."""

    matiere: Matiere
    mean: Fraction | None
    counts: tuple[tuple[str, int], ...]
    texts: tuple[Written, ...]
    teachers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassDocument:
    """The documents of a class, in the order of names, and what is said of the class."""

    edition: Edition
    sheets: tuple[PupilSheet, ...]
    rubrics: tuple[ClassRubric, ...]
    general: Fraction | None
    synthesis: Written | None
    # Its professeurs principaux: « Mme DURAND ».
    professeurs_principaux: tuple[str, ...]

    def sheet(self, pupil: int) -> PupilSheet | None:
        """That of a pupil, by his key."""
        return next((sheet for sheet in self.sheets if sheet.pupil.key == pupil), None)


# The means of a matière, by the key of the pupil.
Means = Mapping[int, Mean]
