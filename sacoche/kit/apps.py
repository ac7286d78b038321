from django.apps import AppConfig


class KitConfig(AppConfig):
    """The toolbox is an app for its template tags alone."""

    name = "sacoche.kit"
    label = "kit"
