from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReferentielsConfig(AppConfig):
    """What a school teaches: trees of domaines, thèmes and items."""

    name = "referentiels"
    verbose_name = "Référentiels"

    def ready(self) -> None:
        from referentiels import loss_parts, merge_parts, rights, saved_parts, verbs, year_parts  # noqa: F401  (declare themselves)

        post_migrate.connect(load_versions, sender=self)


def load_versions(**kwargs: object) -> None:
    """Bring the versions of the socle that come with the product up to date after each migration."""
    from referentiels import socle

    socle.load_shipped()
