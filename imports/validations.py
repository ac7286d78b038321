"""Import a validations file: the pupils recognised, and of each decision the newer of the two kept.

The file is read whole before anything is written, into a nameless file of the server: one transaction then writes
what is new, and memory does not grow with the school.
"""

import datetime
import json
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import IO, Any, BinaryIO, NamedTuple

from django.db import transaction

from accounts.models import Account
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now
from sacoche.kit.columns import as_text
from sacoche.kit.files import private_dir
from sacoche.kit.journal import record
from sacoche.kit.names import clean_first_name, clean_last_name
from sacoche.kit.registry import Registry
from schools.models import School
from socle.exchange import Decision as FileDecision
from socle.exchange import Problem, PupilRecord, UnreadableFile, open_document, read
from socle.models import Decision, Gesture, ItemValidation, Pilier, PilierValidation, State, ValidationChange
from socle.services import lock_pupils

# What a screen can show; the others are counted.
SHOWN_PROBLEMS = 500
MAX_PUPILS = 20_000
# Names were once cut there: a name of exactly this length may be the beginning of a longer one.
OLD_NAME_LENGTH = 25
_PUPILS_AT_ONCE = 100
_UNDECIDED = int(State.UNDECIDED)


@dataclass(frozen=True)
class Origin:
    """Where a file comes from; `default_author` signs the decisions that name no author."""

    code: str
    label: str
    default_author: str


origins: Registry[Origin] = Registry("validation origins")
origins.register(Origin("sacoche", "en provenance de SACoche", "import_sacoche"))
origins.register(
    Origin("compatible", "en provenance de logiciels compatibles (Gibii, Pronote, etc.)", "import_compatible"),
)


@dataclass(slots=True)
class PupilOutcome:
    """A pupil of the file, as the file names him, with what was done: decisions written, or why he is ignored."""

    last_name: str
    first_name: str
    sconet_id: int
    imported: int = 0
    reason: str = ""

    @property
    def name(self) -> str:
        return " ".join(f"{self.last_name} {self.first_name}".split()) or "élève sans nom"


@dataclass
class ImportReport:
    """What an import did, pupil by pupil, in the order of the file."""

    modified: list[PupilOutcome] = field(default_factory=list)
    unchanged: list[PupilOutcome] = field(default_factory=list)
    ignored: list[PupilOutcome] = field(default_factory=list)
    # Rows left aside, with their line; `problem_count` also counts those that are not kept.
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    # « NOM Prénom : compétence » for each positive, locked decision that a later negative replaced.
    unlocked: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.pupil_count

    @property
    def pupil_count(self) -> int:
        return len(self.modified) + len(self.unchanged) + len(self.ignored)

    @property
    def imported(self) -> int:
        return sum(outcome.imported for outcome in self.modified)

    @property
    def unshown_problems(self) -> int:
        return self.problem_count - len(self.problems)


def import_validations(
    *, school: School, actor: Account | None, file: BinaryIO, name: str, origin: Origin
) -> ImportReport:
    """Import the file sent under `name`; `actor` is None for a command of the server.

    A decision is written when there is none, or when the one of the file is strictly later (§4.8), whatever the
    state and even over a validated compétence. Raises UnreadableFile, having written nothing.
    """
    report = ImportReport()
    with tempfile.TemporaryFile("w+", encoding="utf-8", dir=private_dir("imports", "validations")) as staged:
        outcomes = _stage(staged, file, name, origin, report)
        with transaction.atomic():
            pupil_ids = _recognise(outcomes)
            lock_pupils({pupil_id for pupil_id in pupil_ids if pupil_id})
            writer = _Writer(actor)
            imported = writer.write(staged, pupil_ids)
            report.unlocked = _unlocked_lines(writer.unlocked)
            _sort_outcomes(report, outcomes, pupil_ids, imported)
            if imported:
                counts = {"decisions": imported.total(), "pupils": len(imported)}
                record("imports.validations", actor=actor, school=school, **counts)
    return report


