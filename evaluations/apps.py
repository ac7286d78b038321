from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """What teachers evaluate with: the scale of a school, its scores."""

    name = "evaluations"
    verbose_name = "Évaluations"

    def ready(self) -> None:
        from evaluations import item_parts, loss_parts, merge_parts, notices, rights, saved_parts, verbs, year_parts  # noqa: F401  (declare themselves)
        from evaluations.queries import current_calculation
        from referentiels.calculation import plug_default

        plug_default(current_calculation)
