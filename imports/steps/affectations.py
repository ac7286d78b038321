"""Step « Affectations »: who has which classes, groups and matières."""

from collections.abc import Sequence
from typing import Any

from accounts.models import Account
from imports import services
from imports.models import ImportRun
from imports.plan import LinkChange, LinkKind
from imports.queries import link_review, planned_links
from imports.queries.links import LinkReview
from imports.review.answers import ReviewAnswer
from imports.review.wording import link_sentences
from imports.sources import sources
from imports.steps import steps
from imports.steps.base import ReviewStep


class AffectationsStep(ReviewStep):
    code = "affectations"
    title = "Affectations (ajouts / modifications / suppressions)"

    def review(self, run: ImportRun, *, is_full: bool) -> LinkReview:
        return link_review(run, kinds_of(run), is_full=is_full)

    def planned(self, run: ImportRun) -> Sequence[LinkChange]:
        return planned_links(run, kinds_of(run))

    def result(self, run: ImportRun) -> dict[str, Any]:
        return {"sentences": link_sentences(run.summary["links"])}

    def apply(self, run: ImportRun, actor: Account | None, answer: ReviewAnswer) -> None:
        services.apply_links(run=run, actor=actor, kinds=kinds_of(run), answer=answer)


def kinds_of(run: ImportRun) -> Sequence[LinkKind]:
    """The parts of the step: those that the files of the source speak of."""
    return sources.get(run.source_code).links


steps.register(AffectationsStep())
