"""The validations file that schools hand to one another: `import_validations.xml`, alone or in a ZIP.

Pure format, no database: `write` and `read` go pupil by pupil, so that memory does not grow with the school.
"""

from socle.exchange.archive import MEMBER, count_pupils, in_clear, open_document, write_archive, write_sealed
from socle.exchange.lpc import write_lpc
from socle.exchange.reader import read
from socle.exchange.records import Decision, PasswordRefused, Problem, PupilRecord, Totals, UnreadableFile
from socle.exchange.writer import write

__all__ = [
    "MEMBER",
    "Decision",
    "PasswordRefused",
    "Problem",
    "PupilRecord",
    "Totals",
    "UnreadableFile",
    "count_pupils",
    "in_clear",
    "open_document",
    "read",
    "write",
    "write_archive",
    "write_lpc",
    "write_sealed",
]
