from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Importing files of users, step by step."""

    name = "imports"
    verbose_name = "Imports"

    def ready(self) -> None:
        from imports import (  # noqa: F401  (declare themselves)
            merge_parts,
            person_parts,
            rights,
            saved_parts,
            year_parts,
        )
        from imports.identities import issue_job  # noqa: F401  (declares its job)
        from imports.sacoche import jobs  # noqa: F401  (declares its jobs)
        from imports.services import password_jobs  # noqa: F401  (declares its job)
        from imports.sources import sources
        from imports.steps import steps
        from sacoche.kit.registry import declare

        declare("imports", "verbs")
        sources.discover("imports.sources")
        steps.discover("imports.steps")
