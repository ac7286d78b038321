"""The whole of what a backup would give: read and compared, nothing written."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from imports.sacoche.backup import Backup
from imports.sacoche.fates import Ledger
from imports.sacoche.moving.decisions import Decisions, plan_decisions
from imports.sacoche.moving.evaluations import Evaluations, MarkReader, plan_evaluations
from imports.sacoche.moving.kept import Kept, KeptReader, plan_kept
from imports.sacoche.moving.people import People, plan_people
from imports.sacoche.moving.reading import Answers, Ours, Reading
from imports.sacoche.moving.requests import NewRequest, plan_requests
from imports.sacoche.moving.rooms import Rooms, begin_rooms
from imports.sacoche.moving.settings import Settings, plan_settings
from imports.sacoche.moving.structure import Structure, plan_structure
from imports.sacoche.moving.trees import Trees, plan_trees
from imports.sacoche.summary import Summary, describe

Progress = Callable[[int, int], None]
STEPS = 6


@dataclass(frozen=True)
class Plan:
    """What would be written, by group of tables. Marks are read again from the backup, one by one."""

    reading: Reading
    summary: Summary
    settings: Settings
    structure: Structure
    people: People
    trees: Trees
    evaluations: Evaluations
    requests: list[NewRequest]
    decisions: Decisions
    kept: Kept
    rooms: Rooms

    @property
    def ledger(self) -> Ledger:
        return self.reading.ledger

    @property
    def marks(self) -> MarkReader:
        return MarkReader(self.reading, self.people, self.trees, self.evaluations)

    @property
    def kept_rows(self) -> KeptReader:
        return KeptReader(self.reading, self.rooms)


def _told_to_nobody(done: int, total: int) -> None:
    pass


def plan_move(
    backup: Backup, *, today: datetime.date, answers: Answers, ours: Ours, progress: Progress = _told_to_nobody
) -> Plan:
    """Read a backup whole. Raises NotABackup."""
    summary = describe(backup, today=today)
    progress(1, STEPS)
    reading = Reading(backup, summary.version, today, answers, ours)
    settings = plan_settings(reading)
    structure = plan_structure(reading)
    people = plan_people(reading, structure)
    progress(2, STEPS)
    trees = plan_trees(reading, structure, people, settings.default_tree)
    progress(3, STEPS)
    evaluations = plan_evaluations(reading, structure, people, trees)
    progress(4, STEPS)
    decisions = plan_decisions(reading, people)
    requests = plan_requests(reading, people, structure, trees)
    rooms = begin_rooms(reading, structure, people, settings.switch_month)
    kept = plan_kept(reading, people, structure, rooms)
    for row in dict.fromkeys(backup.unread):
        table = row.file.removeprefix("dump_sacoche_").rpartition("_")[0]
        reading.ledger.put_aside(table, "?", "cette ligne n'a pas le bon nombre de valeurs")
    progress(5, STEPS)
    return Plan(reading, summary, settings, structure, people, trees, evaluations, requests, decisions, kept, rooms)
