"""Installed by tests/fourth/settings.py alone."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FourthConfig(AppConfig):
    name = "tests.fourth"
    label = "fourth"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tests.fourth.rights import declare

        declare()
        post_migrate.connect(load, sender=self)


def load(**_: object) -> None:
    from tests.fourth.models import load_criteria

    load_criteria()
