"""« Annuler cet import »: the school as it was before, but for what somebody has worked on since."""

import datetime
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import (
    Account,
    Address,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    JournalEntry,
    MatiereTeaching,
    TeachingAssignment,
)
from accounts.people.services import give_password
from imports import services
from imports.identities import issue
from imports.management import pipeline
from imports.models import UNDOABLE, ImportRun, ImportTrace
from imports.queries import NO_PASSWORD, undoable_run
from imports.services import NotUndoable, identifiers
from imports.sources import sources
from sacoche.kit.clock import now, today
from sacoche.kit.tenancy import current_school, school_scope
from schools.models import Group, PeriodDates, SchoolClass
from socle.models import Item, ItemValidation
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.imports.test_base_eleves_eleves import SAMPLE_S24
from tests.imports.test_college import guardians, pupils, staff
from tests.imports.wizard import activate, text_of

TABLES: list[Any] = [
    *(SchoolClass, Group, PeriodDates, Account, Address, TeachingAssignment, GroupTeaching, GroupMembership),
    *(MatiereTeaching, Guardianship),
]


def whole_school() -> dict[str, list]:
    """Every row that an import may change, number by number."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


def import_now(data: bytes, source: str = "base_eleves_eleves") -> ImportRun:
    pipeline.import_file(school=current_school(), source=sources.get(source), file_name="a.csv", data=data)
    return ImportRun.objects.order_by("pk").last()


def undo(run: ImportRun) -> list:
    """Undo, and what was left as it is."""
    services.undo(run=run, actor=None)
    run.refresh_from_db()
    return run.summary["undo"]["refused"]


@pytest.fixture
def at_work(school):
    """A school with classes, teachers and pupils that the file does not know, and some that it does."""
    activate()
    old = SchoolClassFactory(niveau="CP", reference="OLD")
    TeachingAssignmentFactory(school_class=old, is_pp=True)
    AccountFactory(last_name="PARTI", school_class=old)
    for last_name, first_name in (("ALPHA", "Ana"), ("ECHO", "Eva"), ("FOX", "Flo"), ("GOLF", "Guy")):
        AccountFactory(last_name=last_name, first_name=first_name, school_class=old, gender="M")
    AccountFactory(last_name="BRAVO", first_name="Ben", left_on=datetime.date(2013, 1, 1))
    return school


def test_undo_gives_the_school_back(at_work):
    before = whole_school()
    run = import_now(SAMPLE_S24.encode())
    assert (SchoolClass.objects.filter(reference="OLD").exists(), Account.objects.pupils().inactive().count()) == (
        False,
        1,
    )
    assert (undo(run), whole_school()) == ([], before)


def test_undo_of_the_three_imports_of_a_college_gives_each_school_back(wizards):
    schools, runs = [], []
    for do in (pupils, staff, guardians):
        schools.append(whole_school())
        runs.append(do(wizards).run)
    for run, before in reversed(list(zip(runs, schools, strict=True))):
        run.refresh_from_db()
        assert (undo(run), whole_school()) == ([], before)


def test_undo_twice_writes_once(at_work):
    run = import_now(SAMPLE_S24.encode())
    undo(run)
    AccountFactory(last_name="NEUVE")
    before = whole_school()
    services.undo(run=run, actor=None)
    assert whole_school() == before
    assert JournalEntry.objects.filter(code="imports.undo").count() == 1


def test_undo_leaves_a_new_pupil_who_has_validations_and_says_who(at_work):
    run = import_now(SAMPLE_S24.encode())
    pupil = Account.objects.get(last_name="CHARLI")
    ItemValidation.objects.create(
        pupil=pupil, item=Item.objects.order_by("pk")[0], state=1, decided_on=today(), author_label="DURAND A."
    )
    refused = undo(run)
    assert [pupil.full_name, "utilisé depuis l'import : des données y sont attachées"] in refused
    pupil.refresh_from_db()
    # His class stays with him.
    assert (pupil.is_active, SchoolClass.objects.filter(pk=pupil.school_class_id).exists()) == (True, True)
    assert Account.objects.pupils().filter(last_name="DELTA").count() == 0


def test_undo_leaves_a_field_changed_since_and_says_which(at_work):
    run = import_now(SAMPLE_S24.encode())
    elsewhere = SchoolClassFactory(niveau="CP", reference="AUTRE")
    Account.objects.filter(last_name="ALPHA").update(school_class=elsewhere)
    assert ["ALPHA Ana", "classe : modifié depuis l'import"] in undo(run)
    assert Account.objects.get(last_name="ALPHA").school_class == elsewhere


def test_undo_leaves_a_new_account_renamed_or_used_since(at_work):
    run = import_now(SAMPLE_S24.encode())
    Account.objects.filter(last_name="CHARLI").update(first_name="Corrigé")
    Account.objects.filter(last_name="DELTA").update(activated_at=now())
    assert {tuple(each) for each in undo(run) if not each[0].startswith("classe")} == {
        ("CHARLI Corrigé", "modifié depuis l'import"),
        ("DELTA Dan", "s'est connecté depuis l'import"),
    }


def test_undo_leaves_a_new_account_given_an_identifier_of_the_ent_or_of_gepi_since_and_says_which(at_work):
    run = import_now(SAMPLE_S24.encode())
    Account.objects.filter(last_name="CHARLI").update(id_ent="x1")
    Account.objects.filter(last_name="DELTA").update(id_gepi="charli")
    assert {tuple(each) for each in undo(run) if not each[0].startswith("classe")} == {
        ("CHARLI Cleo", "Id ENT : rempli depuis l'import"),
        ("DELTA Dan", "Id Gepi : rempli depuis l'import"),
    }
    assert Account.objects.filter(last_name__in=["CHARLI", "DELTA"]).count() == 2


def test_undo_takes_away_accounts_with_the_password_of_the_import_and_leaves_those_given_another_since(wizard, admin):
    SchoolClassFactory(niveau="CP", reference="OLD")
    run = wizard.go(SAMPLE_S24.encode(), until="utilisateurs").run
    while not identifiers.progress(run).is_complete:
        identifiers.make_slice(run=run, actor=admin)
    wizard.post("nettoyage", {"sans_etiquettes": "1"})
    assert not Account.objects.pupils().filter(password=NO_PASSWORD).exists()
    charli = Account.objects.get(last_name="CHARLI")
    give_password(actor=admin, account=charli, password="papillon-carotte-87")
    run.refresh_from_db()
    assert [each for each in undo(run) if not each[0].startswith("classe")] == [
        ["CHARLI Cleo", "a reçu un mot de passe depuis l'import"]
    ]
    assert list(Account.objects.pupils()) == [charli]


def test_undo_leaves_an_account_whose_first_password_was_made_since(at_work, admin):
    run = import_now(SAMPLE_S24.encode())
    charli = Account.objects.get(last_name="CHARLI")
    issue.generate(school=at_work, actor=admin, accounts=[charli], is_new_login=False, password=issue.RANDOM)
    while not issue.progress(admin).is_complete:
        issue.make_slice(owner=admin)
    assert ["CHARLI Cleo", "a reçu un mot de passe depuis l'import"] in undo(run)


def test_undo_leaves_a_link_of_the_file_to_which_somebody_added_the_professeur_principal(wizards):
    run = staff(wizards).run
    run.refresh_from_db()
    link = TeachingAssignment.objects.filter(is_pp=False).order_by("pk").first()
    TeachingAssignment.objects.filter(pk=link.pk).update(is_pp=True)
    assert [link.teacher.full_name, "professeur principal : rempli depuis l'import"] in undo(run)
    assert TeachingAssignment.objects.filter(pk=link.pk).exists()


def test_undo_says_when_the_reference_of_a_deleted_class_was_taken_since(at_work):
    run = import_now(SAMPLE_S24.encode())
    SchoolClassFactory(niveau="CP", reference="OLD")
    assert ["classe OLD", "remplacé depuis l'import"] in undo(run)


def test_undo_is_for_the_last_import_within_seven_days(at_work):
    first = import_now(SAMPLE_S24.encode())
    second = import_now(SAMPLE_S24.replace("ALPHA;Ana;CP;CP B", "ALPHA;Ana;CE2;CE2").encode())
    with pytest.raises(NotUndoable):
        services.undo(run=first, actor=None)
    undo(second)
    assert undoable_run() == first
    ImportRun.objects.filter(pk=first.pk).update(ended_at=now() - UNDOABLE)
    with pytest.raises(NotUndoable):
        services.undo(run=first, actor=None)
    services.purge_expired()
    assert ImportTrace.objects.count() == 0


def test_undo_page_tells_what_was_done_asks_and_tells_what_was_left(at_work, client_as):
    run = import_now(SAMPLE_S24.encode())
    client = client_as(AccountFactory(profile="ADM", login="chef"))
    history = client.get(reverse("imports:history"))
    assert "9 classes ajoutées" in text_of(history)
    address = reverse("imports:undo", args=[run.uuid])
    assert address in history.content.decode()
    assert "Annuler cet import" in text_of(client.get(address))
    assert client.post(address).status_code == 302
    assert "Import annulé le" in text_of(client.get(address))
    assert JournalEntry.objects.get(code="imports.undo").details["refused"] == 0


def test_undo_of_an_import_of_another_school_is_not_found(at_work, other_school, client_as):
    run = import_now(SAMPLE_S24.encode())
    with school_scope(other_school):
        client = client_as(AccountFactory(profile="ADM", login="chef"))
    address = reverse("imports:undo", args=[run.uuid])
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


# --- For any school and any file --------------------------------------------------------------------------------------

NAMES = st.sampled_from(["ALPHA", "BRAVO", "CHARLI"])
FIRST_NAMES = st.sampled_from(["Ana", "Ben"])
NIVEAUX = st.sampled_from(["CP", "CE1"])
CLASSES = st.sampled_from(["A", "B"])
BIRTHS = st.sampled_from(["", "01/02/2004", "03/04/2005"])
ROWS = st.lists(st.tuples(NAMES, FIRST_NAMES, NIVEAUX, CLASSES, BIRTHS), min_size=1, max_size=6)


def as_file(rows: list[tuple]) -> bytes:
    lines = [";".join(row) for row in rows]
    return "\n".join(["Nom Elève;Prénom Elève;Niveau;Classe;Date naissance", *lines]).encode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(first=ROWS, second=ROWS)
def test_undo_after_apply_gives_any_school_back(at_work, first, second):
    with transaction.atomic():
        import_now(as_file(first))
        before = whole_school()
        run = import_now(as_file(second))
        assert not ImportTrace.objects.filter(run=run).exists() or undo(run) == []
        assert whole_school() == before
        # Nothing of an example is left for the next one.
        transaction.set_rollback(True)
