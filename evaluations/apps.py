from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """What teachers evaluate with: the scale of a school, its scores."""

    name = "evaluations"
    verbose_name = "Évaluations"

    def ready(self) -> None:
        from evaluations import (  # noqa: F401  (declare themselves)
            item_parts,
            loss_parts,
            merge_parts,
            notices,
            person_parts,
            rights,
            saved_parts,
            verbs,
            year_parts,
        )
        from evaluations.queries import current_calculation
        from evaluations.services import needs  # noqa: F401  (declares itself)
        from referentiels.calculation import plug_default

        plug_default(current_calculation)
