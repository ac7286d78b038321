"""Versions of the socle as data: a file makes one (`manage.py socle_version`), no code knows how many there are.

A file is a CSV (UTF-8, commas): `cycle` (0 without cycles), `number`, `order`, `label`, `parent` (the number of a
heading of the same cycle, empty for a heading), `lsu_code` (the line of the livret that it stands for, if any).
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from referentiels.models import SocleEntry, SocleVersion
from referentiels.tree import SocleLink

DATA = Path(__file__).parent / "data"
# Those that come with the product: no file of an operator replaces them.
SHIPPED = frozenset({"2006", "2016"})
_COLUMNS = ("cycle", "number", "order", "label", "parent", "lsu_code")


class BadVersion(Exception):
    """A file that makes no version; the message says in French what is wrong, and where."""


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
    load("2016", "Socle de 2016", read(DATA / "socle_2016.csv"), order=2, is_usual=True)


def read(path: Path) -> Iterator[Entry]:
    """The entries of a file. Raises BadVersion, whose message names the line, and OSError."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        headings: dict[tuple[int, int], str] = {}
        rows = csv.DictReader(stream)
        try:
            missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise BadVersion(f"Colonne absente : {', '.join(missing)}.")
            for row in rows:
                yield _entry(row, headings)
        except (ValueError, KeyError, TypeError) as error:
            raise BadVersion(
                f"Ligne {rows.line_num} : « cycle », « number », « order » et « parent » sont des nombres, et "
                "« parent » est celui d'un titre déjà lu du même cycle."
            ) from error


def _entry(row: dict[str, str], headings: dict[tuple[int, int], str]) -> Entry:
    cycle, number, parent = int(row["cycle"]), int(row["number"]), row["parent"]
    if not parent:
        headings[cycle, number] = row["label"]
    path = headings[cycle, int(parent)] if parent else ""
    return Entry(cycle, number, int(row["order"]), row["label"].strip(), path, not parent, row["lsu_code"])


def check(entries: Sequence[Entry]) -> None:
    """Raise BadVersion for what the database does not hold: numbers out of bounds, labels empty or too long."""
    if not any(not entry.is_heading for entry in entries):
        raise BadVersion("Ce fichier ne donne aucune entrée : une entrée a pour « parent » le numéro d'un titre.")
    seen: set[tuple[int, int, bool]] = set()
    for entry in entries:
        if not 0 <= entry.cycle <= 9 or not 0 < entry.number < 2**31 or not 0 <= entry.order < 2**31:
            raise BadVersion(f"Entrée {entry.number} : le cycle va de 0 à 9, le numéro commence à 1.")
        if not 0 < len(entry.label) <= 255 or len(entry.lsu_code) > 10:
            raise BadVersion(
                f"Entrée {entry.number} : l'intitulé compte de 1 à 255 caractères, « lsu_code » 10 au plus."
            )
        if _key(entry) in seen:
            raise BadVersion(f"L'entrée {entry.number} du cycle {entry.cycle} est donnée deux fois.")
        seen.add(_key(entry))


@transaction.atomic
def load(
    code: str,
    label: str,
    entries: Iterable[Entry],
    *,
    order: int,
    is_single: bool = False,
    is_usual: bool = False,
) -> None:
    """Make the database say what this version says. Nothing is written when it does; nothing is ever deleted.

    `is_single`: an item feeds one entry of it at most; `is_usual`: schools use it without having turned it on.
    """
    said = {"label": label, "order": order, "is_single": is_single, "is_usual": is_usual}
    version, _made = SocleVersion.objects.update_or_create(code=code, defaults=said)
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
