from django.apps import AppConfig
from django.db.models.signals import post_migrate


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
        post_migrate.connect(keep_walls_up, sender=self)


def keep_walls_up(**kwargs: object) -> None:
    """A table that a migration made is kept apart as the others are."""
    from operation.walls.services import keep_up

    keep_up()
