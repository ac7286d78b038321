from django.apps import AppConfig


class BilansConfig(AppConfig):
    """What is read of evaluations: relevés, synthèses, mastery of the socle."""

    name = "bilans"
    verbose_name = "Bilans"

    def ready(self) -> None:
        from bilans import advice, makers, rights, verbs  # noqa: F401  (declare themselves)
