"""The file of the results of a pupil who changes school: what it holds, written, signed and read.

Its format is told by docs/resultats.md.
"""

from evaluations.transfer.reading import Unreadable, read
from evaluations.transfer.records import SentItem, SentResult, Transfer
from evaluations.transfer.writing import write

__all__ = ["SentItem", "SentResult", "Transfer", "Unreadable", "read", "write"]
