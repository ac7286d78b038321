"""What every step of an import declares."""

from abc import ABC
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports.models import ImportRun, Stage


class Step(ABC):
    """One screen of the wizard, or two: the review, and what it gave once validated."""

    code: ClassVar[str]
    # After « Étape N - ».
    title: ClassVar[str]
    # The stage that a run must have reached for this screen to be opened.
    opens_at: ClassVar[Stage]
    # The stage that a run must have reached for its form to be sent; the form of some is on the screen before.
    submits_at: ClassVar[Stage]

    def template(self, run: ImportRun) -> str:
        """The template of the screen that the run has come to."""
        return f"imports/steps/{self.code}.html"

    def context(self, run: ImportRun) -> dict[str, Any]:
        """What the template shows."""
        return {}

    def refused_context(self, run: ImportRun, data: QueryDict, errors: Mapping[str, str]) -> dict[str, Any]:
        """What the template shows when the form was incomplete: what was typed, and `errors` by key."""
        return self.context(run)

    def submit(self, run: ImportRun, actor: Account | None, data: QueryDict) -> None:  # noqa: B027 (may ask nothing)
        """Do what the screen's form asks. Harmless when it was done before.

        Raises UnreadableFile, StalePlan or IncompleteForms, which the page shows, or RunGone.
        """