# --- Read -------------------------------------------------------------------------------------------------------------
def _stage(staged: IO[str], file: BinaryIO, name: str, origin: Origin, report: ImportReport) -> list[PupilOutcome]:
    """Read the whole file: its decisions go to `staged`, one line a pupil, its problems to the report."""
    outcomes: list[PupilOutcome] = []
    with open_document(file, name) as document:
        for entry in read(document, default_author=origin.default_author):
            if isinstance(entry, PupilRecord):
                # No account has a name that long: the rest would only fill memory.
                outcomes.append(PupilOutcome(entry.last_name[:200], entry.first_name[:200], entry.sconet_id))
                staged.write(f"[{','.join(map(_staged, entry.decisions))}]\n")
            else:
                _note(report, entry)
            if len(outcomes) > MAX_PUPILS:
                raise UnreadableFile(
                    f"Ce fichier contient plus de {MAX_PUPILS} élèves : importez-le en plusieurs fois."
                )
    return outcomes


# A class is validated on a few days by a few people: the same facts come back thousands of times.
@lru_cache(maxsize=4096)
def _staged(decision: FileDecision) -> str:
    return json.dumps(decision, default=datetime.date.isoformat)


def _note(report: ImportReport, problem: Problem) -> None:
    report.problem_count += 1
    if len(report.problems) < SHOWN_PROBLEMS:
        report.problems.append(problem)


# --- Recognise --------------------------------------------------------------------------------------------------------
def _recognise(outcomes: Iterable[PupilOutcome]) -> list[int | None]:
    """The active pupil of the school that each pupil of the file is, or None with the reason said."""
    known = _Pupils()
    return [known.find(outcome) for outcome in outcomes]


class _Pupils:
    """The active pupils of the open school, by identifier and by cleaned name (§4.7)."""

    def __init__(self) -> None:
        self._by_sconet_id: dict[int, int] = {}
        self._by_name: dict[tuple[str, str], list[int]] = {}
        pupils = Account.objects.pupils().active().order_by("pk")
        for pk, sconet_id, last_name, first_name in pupils.values_list("pk", "sconet_id", "last_name", "first_name"):
            if sconet_id:
                self._by_sconet_id.setdefault(sconet_id, pk)
            self._by_name.setdefault((clean_last_name(last_name), clean_first_name(first_name)), []).append(pk)

    def find(self, outcome: PupilOutcome) -> int | None:
        by_id = self._by_sconet_id.get(outcome.sconet_id)
        if by_id:
            return by_id
        namesakes = self._namesakes(outcome)
        if len(namesakes) == 1:
            return namesakes[0]
        outcome.reason = "plusieurs élèves ont ce nom" if namesakes else "aucun élève actif de ce nom"
        return None

    def _namesakes(self, outcome: PupilOutcome) -> list[int]:
        name = clean_last_name(outcome.last_name), clean_first_name(outcome.first_name)
        exact = self._by_name.get(name, [])
        lengths = len(outcome.last_name), len(outcome.first_name)
        if exact or OLD_NAME_LENGTH not in lengths:
            return exact
        return [
            pk
            for known, pks in self._by_name.items()
            if all(_begins(whole, given, length) for whole, given, length in zip(known, name, lengths, strict=True))
            for pk in pks
        ]


def _begins(whole: str, given: str, length: int) -> bool:
    """Whether `given` is the name, or what was left of it once cut."""
    return whole == given or (length == OLD_NAME_LENGTH and whole[:OLD_NAME_LENGTH].rstrip() == given)


# --- Write ------------------------------------------------------------------------------------------------------------
class _Decided(NamedTuple):
    state: int
    on: datetime.date
    author: str


_Key = tuple[int, int]  # pupil, then item or compétence


@dataclass(frozen=True)
class _Table:
    """Where decisions of one kind are kept, and the column that says what they are about."""

    model: type[Decision]
    target: str


_ITEMS, _PILIERS = _Table(ItemValidation, "item_id"), _Table(PilierValidation, "pilier_id")


