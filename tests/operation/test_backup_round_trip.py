"""A school saved and put back: over itself, in another place, beside itself for a drill. Equal to the last row."""

import datetime
import hashlib

import pytest
from django.db import DataError, IntegrityError, connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, JournalEntry, OpenSession, OutgoingMail
from documents.archives.services import Batch, Printed, content_of
from documents.models import Archive
from evaluations.models import EvaluationFile, Mark
from evaluations.services.files import open_file
from operation.backups.comparing import missing_files, with_living, with_restored
from operation.backups.faults import NotNow
from operation.backups.reading import read_to_the_end
from operation.backups.restoring import put_rows_back
from referentiels.models import Change, Item, ItemLink, Referentiel, SocleEntry
from referentiels.services.filling import fill
from referentiels.services.undoing import undo
from referentiels.socle import entries_by_link
from sacoche.kit.clock import now
from sacoche.kit.parts import saved
from sacoche.kit.stored import discard
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from tests.factories import (
    AccountFactory,
    EvaluationFactory,
    MarkFactory,
    ReferentielFactory,
    SchoolClassFactory,
    SchoolFactory,
)
from tests.operation.life import TREE, live
from tests.operation.saving import beside, over, restore, rows, save


@pytest.fixture
def lived(school: School) -> School:
    """A row at least in each table that a backup saves."""
    live(school)
    school.refresh_from_db()
    # `live` gives it an UAI without what it is searched by.
    school.save()
    return school


def test_school_put_back_over_itself_is_the_same_to_the_last_row(lived):
    before = rows(lived)
    assert [code for code, held in before.items() if not held] == []
    stream, key = save(lived)

    restored = restore(stream, key, over(lived))

    assert rows(lived) == before
    assert (restored.row_count, restored.aside) == (sum(map(len, before.values())), {})
    connection.check_constraints()


def test_what_was_done_since_is_gone_and_what_was_deleted_is_back(lived):
    before = rows(lived)
    stream, key = save(lived)
    Account.objects.pupils().first().delete()
    SchoolClassFactory(), AccountFactory(), EvaluationFactory()
    JournalEntry.objects.create(code="accounts.sign_in", actor_label="X")
    School.objects.filter(pk=lived.pk).update(name="Autre nom")

    restore(stream, key, over(lived))

    assert rows(lived) == before


def test_school_put_back_beside_itself_differs_in_nothing(lived):
    stream, key = save(lived)

    restored = restore(stream, key, beside(number=7))

    assert restored.school.pk != lived.pk
    assert with_restored(stream, key, restored) == []
    assert with_living(stream, key, lived) == []
    connection.check_constraints()


def test_comparison_finds_a_value_a_row_more_and_a_row_less(lived):
    stream, key = save(lived)
    pupil = Account.objects.pupils().first()
    Account.objects.filter(pk=pupil.pk).update(first_name="Autre")
    gone = SchoolClassFactory()
    stream_of_more, key_of_more = save(lived)
    gone.delete()

    [changed] = [each for each in with_living(stream, key, lived) if each.table == "accounts.Account"]
    assert (changed.changed, changed.examples) == (1, (f"({pupil.pk},) : first_name",))
    [lost] = with_living(stream_of_more, key_of_more, lived)
    assert (lost.table, lost.lost) == ("schools.SchoolClass", 1)
    SchoolClassFactory()
    assert [each.added for each in with_living(stream, key, lived) if each.table == "schools.SchoolClass"] == [1]


def test_a_value_altered_in_what_was_put_back_is_found(lived):
    stream, key = save(lived)
    restored = restore(stream, key, beside(number=7))
    with school_scope(restored.school):
        Mark.objects.update(code="1")

    assert [(each.table, each.changed) for each in with_restored(stream, key, restored)] == [("evaluations.Mark", 1)]


