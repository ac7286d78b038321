from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "exports"

    def ready(self) -> None:
        from exports import rights  # noqa: F401  (declares the rights and the verbs)
