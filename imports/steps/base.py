"""What every step of an import declares."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports import services
from imports.models import ImportRun
from imports.plan import Change
from imports.review.answers import ReviewAnswer


class Step(ABC):
    """One screen of the wizard, or two: the review, and what it gave once validated."""

    code: ClassVar[str]
    # After « Étape N - ».
    title: ClassVar[str]
    # Whether it has a review: else its form is on the screen before, and it opens when it is done.
    is_review: ClassVar[bool] = False
    # Whether it makes accounts, or changes where their codes are sent: who is there is asked again before.
    asks_who_is_there: ClassVar[bool] = False

    def is_open(self, run: ImportRun) -> bool:
        """Whether the run has come to a screen of this step."""
        return run.has_done(self.code) or (self.is_review and run.next_step == self.code)

    def may_submit(self, run: ImportRun) -> bool:
        """Whether the form may be sent; sent again, it changes nothing."""
        return run.has_done(self.code) or run.next_step == self.code

    def template(self, run: ImportRun) -> str:
        """The template of the screen that the run has come to."""
        return f"imports/steps/{self.code}.html"

    def context(self, run: ImportRun, *, is_full: bool) -> dict[str, Any]:
        """What the template shows; `is_full`: the review also shows what does not change."""
        return {}

    def refused_context(self, run: ImportRun, data: QueryDict, errors: Mapping[str, str]) -> dict[str, Any]:
        """What the template shows when the form was incomplete: what was typed, and `errors` by key."""
        return self.context(run, is_full=run.is_full)

    def submit(self, run: ImportRun, actor: Account | None, data: QueryDict) -> None:  # noqa: B027 (may ask nothing)
        """Do what the screen's form asks. Harmless when it was done before.

        Raises UnreadableFile, StalePlan or IncompleteForms, which the page shows, or RunGone.
        """


class ReviewStep(Step):
    """A step with a review: what it would change, boxes to tick, what it gave."""

    is_review = True

    # Whether its review may have thousands of lines: a worker then writes it (imports.steps.by_worker).
    may_be_long: ClassVar[bool] = True
    # What tells of the step once it is done.
    result_template: ClassVar[str] = "imports/steps/sentences_result.html"

    def template(self, run: ImportRun) -> str:
        return self.result_template if run.has_done(self.code) else f"imports/steps/{self.code}_review.html"

    def context(self, run: ImportRun, *, is_full: bool) -> dict[str, Any]:
        return self.result(run) if run.has_done(self.code) else {"review": self.review(run, is_full=is_full)}

    @abstractmethod
    def review(self, run: ImportRun, *, is_full: bool) -> Any:
        """What the step would change."""

    @abstractmethod
    def planned(self, run: ImportRun) -> Sequence[Change]:
        """What it would change now, that is what the answer to the review was about."""

    def check(self, run: ImportRun, answer: ReviewAnswer) -> None:
        """What can be said of an answer before anything is written. Raises StalePlan, IncompleteForms."""
        services.refuse_stale(self.planned(run), answer)

    @abstractmethod
    def result(self, run: ImportRun) -> dict[str, Any]:
        """What the step gave."""

    @abstractmethod
    def apply(self, run: ImportRun, actor: Account | None, answer: Any) -> None:
        """Write what is ticked."""

    def submit(self, run: ImportRun, actor: Account | None, data: QueryDict) -> None:
        self.apply(run, actor, self.read(data))

    def read(self, data: QueryDict) -> ReviewAnswer:
        """What the form of the review says."""
        return read_review(data)

    def accept(self, run: ImportRun, actor: Account | None) -> None:
        """Write what is proposed, as it is: for commands."""
        self.apply(run, actor, self.proposed(run))

    def proposed(self, run: ImportRun) -> ReviewAnswer:
        """The review sent as it is displayed."""
        review = self.review(run, is_full=True)
        return ReviewAnswer(review.fingerprint, review.proposed)


# Before the key of a doubt, in the name of the field where its reading is chosen.
READING = "lecture:"


def read_review(data: QueryDict) -> ReviewAnswer:
    """The boxes `tick` and `separate` of a review, the readings chosen, and the mark of the plan that was on screen."""
    ticked, separated = frozenset(data.getlist("tick")), frozenset(data.getlist("separate"))
    read = {key.removeprefix(READING): value for key in data if key.startswith(READING) and (value := str(data[key]))}
    return ReviewAnswer(data.get("fingerprint", ""), ticked, separated, read)
