"""What the file holds, once read or before it is written."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

FORMAT, VERSION = "sacoche-resultats-eleve", 1


@dataclass(frozen=True, slots=True)
class SentItem:
    """An item of the school that is left, as people there call it."""

    matiere: str
    matiere_reference: str
    niveau: str
    niveau_reference: str
    reference: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class SentResult:
    """A result: the rank of its item, the code as it is read and what it is worth, none for « absent » and the like."""

    item: int
    given_on: datetime.date
    code: str
    legend: str
    value: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """The results of one pupil. `key` is the fingerprint of the server that signed, once read."""

    school: str
    uai: str
    made_on: datetime.date
    last_name: str
    first_name: str
    sconet_id: int
    items: Sequence[SentItem]
    results: Sequence[SentResult]
    key: str = ""

    @property
    def pupil(self) -> str:
        """« MARTIN Zoé »."""
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def source(self) -> str:
        """« Collège Untel (0341234G) »."""
        return f"{self.school} ({self.uai})" if self.uai else self.school
