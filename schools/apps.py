from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SchoolsConfig(AppConfig):
    """Schools and their structure: levels, classes."""

    name = "schools"
    verbose_name = "Établissements"

    def ready(self) -> None:
        from schools import loss_parts, rights, saved_parts, year_parts  # noqa: F401  (declare themselves)

        post_migrate.connect(load_nomenclature, sender=self)


def load_nomenclature(**kwargs: object) -> None:
    """Bring the national levels up to date after each migration."""
    from schools import nomenclature

    nomenclature.load()
