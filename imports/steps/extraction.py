"""Step 2: what the file holds."""

from typing import Any

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports import services
from imports.brought.extraction import Extraction, OtherSchool, UnknownLayout, UnreadableFile
from imports.brought.origin import check_origin
from imports.enums import Audience
from imports.models import ImportRun
from imports.queries import file_coverage, remembered_layout, unlinked_of
from imports.reading.tables import TableSource
from imports.review.answers import Question
from imports.review.wording import PUPILS_FIRST, found_sentences
from imports.sources import sources
from imports.sources.base import Source
from imports.steps import steps
from imports.steps.base import Step

# Before the key of a column, in the name of the field where its header is chosen.
_COLUMN = "colonne:"
_TELL_AGAIN = "Dites de nouveau quelle colonne du fichier contient quoi : le fichier sera relu."
# In the remark about a line that brings nobody.
_IGNORED = "ligne ignorée"
_LOST = "Le fichier reçu n'est plus sur le serveur : envoyez-le de nouveau."


class ExtractionStep(Step):
    code = "extraction"
    title = "Extraction des données"

    def context(self, run: ImportRun, *, is_full: bool) -> dict[str, Any]:
        found = run.summary["extraction"]
        is_last = run.done == run.number_of(self.code)
        coverage = file_coverage(run) if is_last and run.audience != Audience.NOBODY else None
        return {
            "found": found_sentences(found, run.audience, run.steps),
            "problems": found["problems"],
            "ignored": len({line for line, message in found["problems"] if _IGNORED in message}),
            "coverage": coverage,
            "unlinked": unlinked_of(run) if is_last and run.audience == Audience.GUARDIANS else None,
            "pupils_first": PUPILS_FIRST,
            "told_columns": self._told_columns(run) if is_last else [],
        }

    def submit(self, run: ImportRun, actor: Account | None, data: QueryDict) -> None:
        """Read the file, outside any transaction, and stage what it says; a file that cannot be used ends the run.

        Once it is read, answer the question that its screen asks. Raises Question when somebody must answer first:
        the file is that of another school, or its columns are not known.
        """
        if "whole" in data:
            services.confirm_whole_school(run=run)
            return
        content = services.read_upload(run)
        if content is None:
            self._explain_absence(run)
            return
        extraction = self._read(run, content, data)
        if run.audience == Audience.NOBODY:
            services.keep_file(run=run, extraction=extraction, content=content)
        services.stage_extraction(run=run, extraction=extraction)

    def _read(self, run: ImportRun, content: bytes, data: QueryDict) -> Extraction:
        source = sources.get(run.source_code)
        told = _told_now(source, data)
        mapping = told or run.summary.get("columns") or remembered_layout(source.code)
        if "columns" in data and isinstance(source, TableSource) and mapping:
            raise Question("layout", source.ask_columns(content, mapping, _TELL_AGAIN))
        try:
            extraction = source.read(content, mapping)
            check_origin(
                extraction, uai=run.school.uai, year=run.school.first_year, is_any_school="other_school" in data
            )
        except UnknownLayout as error:
            raise Question("layout", error) from error
        except OtherSchool as error:
            raise Question("school", error) from error
        except UnreadableFile as error:
            if told and isinstance(source, TableSource):
                raise Question("layout", source.ask_columns(content, told, str(error))) from error
            services.refuse_file(run=run, reason=str(error))
            raise
        return extraction

    def _told_columns(self, run: ImportRun) -> list[tuple[str, str]]:
        """The columns that were read as somebody told: what each holds, and its header."""
        source, told = sources.get(run.source_code), run.summary.get("columns", {})
        columns = source.columns if isinstance(source, TableSource) else ()
        return [(column.label, told[column.key]) for column in columns if column.key in told]

    def _explain_absence(self, run: ImportRun) -> None:
        """Without its file, the run was extracted by another click; if not, the file was lost and the run ends."""
        run.refresh_from_db()
        if not run.has_done(self.code):
            services.refuse_file(run=run, reason=_LOST)
            raise UnreadableFile(_LOST)


def _told_now(source: Source, data: QueryDict) -> dict[str, str]:
    """The header that was chosen for each column, when the source asks for them."""
    if not isinstance(source, TableSource) or not source.is_mappable:
        return {}
    return {field.removeprefix(_COLUMN): str(data[field]) for field in data if field.startswith(_COLUMN)}


steps.register(ExtractionStep())
