"""Importing a file of validations: read and staged, its pupils recognised, the newer decisions written, then told."""

from imports.validations.report import ImportReport
from imports.validations.service import Origin, import_validations, origins
from socle.exchange import UnreadableFile

__all__ = ["ImportReport", "Origin", "UnreadableFile", "import_validations", "origins"]
