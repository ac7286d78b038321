from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class EntranceConfig(AppConfig):
    """Coming in and staying. No table is its own: those of people and of their sessions are in accounts."""

    name = "entrance"
    verbose_name = "Entrée"

    def ready(self) -> None:
        from entrance import verbs  # noqa: F401  (declare themselves)
        from entrance.views.proving import ask_who_is_there
        from sacoche.kit.access import plug_proof
        from sacoche.kit.registry import declare

        declare("entrance", "verbs")
        plug_proof(ask_who_is_there)
        # Once the table of connectors is there, which is of accounts: an application without tables is told of none.
        post_migrate.connect(add_known_connectors, sender=apps.get_app_config("accounts"))


def add_known_connectors(**kwargs: object) -> None:
    """Add, after each migration, the connectors of the data file that this server has never had."""
    from entrance.cas import connectors

    connectors.add_known()
