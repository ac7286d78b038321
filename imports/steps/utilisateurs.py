"""Step « Utilisateurs »: the people to add, to change, to retire."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports import services
from imports.models import ImportRun
from imports.plan import UserChange
from imports.queries import audience_of, planned_users, result_rows, user_review
from imports.queries.user_blocks import UserRow
from imports.queries.users import UserReview
from imports.review.answers import ReviewAnswer
from imports.review.wording import doubt_sentences, unsettled_sentences, users_sentence
from imports.steps import steps
from imports.steps.base import ReviewStep, read_review


class UtilisateursStep(ReviewStep):
    code = "utilisateurs"
    title = "Utilisateurs (ajouts / modifications / suppressions)"
    asks_who_is_there = True
    result_template = "imports/steps/utilisateurs_result.html"

    def review(self, run: ImportRun, *, is_full: bool) -> UserReview:
        return user_review(run, is_full=is_full)

    def planned(self, run: ImportRun) -> Sequence[UserChange]:
        return planned_users(run)

    def check(self, run: ImportRun, answer: ReviewAnswer) -> None:
        services.check_users(self.planned(run), answer)

    def result(self, run: ImportRun) -> dict[str, Any]:
        result = run.summary["users"]
        unsettled = unsettled_sentences(result) + doubt_sentences(result)
        told: dict[str, Any] = {"sentence": users_sentence(result), "unsettled": unsettled}
        told["doubts"] = run.summary.get("doubts", [])
        return told | {"result": result, "rows": result_rows(run), "audience": audience_of(run)}

    def refused_context(self, run: ImportRun, data: QueryDict, errors: Mapping[str, str]) -> dict[str, Any]:
        review = as_answered(self.review(run, is_full=run.is_full), read_review(data), errors)
        return {"review": review, "error_count": len(errors)}

    def apply(self, run: ImportRun, actor: Account | None, answer: ReviewAnswer) -> None:
        services.apply_users(run=run, actor=actor, answer=answer)


def as_answered(review: UserReview, answer: ReviewAnswer, errors: Mapping[str, str]) -> UserReview:
    """The review with what was ticked and chosen."""
    blocks = [
        replace(block, rows=[_as_answered(row, answer, errors.get(row.key, "")) for row in block.rows])
        for block in review.blocks
    ]
    return replace(review, blocks=blocks, proposed=answer.ticked)


def _as_answered(row: UserRow, answer: ReviewAnswer, error: str) -> UserRow:
    change = replace(row.change, is_ticked=row.key in answer.ticked)
    return replace(row, change=change, chosen=answer.read.get(row.key, ""), error=error)


steps.register(UtilisateursStep())
