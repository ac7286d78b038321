from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        from imports import rights  # noqa: F401  (declares the rights and the verbs)
