"""Versions of the socle as data: a file makes one, no code knows how many there are.

A file is a CSV (UTF-8, commas): `cycle` (0 without cycles), `number`, `order`, `label`, `parent` (the number of a
heading of the same cycle, empty for a heading), `lsu_code` (the line of the livret that it stands for, if any).
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from referentiels.models import SocleEntry, SocleVersion
from referentiels.tree import SocleLink

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a version holds: an entry, or a heading over others."""

    cycle: int
    number: int
    order: int
    label: str
    path: str = ""
    is_heading: bool = False
    lsu_code: str = ""


def load_shipped() -> None:
    """The version of 2016, from the file of the product."""
    load("2016", "Socle de 2016", read(DATA / "socle_2016.csv"), order=2)


def read(path: Path) -> Iterator[Entry]:
    """The entries of a file. Raises ValueError for a number that is none, KeyError for a column that is missing."""
    with path.open(encoding="utf-8", newline="") as stream:
        headings: dict[tuple[int, int], str] = {}
        for row in csv.DictReader(stream):
            cycle, number, parent = int(row["cycle"]), int(row["number"]), row["parent"]
            if not parent:
                headings[cycle, number] = row["label"]
            yield Entry(
                cycle,
                number,
                int(row["order"]),
                row["label"],
                headings[cycle, int(parent)] if parent else "",
                not parent,
                row["lsu_code"],
            )


@transaction.atomic
def load(code: str, label: str, entries: Iterable[Entry], *, order: int) -> None:
    """Make the database say what this version says. Nothing is written when it does; nothing is ever deleted."""
    version, _made = SocleVersion.objects.update_or_create(code=code, defaults={"label": label, "order": order})
    present = {_key(row): row for row in SocleEntry.objects.filter(version=version)}
    wanted = {_key(entry): entry for entry in entries}
    SocleEntry.objects.bulk_create(
        [SocleEntry(version=version, **_values(entry)) for key, entry in wanted.items() if key not in present]
    )
    changed = [row for key, row in present.items() if key in wanted and _take(row, wanted[key])]
    SocleEntry.objects.bulk_update(changed, ["order", "label", "path", "lsu_code"])


def _key(entry: Entry | SocleEntry) -> tuple[int, int, bool]:
    return entry.cycle, entry.number, entry.is_heading


def _values(entry: Entry) -> dict[str, int | str | bool]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def _take(row: SocleEntry, entry: Entry) -> bool:
    """Make a row say what the entry says; whether that changed it."""
    values = _values(entry)
    changed = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return changed


def entries_by_link() -> dict[SocleLink, int]:
    """The key of each entry that an item may be linked to: one query."""
    rows = SocleEntry.objects.filter(is_heading=False).values_list("version_id", "cycle", "number", "pk")
    return {SocleLink(version, cycle, number): pk for version, cycle, number, pk in rows}


def knower(entries: dict[SocleLink, int]) -> Callable[[SocleLink], bool]:
    """What tells readers of files whether an entry exists."""
    return entries.__contains__
