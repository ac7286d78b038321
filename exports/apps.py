from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Files made for others: exporters of validations, tables of data."""

    name = "exports"
    verbose_name = "Exports"

    def ready(self) -> None:
        from documents.makers import makers
        from exports import importing, rights  # noqa: F401  (declare themselves)
        from exports.registry import extractions

        makers.discover("exports.exporters")
        extractions.discover("exports.extractions")
