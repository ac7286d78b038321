"""Step 2: what the file holds."""

from typing import Any

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports import services
from imports.extraction import UnreadableFile
from imports.models import ImportRun, Stage
from imports.queries import file_coverage, incoming_pupils
from imports.sources import sources
from imports.steps import steps
from imports.steps.base import Step


class ExtractionStep(Step):
    code = "extraction"
    title = "Extraction des données"
    opens_at = Stage.EXTRACTED
    submits_at = Stage.RECEIVED

    def context(self, run: ImportRun) -> dict[str, Any]:
        coverage = file_coverage(run, incoming_pupils(run)) if run.stage == Stage.EXTRACTED else None
        return {"found": run.summary["extraction"], "coverage": coverage}

    def submit(self, run: ImportRun, actor: Account | None, data: QueryDict) -> None:
        """Read the file, outside any transaction, and stage what it says; a file that cannot be used ends the run.

        Once it is read, answer the question that its screen asks.
        """
        if "whole" in data:
            services.confirm_whole_school(run=run)
            return
        content = services.read_upload(run)
        if content is None:
            self._explain_absence(run)
            return
        try:
            extraction = sources.get(run.source_code).read(content)
        except UnreadableFile:
            services.refuse_file(run=run)
            raise
        services.stage_extraction(run=run, extraction=extraction)

    def _explain_absence(self, run: ImportRun) -> None:
        """Without its file, the run was extracted by another click; if not, the file was lost and the run ends."""
        run.refresh_from_db()
        if run.stage == Stage.RECEIVED:
            services.refuse_file(run=run)
            raise UnreadableFile("Le fichier reçu n'est plus sur le serveur : envoyez-le de nouveau.")


steps.register(ExtractionStep())
