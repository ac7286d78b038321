"""What an import of validations did, pupil by pupil."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from socle.exchange import Problem

# What a screen can show; the others are counted.
SHOWN_PROBLEMS = 500


@dataclass(slots=True)
class PupilOutcome:
    """A pupil of the file, as the file names him, with what was done: decisions written, or why he is ignored."""

    last_name: str
    first_name: str
    sconet_id: int
    imported: int = 0
    reason: str = ""

    @property
    def name(self) -> str:
        return " ".join(f"{self.last_name} {self.first_name}".split()) or "élève sans nom"


@dataclass
class ImportReport:
    """What an import did, pupil by pupil, in the order of the file."""

    modified: list[PupilOutcome] = field(default_factory=list)
    unchanged: list[PupilOutcome] = field(default_factory=list)
    ignored: list[PupilOutcome] = field(default_factory=list)
    # Rows left aside, with their line; `problem_count` also counts those that are not kept.
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    # « NOM Prénom : compétence » for each positive, locked decision that a later negative replaced.
    unlocked: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.pupil_count

    @property
    def pupil_count(self) -> int:
        return len(self.modified) + len(self.unchanged) + len(self.ignored)

    @property
    def imported(self) -> int:
        return sum(outcome.imported for outcome in self.modified)

    @property
    def unshown_problems(self) -> int:
        return self.problem_count - len(self.problems)

    def note(self, problem: Problem) -> None:
        """Count a row left aside, and keep it as long as a screen can show it."""
        self.problem_count += 1
        if len(self.problems) < SHOWN_PROBLEMS:
            self.problems.append(problem)


def sort_outcomes(
    report: ImportReport,
    outcomes: Iterable[PupilOutcome],
    pupil_ids: Iterable[int | None],
    imported: Counter[int],
) -> None:
    """Sort the pupils of the file into modified, unchanged and ignored; one named twice is said once."""
    seen: set[int] = set()
    for outcome, pupil_id in zip(outcomes, pupil_ids, strict=True):
        if pupil_id is None:
            report.ignored.append(outcome)
        elif pupil_id not in seen:
            seen.add(pupil_id)
            outcome.imported = imported[pupil_id]
            (report.modified if outcome.imported else report.unchanged).append(outcome)
