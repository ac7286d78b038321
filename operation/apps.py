from django.apps import AppConfig


class OperationConfig(AppConfig):
    """What crosses schools, and time: the commands of whoever keeps the server, the demonstration school."""

    name = "operation"
    verbose_name = "Exploitation"

    def ready(self) -> None:
        from operation import merge_parts, person_parts, rights, saved_parts, verbs, year_parts  # noqa: F401  (declare themselves)
        from operation.backups import jobs  # noqa: F401  (declares its jobs)
        from operation.persons import maker  # noqa: F401  (declares itself)
        from operation.retention import limits, sources  # noqa: F401  (declare themselves)
        from operation.years import job  # noqa: F401  (declares itself)
        from sacoche.kit.registry import declare

        declare("operation", "verbs")
