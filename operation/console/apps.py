from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """What the operator of the server works with, apart from schools."""

    name = "operation.console"
    label = "console"
    verbose_name = "Console de l'exploitant"

    def ready(self) -> None:
        from operation.console import person_parts, saved_parts, year_parts  # noqa: F401  (declare themselves)
        from operation.console.decided import read_decided
        from operation.console.services.contacts import tell_of_contact
        from sacoche.kit.installation import plug_installation
        from schools.services.identity import plug_contact_watch

        plug_installation(read_decided)
        plug_contact_watch(tell_of_contact)
