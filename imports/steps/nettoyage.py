"""The last step: the temporary files go."""

from typing import Any

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports import services
from imports.models import ImportRun
from imports.queries import audience_of, without_password
from imports.review.answers import Question
from imports.services import identifiers
from imports.steps import steps
from imports.steps.base import Step
from sacoche.kit.text import count

# The field that says that the labels may go.
WITHOUT_LABELS = "sans_etiquettes"


class UntakenLabels(Exception):
    """Passwords were made, and their sheet was never downloaded: `number` of them."""

    def __init__(self, number: int) -> None:
        words = count(number, "mot de passe est prêt et n'a", "mots de passe sont prêts et n'ont")
        super().__init__(f"{words} jamais été récupéré{'s' if number > 1 else ''}.")
        self.number = number


class NettoyageStep(Step):
    code = "nettoyage"
    title = "Nettoyage des fichiers temporaires"

    def context(self, run: ImportRun, *, is_full: bool) -> dict[str, Any]:
        waiting = without_password(audience_of(run)).select_related("school_class").in_name_order()
        return {"still_waiting": list(waiting)}

    def submit(self, run: ImportRun, actor: Account | None, data: QueryDict) -> None:
        """Delete what the run holds on the disk and in the staging tables.

        Raises Question while passwords were made that nobody took: nobody could read them any more.
        """
        if run.is_open and WITHOUT_LABELS not in data and (left := identifiers.unhanded(run)):
            raise Question("labels", UntakenLabels(left))
        services.finish(run=run, actor=actor)


steps.register(NettoyageStep())
