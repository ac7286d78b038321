from django.apps import AppConfig


class BilansConfig(AppConfig):
    """What is read of evaluations: relevés, synthèses, mastery of the socle."""

    name = "bilans"
    verbose_name = "Bilans"

    def ready(self) -> None:
        from bilans import (  # noqa: F401  (declare themselves)
            advice,
            loss_parts,
            makers,
            merge_parts,
            rights,
            saved_parts,
            verbs,
            year_parts,
        )
        from bilans.officiels import rights as of_officials  # noqa: F401
