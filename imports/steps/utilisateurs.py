"""Step 4: the people to add, to change, to retire."""

from typing import Any

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports import services
from imports.answers import ReviewAnswer
from imports.models import ImportRun, Stage
from imports.queries import result_rows, user_review
from imports.steps import steps
from imports.steps.base import Step
from imports.wording import users_sentence


class UtilisateursStep(Step):
    code = "utilisateurs"
    title = "Utilisateurs (ajouts / modifications / suppressions)"
    opens_at = Stage.CLASSES_APPLIED
    submits_at = Stage.CLASSES_APPLIED

    def template(self, run: ImportRun) -> str:
        is_applied = run.has_reached(Stage.USERS_APPLIED)
        return f"imports/steps/utilisateurs_{'result' if is_applied else 'review'}.html"

    def context(self, run: ImportRun) -> dict[str, Any]:
        if run.has_reached(Stage.USERS_APPLIED):
            result = run.summary["users"]
            return {"result": result, "sentence": users_sentence(result), "rows": result_rows(run)}
        return {"review": user_review(run)}

    def submit(self, run: ImportRun, actor: Account | None, data: QueryDict) -> None:
        """Write the ticked decisions."""
        ticked, separated = frozenset(data.getlist("tick")), frozenset(data.getlist("separate"))
        answer = ReviewAnswer(data.get("fingerprint", ""), ticked, separated)
        services.apply_users(run=run, actor=actor, answer=answer)


steps.register(UtilisateursStep())