def test_files_come_back_with_their_rows(lived):
    stream, key = save(lived)
    file = EvaluationFile.objects.first()
    discard("evaluations", str(lived.pk))
    assert open_file(file) is None
    assert len(missing_files(stream, key, lived)) == 1

    restored = restore(stream, key, over(lived))
    assert open_file(file).read() == b"%PDF-1.7 Sujet"

    elsewhere = restore(stream, key, beside(number=7))
    with school_scope(elsewhere.school):
        assert open_file(EvaluationFile.objects.get(key=file.key)).read() == b"%PDF-1.7 Sujet"
    assert missing_files(stream, key, restored.school) == []


def test_ten_archived_bulletins_come_back_to_the_last_byte_p251(lived):
    teacher = AccountFactory(profile="ENS")
    batch = Batch(school=lived, author=teacher, at=now())
    for rank in range(10):
        printed = f"%PDF-1.7 bulletin {rank}".encode() * 99
        about = AccountFactory(last_name=f"ÉLÈVE {rank}")
        batch.add(Printed(about, "bulletin", "Bulletin", 2026, "T1", 1, "École", "", "CM2", printed, 1, {"mean": "12"}))
    batch.write()
    before = {archive.key: hashlib.sha256(content_of(archive)).hexdigest() for archive in Archive.objects.all()}
    stream, key = save(lived)

    restored = restore(stream, key, beside(number=77))

    with school_scope(restored.school):
        after = {archive.key: hashlib.sha256(content_of(archive)).hexdigest() for archive in Archive.objects.all()}
        assert len(after) == 11
        assert sorted(after.values()) == sorted(before.values())
        assert {archive.sha256 for archive in Archive.objects.all()} == set(after.values())


def test_passwords_open_and_sessions_links_and_mails_do_not_come_back(lived):
    account = AccountFactory(login="cle")
    account.set_password("Un-mot-de-passe-7")
    account.save()
    stream, key = save(lived)
    account.set_password("Un-autre-8-mots")
    account.save()
    OpenSession(account=account, session_key="k").save()
    OutgoingMail(school=lived, recipient="a@exemple.fr", subject="Bonjour", body="x").save()

    restore(stream, key, over(lived))

    account.refresh_from_db()
    assert account.check_password("Un-mot-de-passe-7")
    assert (OpenSession.objects.count(), OutgoingMail.objects.filter(school=lived).count()) == (0, 0)


def test_history_of_a_restored_school_brings_back_what_was_gone_before(lived):
    stream, key = save(lived)
    restored = restore(stream, key, beside(number=7))

    with school_scope(restored.school):
        gesture = Change.objects.values_list("gesture", flat=True).distinct().get()
        assert undo(author=None, referentiel=Referentiel.objects.get(), gesture_id=gesture).left == ()


def test_rows_whose_numbers_another_school_has_taken_get_new_ones(lived, other_school):
    """A school that went to another server and comes back over what was left of it there."""
    stream, key = save(lived)
    number = SchoolClass.objects.get().pk
    SchoolClass.objects.all().delete()
    with school_scope(other_school):
        SchoolClassFactory(pk=number, name="Ailleurs")

    restored = restore(stream, key, over(lived))

    assert SchoolClass.objects.get().pk != number
    assert with_restored(stream, key, restored) == []
    with school_scope(other_school):
        assert SchoolClass.objects.get().name == "Ailleurs"


def test_what_this_server_does_not_have_is_left_out_and_counted(lived):
    """A server where the product's list of the socle is another one."""
    stream, key = save(lived)
    SocleEntry.objects.filter(pk__in=ItemLink.objects.values("entry")).update(number=900)

    restored = restore(stream, key, beside(number=7))

    assert restored.aside == {"referentiels.ItemLink": 1}
    assert "1 ligne laissée, qui désigne ce que cette sauvegarde ou ce serveur n'a pas." in restored.sentence
    with school_scope(restored.school):
        told = [each.before.get("entries") for each in Change.objects.all() if each.before.get("entries")]
        assert all(entries == [0] for entries in told)


