"""« Taux de saisie »: how much of an évaluation is filled in. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`done` cells filled of `total`; `is_finished` when its owner says that nothing more will come."""

    done: int
    total: int
    is_finished: bool = False

    @property
    def percent(self) -> int:
        """Rounded, but never 100 while a cell is missing, nor 0 once one is filled (399/400 is 99, 1/400 is 1)."""
        if not self.total:
            return 0
        if 0 < self.done < self.total:
            return min(max((self.done * 200 + self.total) // (2 * self.total), 1), 99)
        return 100 if self.done else 0

    @property
    def code(self) -> str:
        """« none », « some », « full »; « finished » whatever the figure."""
        if self.is_finished:
            return "finished"
        return "full" if self.total and self.done >= self.total else "some" if self.done else "none"

    @property
    def sign(self) -> str:
        """What says the same without colour."""
        return {"none": "○", "some": "◐", "full": "✓", "finished": "✓"}[self.code]

    @property
    def words(self) -> str:
        """« à saisir », « 88 % », « complète », « terminée »."""
        said = {"none": "à saisir", "full": "complète", "finished": "terminée"}
        return said.get(self.code, f"{self.percent} %")

    @property
    def is_waiting(self) -> bool:
        """Whether something is still to be typed."""
        return self.code in ("none", "some")
