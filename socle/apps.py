from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SocleConfig(AppConfig):
    """The socle commun: its grids and the decisions of the school."""

    name = "socle"
    verbose_name = "Socle commun"

    def ready(self) -> None:
        from socle import facts, merge_parts, offered, person_parts, rights, saved_parts, year_parts  # noqa: F401  (declare themselves)

        post_migrate.connect(load_nomenclature, sender=self)


def load_nomenclature(**kwargs: object) -> None:
    """Bring the national grids up to date after each migration."""
    from socle import nomenclature

    nomenclature.load()
