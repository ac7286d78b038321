from django.apps import AppConfig


class GridsConfig(AppConfig):
    """The engine of every grid; what a grid is about is declared by the application that has it."""

    name = "grids"
    verbose_name = "Grilles"
