"""« Annuler cet import »: what its steps changed is put back, but for what somebody has worked on since."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction

from accounts.models import Account, Guardianship, JournalEntry, OpenSession
from accounts.queries import rows_by_key
from imports import queries
from imports.models import ImportLine, ImportRun, ImportTrace
from imports.queries import NO_PASSWORD
from imports.services.traces import password_mark, relations_to
from imports.services.users import lock_everybody
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from schools.models import Group, SchoolClass

Values = dict[str, Any]

# Rows of these say nothing of the work of the school: they go, or lose their link, without stopping anything.
_TECHNICAL = (ImportLine, ImportRun, ImportTrace, JournalEntry, OpenSession)
# In the order in which they are put back; what was made goes in the reverse order. All the rest are links.
_FOUNDATIONS: tuple[Any, ...] = (SchoolClass, Group, Account)

_CHANGED = "modifié depuis l'import"
_GONE = "supprimé depuis l'import"
_REPLACED = "remplacé depuis l'import"
_WITHOUT_TARGET = "ce qu'il reliait n'existe plus"
_USED = "utilisé depuis l'import : des données y sont attachées"
_SIGNED_IN = "s'est connecté depuis l'import"
_FILLED_IN = "rempli depuis l'import"
_PASSWORD_GIVEN = "a reçu un mot de passe depuis l'import"  # noqa: S105 (words)
_GUARDIANS_CHANGED = "ses responsables ont été modifiés depuis l'import"

_OF_A_SIGN_IN = ("activated_at", "last_login")
# Columns that tell nothing of what became of a row; a password is told apart by its mark, a key follows its login.
_LEFT_OUT = frozenset({"id", "school_id", "created_at", "is_by_hand", "password", "login_key", *_OF_A_SIGN_IN})
_NO_MARK = password_mark(NO_PASSWORD)


class NotUndoable(Exception):
    """Another import came after, one is under way, or it is too long ago."""


@dataclass
class Row:
    """What an import did in all to one row: None before when it was made, None after when it was deleted."""

    before: Values | None
    after: Values | None

    def follow(self, before: Values | None, after: Values | None) -> None:
        """A later step of the same import went on with it."""
        if self.before is not None and before is not None:
            self.before = before | self.before
        self.after = None if after is None else (self.after or {}) | after

    @property
    def is_nothing(self) -> bool:
        return self.before == self.after


@dataclass
class Report:
    """How many rows were put back, and what was left as it is: of whom or of what, and why."""

    restored: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def undo(*, run: ImportRun, actor: Account | None) -> None:
    """Put back classes, groups, people, links and addresses as they were before the run. Harmless when it was done.

    What somebody has worked on since stays, and is named in `run.summary["undo"]`. Raises NotUndoable.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("school").get(pk=run.pk)
    if run.undone_at is not None:
        return
    if queries.undoable_run() != run:
        raise NotUndoable
    lock_everybody(run.school)
    report = _Undoing(_rows_by_model(run)).go()
    ImportTrace.objects.filter(run=run).delete()
    run.undone_at = now()
    run.summary["undo"] = {"restored": report.restored, "refused": report.refused}
    run.save(update_fields=["undone_at", "summary"])
    told = {"file_name": run.file_name, "refused": len(report.refused)}
    record("imports.undo", actor=actor, school=run.school, **told)


def _rows_by_model(run: ImportRun) -> dict[Any, dict[int, Row]]:
    """What the run did in all, row by row."""
    found: defaultdict[Any, dict[int, Row]] = defaultdict(dict)
    for label, changes in ImportTrace.objects.filter(run=run).order_by("pk").values_list("model", "rows"):
        rows = found[apps.get_model(label)]
        for pk, before, after in changes:
            if pk in rows:
                rows[pk].follow(before, after)
            else:
                rows[pk] = Row(before, after)
    return {model: {pk: row for pk, row in rows.items() if not row.is_nothing} for model, rows in found.items()}


