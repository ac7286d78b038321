"""A backup put back: its files first, then every row in one transaction. Stopped at any moment, nothing has changed."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction

from accounts.access.decided import BY_OPERATOR, BY_SCHOOL
from operation.backups.cipher import FileKey
from operation.backups.emptying import empty
from operation.backups.faults import ALTERED, NotABackup, NotNow
from operation.backups.numbers import Numbers, new_numbers, pass_over
from operation.backups.reading import BackupReader, Content, Table
from operation.backups.rows import RowReader
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.parts.saved import SavedPart, parts
from sacoche.kit.parts.tables import keys_of
from sacoche.kit.stored import fetch, store
from sacoche.kit.tenancy import school_scope
from sacoche.kit.text import count
from schools.leaving import LEAVING
from schools.models import School

Progress = Callable[[int, int], None]
_BATCH = 5000


@dataclass(frozen=True)
class Place:
    """Where a backup is put back. `is_there`: over a school of this server, which is emptied; else a new one.

    `number` and `uai` are those that the school then has. `is_kept`: its rows have their own numbers again.
    """

    pk: int
    number: int
    uai: str
    is_there: bool
    is_kept: bool
    but_job: int | None = None


@dataclass(frozen=True)
class Restored:
    """What was put back. `aside`, by table: rows that pointed at one that the backup does not hold."""

    school: School
    numbers: Numbers
    row_count: int
    aside: dict[str, int]

    @property
    def sentence(self) -> str:
        """How many rows were put back, and how many could not be, in French."""
        left = sum(self.aside.values())
        told = f"La sauvegarde est restaurée : {count(self.row_count, 'ligne', 'lignes')}."
        if not left:
            return told
        lines = count(left, "ligne laissée, qui désigne", "lignes laissées, qui désignent")
        return f"{told} {lines} ce que cette sauvegarde ou ce serveur n'a pas."


def new_place(*, number: int, uai: str) -> Place:
    """A school that is not there yet."""
    [pk] = new_numbers(School, 1)
    return Place(pk, number, uai, is_there=False, is_kept=False)


def put_files_back(stream: BinaryIO, key: FileKey, place: Place, progress: Progress) -> int:
    """Store the files of a backup, but those that are there; how many. A file that no row names is swept one day.

    Raises StorageFailed.
    """
    number = 0
    for folder, name, content in BackupReader(stream, key).files():
        there = fetch(folder, str(place.pk), name)
        if there is None:
            store(folder, str(place.pk), name, content)
        else:
            there.close()
        number += 1
        progress(number, number)
    return number


def put_rows_back(
    stream: BinaryIO,
    key: FileKey,
    place: Place,
    content: Content,
    *,
    progress: Progress,
    last: Callable[[Restored], None],
) -> Restored:
    """Write every row in one transaction; `last` is called at its end. Raises NotABackup, NotNow.

    When another school has a number that is to be kept, every row gets a new one.
    """
    for is_kept in (True, False) if place.is_kept else (False,):
        try:
            with transaction.atomic():
                restored = _Restoring(stream, key, place, content, is_kept, progress).run()
                last(restored)
            return restored
        except IntegrityError:
            if not is_kept:
                raise
    raise AssertionError("unreachable")


def put_in_place(
    table: Table, numbers: Numbers, aside: dict[str, int], renewed: Iterable[str] = ()
) -> Iterator[dict[str, Any]]:
    """The rows of a table as they are to be written, their own number apart; those that cannot be are counted aside.

    Raises NotABackup.
    """
    part, reader = table.part, RowReader(table.part, table.columns)
    keys = [key for key in keys_of(part.model) if key.name != "school"]
    for row in table.rows:
        try:
            values = reader.values(row)
        except (ValueError, TypeError) as error:
            raise NotABackup(ALTERED) from error
        if _point(values, keys, numbers):
            values |= part.hidden.rewrite(values, numbers.follow)
            yield values | {name: uuid.uuid4() for name in renewed}
        else:
            aside[part.code] = aside.get(part.code, 0) + 1


def _point(values: dict[str, Any], keys: list[Any], numbers: Numbers) -> bool:
    """Make the keys of a row point at what is here; False when one that may not be empty points at nothing."""
    for key in keys:
        if key.attname in values:
            values[key.attname] = numbers.of_key(key, values[key.attname])
            if values[key.attname] is None and not key.null:
                return False
    return True


class _Restoring:
    """One try at writing the rows of a backup, inside a transaction."""

    def __init__(
        self, stream: BinaryIO, key: FileKey, place: Place, content: Content, is_kept: bool, progress: Progress
    ) -> None:
        self._backup = BackupReader(stream, key)
        self._place, self._content, self._progress = place, content, progress
        self._numbers = Numbers(self._backup.shared, is_kept=is_kept)
        self._is_kept = is_kept
        self._done, self._total = 0, sum(content.counts.values())
        self._aside: dict[str, int] = {}

    def run(self) -> Restored:
        tables = self._backup.tables()
        school = self._put_school_back(next(tables))
        with school_scope(school):
            if self._place.is_there:
                empty(school, but_job=self._place.but_job)
            for table in tables:
                self._put_back(table, school)
            self._check_alone(school)
        return Restored(school, self._numbers, self._done, self._aside)

    def _put_school_back(self, table: Table) -> School:
        [row] = table.rows
        values = RowReader(table.part, table.columns).values(row)
        before = values.pop("id")
        self._numbers.set_school(before, self._place.pk)
        values |= {"number": self._place.number, "uai": self._place.uai}
        values["zone_id"] = self._numbers.of_key(School._meta.get_field("zone"), values["zone_id"])
        if self._place.is_there:
            held = School.objects.select_for_update().get(pk=self._place.pk)
            values |= {"zone_id": held.zone_id, "access": _access(values["access"], held.access)}
            School.objects.filter(pk=held.pk).update(**values)
        else:
            bulk_insert(School, [values | {"id": self._place.pk, "access": _access(values["access"], {})}])
        school = School.objects.get(pk=self._place.pk)
        # Its UAI is in what it is searched by.
        school.save(update_fields=["search_text", "place_key"])
        self._done += 1
        return school

    def _put_back(self, table: Table, school: School) -> None:
        part = table.part
        if self._is_kept and "id" in table.columns:
            pass_over(part.model, self._content.highest[part.code])
        renewed = () if self._place.is_there and self._is_kept else tuple(part.renewed)
        made = put_in_place(table, self._numbers, self._aside, renewed)
        while batch := list(islice(made, _BATCH)):
            self._number(part, batch)
            bulk_insert(part.model, batch, common={"school_id": school.pk})
            self._done += len(batch)
            self._progress(self._done, self._total)

    def _number(self, part: SavedPart, batch: list[dict[str, Any]]) -> None:
        if "id" in batch[0]:
            for values, number in zip(batch, self._numbers.give(part, [row["id"] for row in batch]), strict=True):
                values["id"] = number

    def _check_alone(self, school: School) -> None:
        """Nobody wrote meanwhile: a request that was under way when access was shut."""
        for code, number in self._content.counts.items():
            part: Any = parts.get(code)
            if code != School._meta.label and part.rows_of(school).count() != number - self._aside.get(code, 0):
                raise NotNow(
                    "Quelqu'un a enregistré pendant la restauration : rien n'a été écrit. Recommencez dans un instant."
                )


def _access(saved: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    """What the school decided, as it was saved; who shut it, and whether it is leaving, as they are on this server."""
    told = {name: value for name, value in saved.items() if name != LEAVING}
    told |= {LEAVING: held[LEAVING]} if LEAVING in held else {}
    closings = {kind: value for kind, value in saved.get("closings", {}).items() if kind == BY_SCHOOL}
    closings |= {kind: value for kind, value in held.get("closings", {}).items() if kind == BY_OPERATOR}
    return told | ({"closings": closings} if closings or "closings" in saved else {})
