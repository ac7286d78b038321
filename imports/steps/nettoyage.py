"""The last step: the temporary files go."""

from typing import Any

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports import services
from imports.models import ImportRun
from imports.queries import audience_of, without_password
from imports.steps import steps
from imports.steps.base import Step


class NettoyageStep(Step):
    code = "nettoyage"
    title = "Nettoyage des fichiers temporaires"

    def context(self, run: ImportRun, *, is_full: bool) -> dict[str, Any]:
        return {"still_waiting": without_password(audience_of(run)).count()}

    def submit(self, run: ImportRun, actor: Account | None, data: QueryDict) -> None:
        """Delete what the run holds on the disk and in the staging tables."""
        services.finish(run=run, actor=actor)


steps.register(NettoyageStep())
