"""What a report is: its code, what may be asked of it, and what it makes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bilans.reports.asked import Asked
from sacoche.kit.files.tables import Value
from sacoche.kit.registry import Registry


@dataclass(frozen=True)
class Table:
    """A report as a spreadsheet has it: one line each."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True)
class Made:
    """A report: what was computed, frozen, and its table."""

    document: object
    table: Table


@dataclass(frozen=True)
class Report:
    """A report that can be asked: `options` are the names of those that it takes."""

    code: str
    label: str
    options: tuple[str, ...]
    make: Callable[[Asked], Made]


reports: Registry[Report] = Registry("reports")


def load_reports() -> Registry[Report]:
    """The registry, once every file of `kinds` has registered what it holds."""
    reports.discover("bilans.reports.kinds")
    return reports
