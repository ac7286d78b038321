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
        from sacoche.kit.registry import declare

        declare("bilans", "rights")
        declare("bilans", "verbs")
        declare("bilans", "notices")
        declare("bilans", "makers")
        declare("bilans", "person_parts")
        declare("bilans", "moved_parts")
