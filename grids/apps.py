from django.apps import AppConfig


class GridsConfig(AppConfig):
    """The engine of every grid; what a grid is about is declared by the application that has it."""

    name = "grids"
    verbose_name = "Grilles"

    def ready(self) -> None:
        from grids import saved_parts  # noqa: F401  (declare themselves)
