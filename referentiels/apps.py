from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReferentielsConfig(AppConfig):
    """What a school teaches: trees of domaines, thèmes and items."""

    name = "referentiels"
    verbose_name = "Référentiels"

    def ready(self) -> None:
        from referentiels import (  # noqa: F401  (declare themselves)
            loss_parts,
            merge_parts,
            notices,
            person_parts,
            rights,
            saved_parts,
            verbs,
            year_parts,
        )
        from referentiels.item_parts import refer
        from referentiels.models import ItemSetMember

        refer(ItemSetMember, "item", words=("regroupement d'items", "regroupements d'items"), once=("item_set",))

        post_migrate.connect(load_versions, sender=self)


def load_versions(**kwargs: object) -> None:
    """Bring the versions of the socle that come with the product up to date after each migration."""
    from referentiels import socle

    socle.load_shipped()
