from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Files made for others: exporters, the files they make, their life on the server."""

    name = "exports"
    verbose_name = "Exports"

    def ready(self) -> None:
        from exports import merge_parts, rights  # noqa: F401  (declare what a merge moves, the rights and the verbs)
        from exports.registry import exporters, extractions

        exporters.discover("exports.exporters")
        extractions.discover("exports.extractions")
