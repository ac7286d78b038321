"""What documents are computed from: pupils, référentiels and their items, results, decisions on the socle.

Lists come in the order in which documents show them; nothing here sorts by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evaluations.scoring.methods import Method
from evaluations.scoring.series import LookBack, Result
from referentiels.tree import SocleLink


@dataclass(frozen=True, slots=True)
class Pupil:
    key: int
    name: str
    # The number of the foreign language that he has for the socle, None until somebody chooses it.
    language: int | None = None


@dataclass(frozen=True, slots=True)
class Matiere:
    """A matière. A language is taught in it when `is_language`: the one of `language`, any of them for None."""

    key: int
    reference: str
    label: str
    is_active: bool = True
    is_language: bool = False
    language: int | None = None
    # Its place among the matières of the school.
    rank: int = 0

    def teaches(self, language: int | None) -> bool:
        """Whether it teaches this foreign language; any language will do for None."""
        return self.is_language and (language is None or self.language in (None, language))


@dataclass(frozen=True, slots=True)
class Niveau:
    key: int
    reference: str
    label: str
    is_active: bool = True


class Synthesis(StrEnum):
    """By what the items of a référentiel are gathered in a synthèse."""

    UNKNOWN = "inconnu"
    NONE = "sans"
    DOMAINE = "domaine"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class Referentiel:
    """A référentiel, with how it computes scores; `limit` is 0 when every result counts."""

    key: int
    matiere: Matiere
    niveau: Niveau
    method: Method = Method.GEOMETRIC
    limit: int = 5
    look_back: LookBack = LookBack.YES
    synthesis: Synthesis = Synthesis.DOMAINE


@dataclass(frozen=True, slots=True)
class Domaine:
    key: int
    name: str
    referentiel: Referentiel


@dataclass(frozen=True, slots=True)
class Theme:
    key: int
    name: str
    domaine: Domaine


@dataclass(frozen=True, slots=True)
class Item:
    """An item at its place. `reference` is what people call it inside its matière: « 5.A22 »."""

    key: int
    name: str
    reference: str
    theme: Theme
    coefficient: int = 1
    # The entries of the versions of the socle that it feeds.
    links: tuple[SocleLink, ...] = ()

    @property
    def referentiel(self) -> Referentiel:
        return self.theme.domaine.referentiel

    @property
    def matiere(self) -> Matiere:
        return self.referentiel.matiere

    @property
    def full_reference(self) -> str:
        """« MATHS.5.A22 »: the same, among several matières."""
        return f"{self.matiere.reference}.{self.reference}"


# The results of a pupil on an item, by their two keys. What was asked for or planned (PA) is no result.
Marks = Mapping[tuple[int, int], Sequence[Result]]


@dataclass(frozen=True, slots=True)
class Pilier:
    """A compétence of the socle of 2006; `is_language` when it is about a foreign language."""

    key: int
    reference: str
    label: str
    is_language: bool = False


@dataclass(frozen=True, slots=True)
class SocleDomaine:
    key: int
    label: str
    pilier: Pilier


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the grids of 2006, which items of référentiels feed."""

    key: int
    label: str
    domaine: SocleDomaine


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of an entry, or of a compétence, of the socle of 2006."""

    is_validated: bool
    decided_on: date
    author: str


# By the key of the pupil, then that of the entry or of the compétence.
Decisions = Mapping[tuple[int, int], Decision]


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of pupils: entries and compétences."""

    entries: Decisions
    piliers: Decisions