class _Undoing:
    """Goes back from the links to what they link, and forth again."""

    def __init__(self, rows: Mapping[Any, dict[int, Row]]) -> None:
        self.rows, self.report = rows, Report()
        self.links = [model for model in rows if model not in _FOUNDATIONS]
        self.names = _Names()

    def go(self) -> Report:
        """Write everything; what was put back and what was not."""
        self._leave_changed_guardians()
        for model in self.links:
            self._unmake(model)
        for model in _FOUNDATIONS:
            self._make_again(model)
        for model in (*_FOUNDATIONS, *self.links):
            self._change_back(model)
        for model in reversed(_FOUNDATIONS):
            self._unmake(model)
        for model in self.links:
            self._make_again(model)
        return self.report

    def _of(self, model: Any, *, before: bool, after: bool) -> dict[int, Row]:
        """The rows of a table that existed before, or not; that exist after, or not."""
        rows = self.rows.get(model, {})
        return {
            pk: row
            for pk, row in rows.items()
            if ((row.before is not None), (row.after is not None)) == (before, after)
        }

    def _refuse(self, model: Any, values: Values, pk: int, reason: str) -> None:
        self.report.refused.append((self.names.of(model, pk, values), reason))

    # --- What the import made -----------------------------------------------------------------------------------------

    def _unmake(self, model: Any) -> None:
        """Delete what the import made, when nobody has touched it or used it."""
        made = self._of(model, before=False, after=True)
        current = _current(model, made)
        doomed = []
        for pk, row in made.items():
            if pk not in current:
                continue
            assert row.after is not None
            reason = _what_became_of(model, current[pk], _read(model, row.after))
            if reason:
                self._refuse(model, row.after, pk, reason)
            else:
                doomed.append(pk)
        in_use = _in_use(model, doomed)
        for pk in in_use:
            self._refuse(model, made[pk].after or {}, pk, _USED)
        ids = [pk for pk in doomed if pk not in in_use]
        _delete(model, ids)
        self.report.restored += len(ids)

    # --- What the import changed --------------------------------------------------------------------------------------

    def _change_back(self, model: Any) -> None:
        """Put values back, but those that somebody has changed since."""
        changed = self._of(model, before=True, after=True)
        current = _current(model, changed)
        updates: defaultdict[frozenset[tuple[str, Any]], list[int]] = defaultdict(list)
        targets = _Targets()
        for pk, row in changed.items():
            assert row.before is not None
            if pk not in current:
                self._refuse(model, row.before, pk, _GONE)
                continue
            back = dict(self._values_to_put_back(model, pk, row, current[pk], targets))
            if back:
                updates[frozenset(back.items())].append(pk)
                self.report.restored += 1
        for values, ids in updates.items():
            _update(model, ids, dict(values))

    def _values_to_put_back(
        self, model: Any, pk: int, row: Row, current: Values, targets: "_Targets"
    ) -> Iterator[tuple[str, Any]]:
        assert row.before is not None
        assert row.after is not None
        before, after = _read(model, row.before), _read(model, row.after)
        for name, value in before.items():
            column = model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
            if current[name] != after[name]:
                self._refuse(model, row.before, pk, f"{column.verbose_name} : {_CHANGED}")
            elif not targets.exist(model, {name: value}):
                self._refuse(model, row.before, pk, f"{column.verbose_name} : {_WITHOUT_TARGET}")
            else:
                yield name, value

    # --- What the import deleted --------------------------------------------------------------------------------------

    def _make_again(self, model: Any) -> None:
        """Insert again what the import deleted, under the same number, when its place is still free."""
        deleted = self._of(model, before=True, after=False)
        if not deleted:
            return
        targets, places = _Targets(), _Places(model)
        again = []
        for pk, row in deleted.items():
            assert row.before is not None
            values = _read(model, row.before)
            if not targets.exist(model, values):
                self._refuse(model, row.before, pk, _WITHOUT_TARGET)
            elif places.take(values):
                again.append({"id": pk} | values)
            elif model in _FOUNDATIONS:
                self._refuse(model, row.before, pk, _REPLACED)
        bulk_insert(model, again)
        self.report.restored += len(again)

    # --- Guardians ----------------------------------------------------------------------------------------------------

    def _leave_changed_guardians(self) -> None:
        """The guardians of a pupil are put back together, or not at all when somebody has changed one."""
        rows = self.rows.get(Guardianship, {})
        made = self._of(Guardianship, before=False, after=True)
        pupils = {(row.before or row.after or {})["pupil_id"] for row in rows.values()}
        current = _guardians_of(pupils)
        by_import: defaultdict[int, set[tuple[int, int, int]]] = defaultdict(set)
        for pk, row in made.items():
            values = row.after or {}
            by_import[values["pupil_id"]].add((pk, values["guardian_id"], values["rank"]))
        for pupil_id in pupils:
            if current[pupil_id] != by_import[pupil_id]:
                self._refuse(Account, {}, pupil_id, _GUARDIANS_CHANGED)
                for pk in [pk for pk, row in rows.items() if (row.before or row.after or {})["pupil_id"] == pupil_id]:
                    del rows[pk]


