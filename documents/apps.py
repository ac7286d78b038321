from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """What is made, kept and handed out: files for people, lists of codes, the work that outlives a page."""

    name = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        from documents import (  # noqa: F401  (declare themselves)
            jobs,
            making,
            merge_parts,
            person_parts,
            rights,
            saved_parts,
            verbs,
            year_parts,
        )