def test_other_schools_are_as_they_were(lived):
    neighbour = SchoolFactory(number=2, name="Voisine")
    with school_scope(neighbour):
        AccountFactory(), SchoolClassFactory()
        before = rows(neighbour)
    stream, key = save(lived)

    restore(stream, key, over(lived))
    restore(stream, key, beside(number=7))

    with school_scope(neighbour):
        assert rows(neighbour) == before


def test_somebody_who_writes_meanwhile_makes_nothing_change(lived):
    stream, key = save(lived)
    before = rows(lived)

    def write(done: int, total: int) -> None:
        if done == total:
            AccountFactory()

    with pytest.raises(NotNow, match="Quelqu'un a enregistré"):
        put_rows_back(stream, key, over(lived), read_to_the_end(stream, key), progress=write, last=lambda school: None)
    assert rows(lived) == before


NAMES = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=30)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 1, 1))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(st.tuples(NAMES, DAYS), max_size=5), has_marks=st.booleans())
def test_any_school_comes_back_beside_itself(school, people, has_marks):
    """Any letters, any number of rows, from none; dates from far."""
    mine = SchoolFactory(number=100 + 2 * School.objects.count(), name=people[0][0] if people else "Vide")
    with school_scope(mine):
        pupils = [
            AccountFactory(last_name=name, birth_date=day, preferences={"mots": [name, {name: None}]})
            for name, day in people
        ]
        if has_marks:
            fill(referentiel=ReferentielFactory(), tree=TREE, entries=entries_by_link())
            evaluation, items = EvaluationFactory(title="É" * 9), list(Item.objects.all())
            for pupil in pupils:
                for item in items:
                    MarkFactory(evaluation=evaluation, pupil=pupil, item=item)
        stream, key = save(mine)
        restored = restore(stream, key, beside(number=mine.number + 1))
        assert with_restored(stream, key, restored) == []
        assert restored.row_count == sum(map(len, rows(mine).values()))


NEWEST = {"bilans.Appreciation", "bilans.Attendance", "documents.Archive", "accounts.Passkey", "imports.ReceivedResult"}


@pytest.mark.full
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=NAMES, number=st.integers(0, 32_000), day=DAYS, flag=st.booleans())
def test_any_value_of_any_table_comes_back_beside_itself(lived, text, number, day, flag):
    """Every table of the registry, those of bulletins, archives, absences and second factors too."""
    drawn = {models.BooleanField: flag, models.DateField: day, models.IntegerField: number, models.CharField: text}
    with transaction.atomic():
        changed = {part.code for part in saved.in_order() if _scramble(part, lived, drawn)}
        stream, key = save(lived)
        restored = restore(stream, key, beside(number=977))
        assert with_restored(stream, key, restored) == []
        transaction.set_rollback(True)
    assert changed >= NEWEST


def _scramble(part, school, drawn):
    """Write what was drawn in every plain column of a table that lets itself be written so; whether one did."""
    computed = {"search_text", "login_key", "place_key"}
    kept = {"number", "uai", "access", "key", "size", *computed, *part.renewed, *part.hidden.columns}
    pks = list(part.rows_of(school).values_list("pk", flat=True))
    done = False
    for field in part.model._meta.concrete_fields:
        value = next((drawn[kind] for kind in drawn if isinstance(field, kind)), None)
        # A column of choices is read back by its meaning: the kind of node that a change was made of, say.
        has_meaning = field.is_relation or bool(field.choices)
        is_plain = not (field.primary_key or field.unique or has_meaning or field.name in kept)
        if value is None or not is_plain or isinstance(field, models.DateTimeField):
            continue
        if isinstance(value, str):
            value = value[: field.max_length]
        try:
            with transaction.atomic():
                done |= bool(models.QuerySet(part.model).filter(pk__in=pks).update(**{field.name: value}))
        except (IntegrityError, DataError):
            # A constraint of the table says no: the column stays as it is.
            continue
    return done
