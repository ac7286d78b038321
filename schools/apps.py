from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SchoolsConfig(AppConfig):
    """Schools and their structure: levels, classes."""

    name = "schools"
    verbose_name = "Établissements"

    def ready(self) -> None:
        from schools import (  # noqa: F401  (declare themselves)
            loss_parts,
            moved_parts,
            person_parts,
            rights,
            saved_parts,
            year_parts,
        )
        from schools.labels import forget_at_each_write
        from schools.models import Group, SchoolClass

        forget_at_each_write(SchoolClass, Group)
        post_migrate.connect(load_nomenclature, sender=self)


def load_nomenclature(**kwargs: object) -> None:
    """Bring the national levels up to date after each migration."""
    from schools import nomenclature

    nomenclature.load()
