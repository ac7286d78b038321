"""An évaluation as every document of it reads it: its items, its pupils, what stands in its cells."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.scale.codes import SPECIAL_CODES
from evaluations.scale.whole import Scale

PLANNED = "PA"
# In the file of an évaluation, what stands for a request: nobody types it.
PLANNED_KEY = "?"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An item: « MATHS.5.A10 », its name, whether the socle knows it."""

    id: int
    reference: str
    name: str
    is_of_socle: bool = False
    coefficient: int = 1

    @property
    def words(self) -> str:
        """« [S] Lire une fraction »."""
        return f"[{'S' if self.is_of_socle else '–'}] {self.name}"

    @property
    def label(self) -> str:
        """« MATHS.5.A10 [S] Lire une fraction »."""
        return f"{self.reference} {self.words}"


@dataclass(frozen=True, slots=True)
class SheetPupil:
    """A pupil of the évaluation."""

    id: int
    last_name: str
    first_name: str

    @property
    def name(self) -> str:
        """« ALPHA Ana »."""
        return f"{self.last_name} {self.first_name}"

    @property
    def said(self) -> str:
        """« Ana ALPHA »."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class Sheet:
    """The évaluation; `cells` hold the stored code of each (pupil, item) that has one."""

    title: str
    place: str
    day: datetime.date
    items: Sequence[SheetItem]
    pupils: Sequence[SheetPupil]
    cells: Mapping[tuple[int, int], str]
    school: str = ""

    def code(self, pupil: SheetPupil, item: SheetItem) -> str:
        """What stands in a cell, empty when nothing does."""
        return self.cells.get((pupil.id, item.id), "")

    @property
    def heading(self) -> str:
        """« 03/11/2026 - Contrôle n° 3 », as the strips are headed."""
        return f"{self.day:%d/%m/%Y} - {self.title}"


@dataclass(frozen=True)
class Keys:
    """How codes are typed: the key of each stored code, and the codes by what may be typed for them, in capitals."""

    of: Mapping[str, str]
    codes: Mapping[str, str]

    @property
    def allowed(self) -> str:
        """« 1 2 3 4 A D E F N R »."""
        return " ".join(key for key in self.of.values() if key != PLANNED_KEY)


def keys_of(scale: Scale) -> Keys:
    """Those of a scale: a digit for an ordinary code, a letter for a special one, « ? » for a request."""
    typed = {str(code.number): str(code.key) for code in scale.active}
    special = {each.sigle: each.key.upper() for each in SPECIAL_CODES if each.is_result}
    # A key wins over the sigle of another code.
    words = {code.sigle.upper(): str(code.number) for code in scale.active} | {sigle: sigle for sigle in special}
    words |= {key: code for code, key in (typed | special).items()}
    return Keys(typed | special | {PLANNED: PLANNED_KEY}, words)


def sigles_of(scale: Scale) -> dict[str, str]:
    """The sigle of each stored code, those no longer typed too."""
    ordinary = {str(code.number): code.sigle for code in scale.codes}
    return ordinary | {each.sigle: each.sigle for each in SPECIAL_CODES}
