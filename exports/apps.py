from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Files made for others: exporters, the files they make, their life on the server."""

    name = "exports"
    verbose_name = "Exports"

    def ready(self) -> None:
        from exports import merge_parts, rights, saved_parts, year_parts  # noqa: F401  (declare themselves)
        from exports.registry import exporters, extractions

        exporters.discover("exports.exporters")
        extractions.discover("exports.extractions")
