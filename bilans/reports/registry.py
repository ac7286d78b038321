"""What a report is: its code, what may be asked of it, what it makes, and how it is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bilans.computing.inputs import Item
from bilans.computing.levels import Levels
from bilans.paper.pieces import Paper
from bilans.reports.asked import Asked
from bilans.rights import SEE
from sacoche.kit.files.tables import Value
from sacoche.kit.registry import Registry


@dataclass(frozen=True)
class Table:
    """A report as the command writes it: one line each."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True)
class Made:
    """A report: what was computed, frozen, and its table."""

    document: object
    table: Table


@dataclass(frozen=True)
class OwnFile:
    """A file in a layout that another program knows; `write` makes its bytes of the document that was computed."""

    code: str
    label: str
    extension: str
    write: Callable[[Asked, Any], bytes]


@dataclass(frozen=True)
class Page:
    """How a report is shown: its address under « releves/ », its place in the menu, how its figures are laid out.

    `tab` is its name among the pages of its family. `display` are the options of what is shown, beside those of what is
    computed: a family does not choose them, its rights do. `lay` makes pieces of the document that `make` computed.
    """

    path: str
    family: str
    tab: str
    lay: Callable[[Asked, Any], Paper]
    right: str = SEE
    display: tuple[str, ...] = ()
    # False for a page that is about no pupil in particular: every class is in it.
    has_pupils: bool = True
    lead: str = ""
    # The levels that its figures are made of, so that each can be explained.
    levels: Callable[[Asked, tuple[Item, ...]], Levels] = Asked.levels
    files: tuple[OwnFile, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report that can be asked: `options` are the names of those that it takes.

    Without a `page`, the command line alone makes it.
    """

    code: str
    label: str
    options: tuple[str, ...]
    make: Callable[[Asked], Made]
    page: Page | None = None


reports: Registry[Report] = Registry("reports")


def load_reports() -> Registry[Report]:
    """The registry, once every file of `kinds` has registered what it holds."""
    reports.discover("bilans.reports.kinds")
    return reports


def shown_reports() -> list[tuple[Report, Page]]:
    """Those that have a page, in the order of the menu."""
    return [(report, report.page) for report in load_reports() if report.page]