def _guardians_of(pupils: Collection[int]) -> defaultdict[int, set[tuple[int, int, int]]]:
    found: defaultdict[int, set[tuple[int, int, int]]] = defaultdict(set)
    for pk, pupil_id, guardian_id, rank in Guardianship.objects.order_by().values_list(
        "pk", "pupil_id", "guardian_id", "rank"
    ):
        if pupil_id in pupils:
            found[pupil_id].add((pk, guardian_id, rank))
    return found


def _what_became_of(model: Any, current: Values, made: Values) -> str:
    """What somebody has done since with a row that the import made; empty when it is as it was made.

    What the import left empty counts as well: an Id ENT given since lets somebody in.
    """
    if any(current[name] != value for name, value in made.items() if name != "password"):
        return _CHANGED
    if any(current.get(name) for name in _OF_A_SIGN_IN):
        return _SIGNED_IN
    if model is Account and current["password"] != made.get("password", _NO_MARK):
        return _PASSWORD_GIVEN
    for column in model._meta.concrete_fields:
        name = column.attname
        if name not in made and name not in _LEFT_OUT and current[name] != column.get_default():
            return f"{column.verbose_name} : {_FILLED_IN}"
    return ""


def _in_use(model: Any, ids: Collection[int]) -> set[int]:
    """Those of these rows that data of the school is attached to."""
    relations = [each for each in relations_to(model) if not issubclass(each.related_model, _TECHNICAL)]
    return set().union(*(_pointed_at(relation, ids) for relation in relations))


def _pointed_at(relation: Any, ids: Collection[int]) -> set[int]:
    """Those of these rows that a foreign key leads to."""
    column = relation.field.attname
    found = _among(rows_by_key(relation.related_model, relation.field.name), column, ids).order_by().distinct()
    return set(found.values_list(column, flat=True)).intersection(ids)


def _current(model: Any, rows: Mapping[int, Row]) -> dict[int, Values]:
    """The rows as they are now, those that still exist; the mark of a password stands for it."""
    found = _among(model.objects.all(), "pk", rows).order_by().values()
    current = {values["id"]: values for values in found if values["id"] in rows}
    if model is Account:
        for values in current.values():
            values["password"] = password_mark(values["password"])
    return current


def _among(rows: Any, column: str, ids: Collection[int]) -> Any:
    """The rows whose column holds one of these numbers, and perhaps a few others in between, for the caller to drop.

    What an import made bears numbers that follow each other: their bounds say as much as a list of a thousand.
    """
    if not ids:
        return rows.none()
    first, last = min(ids), max(ids)
    if last - first < 2 * len(ids):
        return rows.filter(**{f"{column}__gte": first, f"{column}__lte": last})
    return rows.filter(**{f"{column}__in": list(ids)})


