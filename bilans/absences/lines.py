"""What a file says of each pupil that it names: totals, or half-days and lates one by one. Pure."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bilans.absences.half_days import HalfDay, afternoon, half_days, morning
from bilans.absences.layouts import Counts, Layout
from bilans.absences.rows import Content, Row, UnreadableFile
from bilans.absences.values import Unread, day, hour, is_among, whole, yes
from bilans.computing.attendance import LABELS, NAMES
from sacoche.kit.text import sort_key, unaccent

# As many as a school has pupils, and then some: the others only fill memory.
_MOST_PUPILS = 20_000
_LONGEST_NAME = 100
_UAI = re.compile(r"\b\d{6}[0-9Xx][A-Za-z]\b")
_YEAR = re.compile(r"\b(\d{4})\b")


@dataclass
class FileLine:
    """What a file says of a pupil, as it names him; `line` is where it first does.

    `totals`: the figures that it gives, by name. `half_days` and `late_on`: those that it lists, each with whether it
    is unjustified; of half-days each once.
    """

    line: int
    last_name: str = ""
    first_name: str = ""
    whole_name: str = ""
    reference: str = ""
    elenoet: str = ""
    class_name: str = ""
    totals: dict[str, int] = field(default_factory=dict)
    half_days: dict[HalfDay, bool] = field(default_factory=dict)
    late_on: list[tuple[str, bool]] = field(default_factory=list)
    # What of his rows could not be read: he is then left as he is, rather than written by halves.
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """« NOM Prénom » as the file writes it, or the number that stands for it."""
        return self.whole_name or f"{self.last_name} {self.first_name}".strip() or self.elenoet or self.reference

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the pupils of a file apart."""
        return (self.reference, self.elenoet, sort_key(self.last_name, self.first_name), sort_key(self.whole_name, ""))


@dataclass(frozen=True)
class Brought:
    """What a file brings: its pupils, the lines of the rows that name nobody, what it says of itself.

    `uai` and `year` (the first calendar year) are empty and None when it does not say; `first_day` and `last_day` are
    those that it gives, or those of what it lists.
    """

    lines: Sequence[FileLine]
    nameless: Sequence[int]
    uai: str = ""
    year: int | None = None
    period: str = ""
    exported_on: str = ""
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None


def brought_by(content: Content, layout: Layout) -> Brought:
    """What the rows of a file say, gathered pupil by pupil. Raises UnreadableFile when there is nothing in it."""
    lines: dict[tuple[object, ...], FileLine] = {}
    nameless: list[int] = []
    for rank, row in enumerate(content.rows):
        line = _identity(row)
        if not line.name:
            nameless.append(row.line)
            continue
        # Totals of one pupil given twice are not added up: both are shown.
        key = (rank,) if layout.counts is Counts.TOTALS else line.key
        line = lines.setdefault(key, line)
        try:
            _add(line, _TELLERS[layout.counts](row, layout))
        except Unread as error:
            line.faults.append(f"ligne {row.line}, {error}")
        if len(lines) > _MOST_PUPILS:
            raise UnreadableFile(f"Ce fichier a plus de {_MOST_PUPILS} élèves : ce n'est pas celui d'un établissement.")
    if not lines:
        raise UnreadableFile("Ce fichier ne nomme aucun élève : refaites l'export, en vérifiant la période choisie.")
    return _described(list(lines.values()), nameless, content.header)


def _identity(row: Row) -> FileLine:
    names = ("last_name", "first_name", "whole_name", "reference", "elenoet", "class_name")
    said: dict[str, Any] = {name: row.values.get(name, "")[:_LONGEST_NAME] for name in names}
    return FileLine(row.line, **said)


# --- What a row tells -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Told:
    totals: Mapping[str, int] = field(default_factory=dict)
    half_days: Iterable[HalfDay] = ()
    late_on: Sequence[str] = ()
    is_unjustified: bool = False


def _totals(row: Row, layout: Layout) -> _Told:
    found = {}
    for name in NAMES:
        try:
            number = whole(row.values.get(name, ""))
        except Unread as error:
            raise Unread(f"{LABELS[name]} : {error}") from error
        if number is not None:
            found[name] = number
    return _Told(totals=found)


def _absence(row: Row, layout: Layout) -> _Told:
    told = row.values
    begins = datetime.datetime.combine(day(told.get("first_day", "")), hour(told.get("first_hour", "")))
    ends = datetime.datetime.combine(
        day(told.get("last_day") or told.get("first_day", "")), hour(told.get("last_hour", ""))
    )
    counted = told.get("half_day_count", "")
    try:
        found = half_days(begins, ends, int(counted) if counted.isascii() and counted.isdigit() else None)
    except ValueError as error:
        raise Unread("cette absence finit avant de commencer, ou dure plus d'un an") from error
    return _Told(half_days=found, is_unjustified=_is_unsettled(row, layout))


def _late(row: Row, layout: Layout) -> _Told:
    return _Told(late_on=[day(row.values.get("day", "")).isoformat()], is_unjustified=_is_unsettled(row, layout))


def _day(row: Row, layout: Layout) -> _Told:
    kind = unaccent(row.values.get("kind", ""))
    if "retard" in kind:
        return _late(row, layout)
    if "absence" not in kind:
        raise Unread(f"« {row.values.get('kind', '')[:30]} » n'est ni une absence, ni un retard")
    on = day(row.values.get("day", ""))
    found = [half(on) for half, name in ((morning, "morning"), (afternoon, "afternoon")) if yes(row.values[name])]
    if not found:
        raise Unread("cette absence n'est ni du matin, ni de l'après-midi")
    return _Told(half_days=found, is_unjustified=_is_unsettled(row, layout))


def _is_unsettled(row: Row, layout: Layout) -> bool:
    return is_among(row.values.get("settled", ""), layout.unsettled)


_TELLERS = {Counts.TOTALS: _totals, Counts.ABSENCES: _absence, Counts.LATES: _late, Counts.DAYS: _day}


def _add(line: FileLine, told: _Told) -> None:
    line.totals |= told.totals
    for half_day in told.half_days:
        line.half_days[half_day] = line.half_days.get(half_day, False) or told.is_unjustified
    line.late_on += [(on, told.is_unjustified) for on in told.late_on]


# --- What the file says of itself -------------------------------------------------------------------------------------


def _described(lines: Sequence[FileLine], nameless: Sequence[int], header: Mapping[str, str]) -> Brought:
    uai, year = _UAI.search(header.get("school", "")), _YEAR.search(header.get("year", ""))
    listed = [each[:10] for line in lines for each in (*line.half_days, *(on for on, _ in line.late_on))]
    first, last = _given_day(header, "first_day"), _given_day(header, "last_day")
    return Brought(
        lines=lines,
        nameless=nameless,
        uai=uai[0].upper() if uai else "",
        year=int(year[1]) if year else None,
        period=header.get("period", "")[:60],
        exported_on=header.get("exported_on", "")[:30],
        first_day=first or (datetime.date.fromisoformat(min(listed)) if listed else None),
        last_day=last or (datetime.date.fromisoformat(max(listed)) if listed else None),
    )


def _given_day(header: Mapping[str, str], name: str) -> datetime.date | None:
    try:
        return day(header.get(name, ""))
    except Unread:
        return None
