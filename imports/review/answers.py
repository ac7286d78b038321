"""What the person answered on a review screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ClassForm:
    """What was chosen for a class to add."""

    niveau_id: int | None
    name: str


@dataclass(frozen=True)
class ReviewAnswer:
    """The lines left ticked, by key, and the mark of the plan that was on screen.

    `separated` are the renamings refused: one pupil is added, the other removed.
    """

    fingerprint: str
    ticked: frozenset[str]
    separated: frozenset[str] = frozenset()
    # Of the doubts that somebody settled, the key of the reading chosen by that of the doubt.
    read: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClassAnswer(ReviewAnswer):
    """The answer of the step « Classes »: also a level and a name for each class to add."""

    forms: Mapping[str, ClassForm] = field(default_factory=dict)


class StalePlan(Exception):
    """The school has changed since the screen was made: it is to be shown again."""


class IncompleteForms(Exception):
    """Some ticked lines lack something. `errors`: a French sentence by key."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(sorted(errors))
        self.errors = errors


class Question(Exception):
    """Somebody must answer before the file is read on. `topic` names the screen, `cause` is what the reading said."""

    def __init__(self, topic: str, cause: Exception) -> None:
        super().__init__(str(cause))
        self.topic, self.cause = topic, cause
