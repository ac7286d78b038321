"""Steps « Adresses » and « Responsabilités » of the imports of guardians."""

from collections.abc import Sequence
from typing import Any

from accounts.models import Account
from imports import services
from imports.models import ImportRun
from imports.plan import AddressChange, GuardianshipChange
from imports.queries import address_review, guardianship_review, planned_addresses, planned_guardianships
from imports.queries.guardians import AddressReview, GuardianshipReview
from imports.review.answers import ReviewAnswer
from imports.review.wording import address_sentences, guardianship_sentences
from imports.steps import steps
from imports.steps.base import ReviewStep


class AdressesStep(ReviewStep):
    code = "adresses"
    title = "Adresses (ajouts / modifications)"

    def review(self, run: ImportRun, *, is_full: bool) -> AddressReview:
        return address_review(run, is_full=is_full)

    def planned(self, run: ImportRun) -> Sequence[AddressChange]:
        return planned_addresses(run)

    def result(self, run: ImportRun) -> dict[str, Any]:
        return {"sentences": address_sentences(run.summary["addresses"])}

    def apply(self, run: ImportRun, actor: Account | None, answer: ReviewAnswer) -> None:
        services.apply_addresses(run=run, actor=actor, answer=answer)


class ResponsabilitesStep(ReviewStep):
    code = "responsabilites"
    title = "Responsabilités (ajouts / modifications / suppressions)"

    def review(self, run: ImportRun, *, is_full: bool) -> GuardianshipReview:
        return guardianship_review(run, is_full=is_full)

    def planned(self, run: ImportRun) -> Sequence[GuardianshipChange]:
        return planned_guardianships(run)

    def result(self, run: ImportRun) -> dict[str, Any]:
        return {"sentences": guardianship_sentences(run.summary["guardianships"])}

    def apply(self, run: ImportRun, actor: Account | None, answer: ReviewAnswer) -> None:
        services.apply_guardianships(run=run, actor=actor, answer=answer)


steps.register(AdressesStep())
steps.register(ResponsabilitesStep())
