"""Step « Utilisateurs »: the people to add, to change, to retire."""

from typing import Any

from accounts.models import Account
from imports import services
from imports.answers import ReviewAnswer
from imports.models import ImportRun
from imports.queries import audience_of, result_rows, user_review
from imports.queries.users import UserReview
from imports.steps import steps
from imports.steps.base import ReviewStep
from imports.wording import unsettled_sentences, users_sentence


class UtilisateursStep(ReviewStep):
    code = "utilisateurs"
    title = "Utilisateurs (ajouts / modifications / suppressions)"
    result_template = "imports/steps/utilisateurs_result.html"

    def review(self, run: ImportRun, *, is_full: bool) -> UserReview:
        return user_review(run, is_full=is_full)

    def result(self, run: ImportRun) -> dict[str, Any]:
        result = run.summary["users"]
        told = {"sentence": users_sentence(result), "unsettled": unsettled_sentences(result)}
        return told | {"result": result, "rows": result_rows(run), "audience": audience_of(run)}

    def apply(self, run: ImportRun, actor: Account | None, answer: ReviewAnswer) -> None:
        services.apply_users(run=run, actor=actor, answer=answer)


steps.register(UtilisateursStep())
