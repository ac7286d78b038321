"""Many rows at once, the same on SQLite and on PostgreSQL."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account, JournalEntry, Message
from imports.models import ImportRun
from sacoche.kit.bulk import bulk_insert, sync_rows
from sacoche.kit.clock import now
from sacoche.kit.tenancy import CrossSchoolWrite, ScopeError, school_scope
from schools.models import Niveau, School
from socle.models import ItemChange, ItemValidation

MAY_30 = datetime.date(2013, 5, 30)


def decision(pupil: Account, item_id: int, **facts: object) -> dict[str, object]:
    given = {"pupil_id": pupil.pk, "item_id": item_id, "state": 1, "decided_on": MAY_30, "author_id": None}
    return given | facts


def test_bulk_insert_writes_what_it_is_given(school: School, pupil: Account) -> None:
    label = "D'É\t\\N\n;\"œ"
    written = bulk_insert(ItemValidation, [decision(pupil, 2111, author_label=label, author_id=pupil.pk)])
    stored = ItemValidation.objects.get()
    assert written == 1
    assert (stored.school, stored.pupil, stored.item_id, stored.state) == (school, pupil, 2111, 1)
    assert (stored.decided_on, stored.author_label, stored.author) == (MAY_30, label, pupil)


def test_bulk_insert_reads_rows_as_they_come_by_batches(pupil: Account) -> None:
    rows = (decision(pupil, number) for number in range(1, 47))
    assert bulk_insert(ItemValidation, rows, batch=7) == 46
    assert ItemValidation.objects.count() == 46


def test_bulk_insert_no_row_writes_nothing(school: School) -> None:
    assert bulk_insert(ItemValidation, []) == 0


def test_bulk_insert_fills_in_defaults(school: School) -> None:
    bulk_insert(Account, [{"profile": "ELV", "login": "a.b", "last_name": "B", "first_name": "A", "password": "!"}])
    stored = Account.objects.get()
    assert (stored.gender, stored.left_on, stored.email, stored.school) == ("I", None, "", school)
    assert stored.created_at is not None


def test_bulk_insert_keeps_moments_identifiers_and_json(school: School, pupil: Account) -> None:
    at, batch = now(), uuid.uuid4()
    change = {"pupil_id": pupil.pk, "item_id": 2111, "before": 2, "after": 1, "gesture": "cell", "at": at}
    bulk_insert(ItemChange, [change | {"batch": batch}])
    bulk_insert(JournalEntry, [{"school_id": school.pk, "code": "x", "details": {"é": [1]}, "actor_label": "X"}])
    assert ItemChange.objects.values_list("at", "batch", "undoes").get() == (at, batch, None)
    assert JournalEntry.objects.values_list("details", flat=True).get() == {"é": [1]}


def test_bulk_insert_keeps_empty_json_lists_and_objects_apart(school: School) -> None:
    contents = [{}, [], {"a": {}}, {}, 0, False, ""]
    bulk_insert(JournalEntry, [{"code": str(rank), "details": each} for rank, each in enumerate(contents)])
    stored = list(JournalEntry.objects.order_by("code").values_list("details", flat=True))
    assert [(type(each), each) for each in stored] == [(type(each), each) for each in contents]


def test_bulk_insert_default_that_is_a_function_is_called_for_each_row(pupil: Account) -> None:
    bulk_insert(Message, [{"author_label": "X", "text": text, "starts_on": MAY_30, "ends_on": MAY_30} for text in "ab"])
    assert list(Message.objects.order_by("text").values_list("profiles", flat=True)) == [[], []]
    bulk_insert(ImportRun, [{"source_code": "x", "file_name": "x", "status": "finished"} for _ in range(2)])
    assert len(set(ImportRun.objects.order_by().values_list("uuid", flat=True))) == 2


def test_bulk_insert_gives_every_row_what_is_common(school: School, pupil: Account) -> None:
    rows = [{"pupil_id": pupil.pk, "item_id": number} for number in (1, 2)]
    bulk_insert(ItemValidation, rows, common={"state": 0, "decided_on": MAY_30, "author_label": "DURAND A."})
    stored = ItemValidation.objects.order_by("item_id").values_list("school", "item_id", "state", "author_label")
    assert list(stored) == [(school.pk, 1, 0, "DURAND A."), (school.pk, 2, 0, "DURAND A.")]


def test_bulk_insert_common_school_must_be_the_open_one(pupil: Account, other_school: School) -> None:
    with pytest.raises(CrossSchoolWrite):
        bulk_insert(ItemValidation, [decision(pupil, 1)], common={"school_id": other_school.pk})
    assert ItemValidation.objects.count() == 0


def test_bulk_insert_unknown_column_is_refused(pupil: Account) -> None:
    with pytest.raises(ValueError, match="no column color"):
        bulk_insert(ItemValidation, [decision(pupil, 2111, color="red")])


def test_bulk_insert_duplicate_raises_and_writes_nothing(pupil: Account) -> None:
    rows = [decision(pupil, 2111), decision(pupil, 2112), decision(pupil, 2111)]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk_insert(ItemValidation, rows)
    assert ItemValidation.objects.count() == 0


def test_bulk_insert_without_open_school_is_refused(pupil: Account) -> None:
    with school_scope(None), pytest.raises(ScopeError):
        bulk_insert(ItemValidation, [decision(pupil, 2111)])
    assert ItemValidation.objects.count() == 0


def test_bulk_insert_row_of_another_school_is_refused(pupil: Account, other_school: School) -> None:
    with pytest.raises(CrossSchoolWrite):
        bulk_insert(ItemValidation, [decision(pupil, 2111, school_id=other_school.pk)])


def test_sync_rows_writes_only_what_differs(db: None) -> None:
    row = Niveau.objects.values("id", "reference", "label", "order").get(reference="CM2")
    assert sync_rows(Niveau, [row], key="reference") == 0
    del row["id"]
    assert sync_rows(Niveau, [row | {"label": "Autre"}], key="reference") == 1
    assert Niveau.objects.get(reference="CM2").label == "Autre"
