"""What the rooms beside take of a backup: each row is handed to the part that wants it (sacoche.kit.parts.moved)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from accounts.present import is_present
from imports.sacoche.backup import Record
from imports.sacoche.fates import Ledger
from imports.sacoche.moving.people import People
from imports.sacoche.moving.reading import Answers, Reading
from imports.sacoche.moving.structure import Structure
from sacoche.kit.parts.moved import MovedFrom, MovedPart, Outcome, Progress, Taking, Verdict, parts
from schools.years import first_year


@dataclass
class Rooms:
    """What each part takes, by its code: its rows once written, and how many were met; the rows that stay as data."""

    takings: dict[str, Taking] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    # The ranks of the rows of each table that no part takes.
    kept: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def prepare(self, school: object, progress: Progress) -> None:
        """Do what is slow, before the transaction."""
        for taking in self.takings.values():
            taking.prepare(school, progress)

    def undo(self) -> None:
        """Take away what was left outside the database."""
        for taking in self.takings.values():
            taking.undo()


def begin_rooms(reading: Reading, structure: Structure, people: People, switch_month: int) -> Rooms:
    """Ask each part that the school wants to begin."""
    source = _source(reading, structure, people, switch_month)
    wanted = [part for part in parts if is_wanted(part, reading.answers)]
    return Rooms({part.code: part.begin(source) for part in wanted})


def is_wanted(part: MovedPart, answers: Answers) -> bool:
    """Whether what a part takes is to be taken: what is not asked always is."""
    return answers.parts.get(part.code, part.is_default) if part.asked else True


def plan_table(reading: Reading, rooms: Rooms, table: str) -> None:
    """Hand each row of a table to the part that wants it, and tell its fate."""
    readers = _readers(reading, table)
    for rank, row in enumerate(reading.records(table)):
        part = next((each for each in readers if each.wants(row)), None)
        if part is None:
            rooms.kept[table].add(rank)
            reading.ledger.take(table)
            continue
        rooms.met[part.code] += 1
        if part.code not in rooms.takings:
            reading.ledger.leave(table)
            continue
        verdict = rooms.takings[part.code].take(table, row)
        if verdict.is_kept:
            rooms.kept[table].add(rank)
        if verdict.outcome in (Outcome.TAKEN, Outcome.CORRECTED):
            rooms.taken[part.code] += 1
        _tell(reading.ledger, table, row, verdict)


def _tell(ledger: Ledger, table: str, row: Record, verdict: Verdict) -> None:
    """In which of the four boxes a row is: what stays as data is with what is taken."""
    if verdict.outcome is Outcome.ASIDE:
        ledger.put_aside(table, key_of(row), verdict.reason)
    elif verdict.outcome is Outcome.CORRECTED:
        ledger.correct(table, key_of(row), verdict.reason)
    else:
        ledger.take(table)
        if verdict.reason:
            ledger.tell(table, key_of(row), verdict.reason)


def _readers(reading: Reading, table: str) -> list[MovedPart]:
    """The parts that read this table as this version wrote it."""
    columns = set(reading.backup.declarations[table].columns)
    readers = [part for part in parts if table in part.tables]
    able = [part for part in readers if columns.issuperset(part.tables[table])]
    if len(able) < len(readers):
        told = "cette version l'écrivait autrement : gardé en données"
        reading.ledger.tell(table, "colonnes", told)
    return able


def rows_kept(reading: Reading, rooms: Rooms, table: str) -> Iterator[Record]:
    """The rows of a table that stay as data."""
    ranks = rooms.kept[table]
    return (row for rank, row in enumerate(reading.records(table)) if rank in ranks)


def key_of(row: Mapping[str, str]) -> str:
    """The numbers that name a row: those of its first columns."""
    values = list(row.values())
    if "bulletin_note" in row:
        return "-".join(values[:4])
    return "-".join(values[:6]) if "saisie_appreciation" in row else "-".join(values[:2])


def _source(reading: Reading, structure: Structure, people: People, switch_month: int) -> MovedFrom:
    years = {each.period: first_year(each.starts_on, switch_month=switch_month) for each in structure.dates}
    year = first_year(reading.today, switch_month=switch_month)
    return MovedFrom(
        today=reading.today,
        version=reading.version,
        year=year,
        rows=reading.records,
        line=reading.line,
        text=reading.text,
        people={number: people.label_of(number) for number in people.persons},
        pupils={number for number in people.persons if people.is_pupil(number)},
        present={number for number, each in people.persons.items() if is_present(each.left_on, reading.today)},
        classes={number: each.name for number, each in structure.classes.items()},
        matieres={number: each.label for number, each in structure.matieres.items()},
        periods={number: each.name for number, each in structure.periods.items()},
        years={number: years.get(number, year) for number in structure.periods},
    )