def _delete(model: Any, ids: Collection[int]) -> None:
    """Delete rows that no data of the school is attached to any more (`_in_use`), with or without a technical one."""
    technical = [relation for relation in relations_to(model) if issubclass(relation.related_model, _TECHNICAL)]
    pointed_at = set().union(*(_pointed_at(relation, ids) for relation in technical))
    model.objects.filter(pk__in=pointed_at).delete()
    free = [pk for pk in ids if pk not in pointed_at]
    # Nothing leads to these: `delete` would look for it in every table again, a hundred rows at a time.
    rows = model.objects.filter(pk__in=free)
    rows._raw_delete(rows.db)


def _read(model: Any, values: Values) -> Values:
    """Values as the trace keeps them (JSON), as the fields have them."""
    fields = {column.attname: column for column in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items() if name != "school_id"}


def _update(model: Any, ids: Collection[int], values: Values) -> None:
    model.objects.filter(pk__in=ids).update(**values)
    if model is Account and {"last_name", "first_name"} & values.keys():
        accounts = list(Account.objects.filter(pk__in=ids).order_by("pk"))
        for account in accounts:
            account.refresh_sort_key()
        Account.objects.bulk_update(accounts, ["sort_key"], batch_size=100)


class _Targets:
    """Which rows of the school can be linked to."""

    def __init__(self) -> None:
        self._ids: dict[Any, set[int]] = {}

    def exist(self, model: Any, values: Values) -> bool:
        """Whether all that these values point at is there."""
        for column in model._meta.concrete_fields:
            value = values.get(column.attname)
            if column.is_relation and value is not None and value not in self._of(column.related_model):
                return False
        return True

    def _of(self, model: Any) -> set[int]:
        if model not in self._ids:
            self._ids[model] = set(model.objects.order_by().values_list("pk", flat=True))
        return self._ids[model]


class _Places:
    """What must be unique in a table, and is taken."""

    def __init__(self, model: Any) -> None:
        meta = model._meta
        together = [c.fields for c in meta.constraints if isinstance(c, models.UniqueConstraint) and c.fields]
        alone = [(column.name,) for column in meta.concrete_fields if column.unique and not column.primary_key]
        names = [[name for name in names if name != "school"] for names in (*together, *alone)]
        self._columns = [[meta.get_field(name).attname for name in group] for group in names]
        self._taken = [set(model.objects.order_by().values_list(*columns)) for columns in self._columns]

    def take(self, values: Values) -> bool:
        """Whether these values are free; they no longer are."""
        keys = [tuple(values[column] for column in columns) for columns in self._columns]
        # What is empty is told apart by nothing.
        clashes = any(all(key) and key in taken for key, taken in zip(keys, self._taken, strict=True))
        if not clashes:
            for key, taken in zip(keys, self._taken, strict=True):
                taken.add(key)
        return not clashes


class _Names:
    """What rows are called when they are left as they are."""

    def of(self, model: Any, pk: int, values: Values) -> str:
        """The name of a person, of a class, or of the person whom a link is about."""
        if model in (SchoolClass, Group):
            reference = (
                values.get("reference") or model.objects.filter(pk=pk).values_list("reference", flat=True).first()
            )
            return f"{'classe' if model is SchoolClass else 'groupe'} {reference or pk}"
        person = pk if model is Account else _person_of(model, pk, values)
        account = Account.objects.filter(pk=person).first() if person else None
        return account.full_name if account else str(model._meta.verbose_name)


def _person_of(model: Any, pk: int, values: Values) -> int | None:
    """Whom a link is about: the trace of one that was changed only has what changed, the row has the rest."""
    columns = {column.attname for column in model._meta.concrete_fields}
    name = next((name for name in _PERSON if name in columns), None)
    if name is None:
        return None
    person: int | None = values.get(name) or model.objects.filter(pk=pk).values_list(name, flat=True).first()
    return person


_PERSON = ("teacher_id", "pupil_id", "account_id", "guardian_id")
