"""« Recherche de saisies manquantes »: what a document still lacks, and whom to ask."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from accounts.models import Account
from bilans.computing.inputs import Matiere, Pupil
from bilans.models import Origin
from bilans.officiels.queries.reading import Read, read
from bilans.officiels.shapes import Edition

TEXTS, MEANS, GENERALS = "appreciations", "moyennes", "generales"
WHATS = {TEXTS: "appréciation", MEANS: "moyenne", GENERALS: "appréciation générale"}
_SEVERAL = {TEXTS: "appréciations", MEANS: "moyennes", GENERALS: "appréciations générales"}


@dataclass(frozen=True)
class Missing:
    """Something that is not written: `matiere` is None for the general appreciation."""

    edition: Edition
    pupil: Pupil
    what: str
    matiere: Matiere | None
    teachers: tuple[Account, ...]

    @property
    def label(self) -> str:
        return WHATS[self.what]

    @property
    def names(self) -> str:
        """Whom to ask: « Paul DURAND, Marc DUVAL »."""
        return ", ".join(each.display_name for each in self.teachers)


def several(what: str) -> str:
    """« appréciations »."""
    return _SEVERAL[what]


def missing(editions: Sequence[Edition], whats: Set[str]) -> list[Missing]:
    """What these documents lack, class by class, pupil by pupil. Some fifteen queries for each class."""
    return [each for edition in editions for each in _missing(read(edition), whats)]


def _missing(found: Read, whats: Set[str]) -> Iterator[Missing]:
    settings = found.edition.settings
    for pupil in found.pupils:
        for matiere in found.matieres:
            figures = found.figures.get(pupil.key, {}).get(matiere.key)
            if figures is None:
                continue
            if TEXTS in whats and settings.rubric_length and not _is_said(found, pupil.key, matiere.key):
                yield _made(found, pupil, TEXTS, matiere)
            if MEANS in whats and settings.has_means and _lacks_mean(found, pupil.key, matiere.key):
                yield _made(found, pupil, MEANS, matiere)
        if GENERALS in whats and settings.general_length and not _is_said(found, pupil.key, 0):
            yield Missing(found.edition, pupil, GENERALS, None, found.teachers.principaux)


def _is_said(found: Read, pupil: int, matiere: int) -> bool:
    return any(text.text for text in found.texts.get((pupil, matiere), ()))


def _lacks_mean(found: Read, pupil: int, matiere: int) -> bool:
    """One that was removed is wanted so; a matière without means lacks none."""
    mean = found.means[pupil].get(matiere)
    return mean is not None and mean.percent is None and mean.origin is not Origin.REMOVED


def _made(found: Read, pupil: Pupil, what: str, matiere: Matiere) -> Missing:
    return Missing(found.edition, pupil, what, matiere, found.teachers.by_matiere.get(matiere.key, ()))