class _Writer:
    """Writes the decisions of one import, some pupils at a time, and a line of history for each."""

    def __init__(self, actor: Account | None) -> None:
        # The compétences that were validated, hence locked, and no longer are.
        self.unlocked: list[_Key] = []
        self._imported: Counter[int] = Counter()
        self._history = {
            "gesture": Gesture.IMPORT.value,
            "at": now(),
            "actor_id": actor.pk if actor else None,
            "actor_label": actor.author_label if actor else "",
            "batch": uuid.uuid4(),
        }

    def write(self, staged: IO[str], pupil_ids: Sequence[int | None]) -> Counter[int]:
        """Write what is new in `staged`; the answer counts the decisions written, by pupil."""
        staged.seek(0)
        lines = zip(pupil_ids, staged, strict=True)
        while group := list(islice(lines, _PUPILS_AT_ONCE)):
            incoming = _decisions((pupil_id, line) for pupil_id, line in group if pupil_id)
            for table in (_PILIERS, _ITEMS):
                self._write_table(table, incoming[table.target])
        return self._imported

    def _write_table(self, table: _Table, incoming: dict[_Key, _Decided]) -> None:
        stored = _stored(table, {pupil_id for pupil_id, _target in incoming})
        new = {key: row for key, row in incoming.items() if key not in stored}
        newer = {key: row for key, row in incoming.items() if key in stored and stored[key].on < row.on}
        bulk_insert(table.model, (_row(table, key, row) for key, row in new.items()), common=_NOBODY)
        _replace(table, newer)
        changes = new | newer
        lines = (_change(table, key, row, stored.get(key)) for key, row in changes.items())
        bulk_insert(ValidationChange, lines, common=self._history)
        self._imported.update(pupil_id for pupil_id, _target in changes)
        if table is _PILIERS:
            self.unlocked += [key for key, row in newer.items() if (stored[key].state, row.state) == (1, 0)]


def _change(table: _Table, key: _Key, row: _Decided, before: _Decided | None) -> dict[str, Any]:
    return {
        "pupil_id": key[0],
        table.target: key[1],
        "before": before.state if before else _UNDECIDED,
        "after": row.state,
        "before_on": before.on if before else None,
        "before_label": before.author if before else "",
    }


def _decisions(lines: Iterable[tuple[int, str]]) -> dict[str, dict[_Key, _Decided]]:
    """The staged decisions of some pupils by column; of two about the same thing, the later is kept."""
    incoming: dict[str, dict[_Key, _Decided]] = {_ITEMS.target: {}, _PILIERS.target: {}}
    items, piliers = incoming[_ITEMS.target], incoming[_PILIERS.target]
    for pupil_id, line in lines:
        for pilier_id, item_id, state, on, author in json.loads(line):
            row = _decided(state, on, author)
            rows, key = (items, (pupil_id, item_id)) if item_id else (piliers, (pupil_id, pilier_id))
            if key not in rows or rows[key].on < row.on:
                rows[key] = row
    return incoming


@lru_cache(maxsize=1024)
def _decided(state: int, on: str, author: str) -> _Decided:
    return _Decided(state, datetime.date.fromisoformat(on), author)


def _stored(table: _Table, pupil_ids: set[int]) -> dict[_Key, _Decided]:
    rows = table.model.objects.filter(pupil_id__in=pupil_ids)
    columns = rows.values_list("pupil_id", table.target, "state", as_text("decided_on"), "author_label")
    return {(pupil_id, target): _decided(*facts) for pupil_id, target, *facts in columns}


# The author is of another school, or no account at all: the label is all there is.
_NOBODY = {"author_id": None}


def _row(table: _Table, key: _Key, row: _Decided) -> dict[str, Any]:
    return {
        "pupil_id": key[0],
        table.target: key[1],
        "state": row.state,
        "decided_on": row.on,
        "author_label": row.author,
    }


def _replace(table: _Table, newer: dict[_Key, _Decided]) -> None:
    table.model.objects.bulk_create(
        [table.model(**_row(table, key, row), **_NOBODY) for key, row in newer.items()],
        update_conflicts=True,
        unique_fields=["school", "pupil", table.target],
        update_fields=["state", "decided_on", "author_label", "author"],
    )


# --- Report -----------------------------------------------------------------------------------------------------------
def _unlocked_lines(keys: Sequence[_Key]) -> list[str]:
    pupils = Account.objects.in_bulk({pupil_id for pupil_id, _pilier_id in keys})
    piliers = Pilier.objects.in_bulk({pilier_id for _pupil_id, pilier_id in keys})
    return [f"{pupils[pupil_id].full_name} : {piliers[pilier_id]}" for pupil_id, pilier_id in keys]


def _sort_outcomes(
    report: ImportReport,
    outcomes: Iterable[PupilOutcome],
    pupil_ids: Iterable[int | None],
    imported: Counter[int],
) -> None:
    """Sort the pupils of the file into modified, unchanged and ignored; one named twice is said once."""
    seen: set[int] = set()
    for outcome, pupil_id in zip(outcomes, pupil_ids, strict=True):
        if pupil_id is None:
            report.ignored.append(outcome)
        elif pupil_id not in seen:
            seen.add(pupil_id)
            outcome.imported = imported[pupil_id]
            (report.modified if outcome.imported else report.unchanged).append(outcome)
