"""What each table declares of itself: a new school year, a backup. A table that declares nothing is found here."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import models

from accounts.models import Account, ContactRequest, Message
from imports.models import ImportRun, Status
from referentiels.models import Change, Referentiel
from referentiels.queries.whole import tree_of
from referentiels.services.undoing import undo
from sacoche.kit.clock import today, years_before
from sacoche.kit.parts import saved, year
from sacoche.kit.parts.saved import Key, LeftOut, SavedPart, Shared, key_kind
from sacoche.kit.parts.tables import every_table, everything, is_of_a_school, keys_of
from sacoche.kit.parts.year import Fate
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School
from tests.factories import AccountFactory
from tests.operation.life import TREE, Copy, compared_columns, live

DOCUMENT = Path(__file__).parents[2] / "docs" / "tables.md"
SAVED = [part for part in saved.parts if isinstance(part, SavedPart)]
LEFT_OUT = [part for part in saved.parts if isinstance(part, LeftOut)]
SHARED = [part for part in saved.parts if isinstance(part, Shared)]


def labels(tables):
    return {model._meta.label for model in tables}


# --- Declarations -----------------------------------------------------------------------------------------------------


def test_every_table_of_a_school_says_what_a_new_year_does_to_it():
    assert {part.code for part in year.parts} == labels(filter(is_of_a_school, every_table()))


def test_every_table_says_how_it_is_backed_up():
    assert {part.code for part in saved.parts} == labels(every_table())


def test_table_of_a_school_is_saved_or_left_out_and_those_of_the_server_are_not_saved():
    assert [part.code for part in SHARED if is_of_a_school(part.model)] == []
    assert [part.code for part in SAVED if not is_of_a_school(part.model)] == []


def test_sentences_of_a_new_year_are_whole():
    assert [part.code for part in year.parts if not part.sentence.endswith(".") or not part.label] == []
    assert [part.code for part in year.parts if part.fate is Fate.KEPT and part.which is not year.whole] == []


def test_what_is_left_out_says_why():
    assert [part.code for part in LEFT_OUT if not part.why] == []
    assert [part.code for part in SAVED if (part.rows is everything) == bool(part.others)] == []


def test_nothing_that_a_new_year_keeps_hangs_on_what_it_empties():
    """The database would delete it all the same."""
    emptied = {part.model for part in year.parts if part.fate is Fate.EMPTIED and part.which is year.whole}
    hanging = [
        f"{part.code}.{key.name}"
        for part in year.parts
        for key in keys_of(part.model)
        if part.fate is not Fate.EMPTIED and key.related_model in emptied
        if key.remote_field.on_delete is models.CASCADE
    ]
    assert hanging == []


def test_every_key_of_a_saved_table_can_be_followed():
    """A key that may not be empty points at what the backup holds, or at a list that every server has."""
    lost = [
        f"{part.code}.{key.name}" for part in SAVED for key in keys_of(part.model) if not key.null and _may_be_lost(key)
    ]
    assert lost == []


def _may_be_lost(key):
    target = saved.parts.get(key.related_model._meta.label)
    return key_kind(key) is Key.EMPTIED or (isinstance(target, Shared) and not target.is_everywhere)


def test_shared_rows_are_named_by_columns_that_name_one_alone():
    assert [part.code for part in SHARED if set(part.key) not in _names(part.model)] == []


def _names(model):
    unique = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    return [{field.name} for field in model._meta.concrete_fields if field.unique] + [set(e.fields) for e in unique]


def test_saved_tables_come_after_those_that_they_point_at():
    order = [part.model for part in saved.in_order()]

    assert len(order) == len(SAVED)
    for part in SAVED:
        for key in keys_of(part.model):
            if key_kind(key) in (Key.SCHOOL, Key.RENUMBERED, Key.EITHER):
                assert order.index(key.related_model) < order.index(part.model)


def test_every_column_that_could_hide_the_number_of_a_row_says_what_it_holds():
    """In there, it would go on naming what it named on the former server."""
    hiding = {part.code: names for part in SAVED if (names := _hiding_columns(part.model))}
    told = {part.code: part.holds.keys() | set(part.hidden.columns) for part in SAVED}
    assert hiding == {code: names for code, names in told.items() if names}


def _hiding_columns(model):
    big = (models.JSONField, models.BigIntegerField, models.PositiveBigIntegerField)
    columns = [field for field in model._meta.concrete_fields if not field.primary_key and not field.is_relation]
    return {field.name for field in columns if isinstance(field, big)}


def test_value_that_a_server_has_once_is_made_anew():
    # What names the rows of a national list is that of no saved row.
    once = {part.code: _once(part.model) - set(part.named) for part in SAVED}
    assert {code: names for code, names in once.items() if names} == {
        part.code: part.renewed.keys() for part in SAVED if part.renewed
    }


def _once(model):
    """The columns that are unique on the whole server, none of whose companions tells one school from another."""
    fields = {field.name for field in model._meta.concrete_fields if field.unique and not field.is_relation}
    unique = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    constraints = [each for each in unique if each.fields and not _of_a_school(model, each)]
    return (fields | {name for each in constraints for name in each.fields}) - {model._meta.pk.name}


def _of_a_school(model, constraint):
    return any(is_of_a_school(key.related_model) for key in keys_of(model) if key.name in constraint.fields)


def test_document_of_the_tables_is_that_of_their_declarations():
    written = StringIO()
    call_command("parts_table", stdout=written)

    assert DOCUMENT.read_text(encoding="utf-8") == written.getvalue(), "run `make rights`"


# --- Rows -------------------------------------------------------------------------------------------------------------


def rows(registry, model, school):
    return registry.parts.get(model._meta.label).rows_of(school)


def ending(model, school):
    closing = year.Closing(opens=today().year, before=today())
    return year.parts.get(model._meta.label).meant(school, closing)


def test_new_year_concerns_what_is_over_and_who_is_gone_for_long(school):
    live(school)
    gone = AccountFactory(profile="ELV", left_on=years_before(today(), 3))
    AccountFactory(profile="ELV", left_on=today())

    assert list(ending(Account, school)) == [gone]
    assert [message.text for message in ending(Message, school)] == ["Fini"]
    assert [run.status for run in ending(ImportRun, school)] == [Status.OPEN]


def test_backup_leaves_aside_what_is_under_way(school):
    live(school)

    assert [run.status for run in rows(saved, ImportRun, school)] == [Status.FINISHED]
    assert [request.email for request in rows(saved, ContactRequest, school)] == ["ana@exemple.fr"]


def test_parts_read_one_school_alone_even_when_all_are_open(school, other_school):
    live(school)
    with school_scope(other_school):
        AccountFactory()

    with all_schools():
        assert {each.school_id for each in rows(saved, Account, school)} == {school.pk}
        assert list(rows(saved, School, school)) == [school]


def test_school_written_again_from_its_declarations_is_equal_row_by_row(school):
    """No restoration is written yet: its declarations are enough for one. The school comes back beside itself."""
    live(school)
    copy = Copy(school, number=7)

    with all_schools():
        for part in saved.in_order():
            before = list(part.rows_of(school).order_by("pk"))
            again = list(part.rows_of(copy.school).order_by("pk"))
            assert before, f"{part.code}: give it a row in tests/operation/life.py"
            columns = compared_columns(part)
            expected = [{name: copy.values(part, row)[name] for name in columns} for row in before]
            assert [{name: getattr(row, name) for name in columns} for row in again] == expected, part.code


def test_history_of_a_restored_school_brings_back_what_was_gone_before(school):
    live(school)
    copy = Copy(school, number=7)

    with school_scope(copy.school):
        referentiel = Referentiel.objects.get()
        gesture = Change.objects.values_list("gesture", flat=True).distinct().get()
        assert undo(author=None, referentiel=referentiel, gesture_id=gesture).left == ()
        assert tree_of(referentiel) == TREE
    with school_scope(school):
        assert [domaine.code for domaine in tree_of(Referentiel.objects.get()).domaines] == ["A"]
