"""manage.py demo: the demonstration school."""

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Profile
from accounts.models import Account, JournalEntry, TeachingAssignment
from bilans.models import Appreciation, DocumentStatus, Status
from evaluations.models import Evaluation, Mark, MarkChange
from evaluations.queries.families import evaluations_seen, own_lines, pupils_read_by
from evaluations.queries.lists import rate_of
from evaluations.queries.requests import Wishes, lines_for
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import PeriodDates, School, SchoolClass
from socle.models import ItemValidation, SchoolPalier
from tests.factories import SchoolFactory


def test_demo_builds_the_school_of_the_procedure_and_prints_its_accounts(db, capsys):
    call_command("demo")
    printed = capsys.readouterr().out
    with school_scope(School.objects.get()):
        assert Account.objects.pupils().count() == 151
        assert list(SchoolClass.objects.in_level_order().values_list("reference", flat=True)) == [
            *["CP_68932", "CP_AB870", "CE1_2DDC", "CE1_CA59", "CE2_8C7E"],
            *["CM1_5C29", "CM1_F01A", "CM2_7B5F", "CLIS_FB7"],
        ]
        staff = Account.objects.staff().exclude(profile=Profile.ADM)
        assert [account.login for account in staff if account.login not in printed] == []
        assert Account.objects.get(login="cm2").check_password("demo-sacoche")
        assert TeachingAssignment.objects.filter(is_pp=True).count() == 9
        assert sorted(SchoolPalier.objects.values_list("palier_id", flat=True)) == [1, 2]
        cm2 = Account.objects.pupils().filter(school_class__reference="CM2_7B5F")
        decided = ItemValidation.objects.order_by("pupil").values_list("pupil", flat=True).distinct()
        assert (len(decided), cm2.count()) == (12, 24)


def test_demo_again_changes_nothing(db):
    call_command("demo")
    with school_scope(School.objects.get()):
        rows = (Account, SchoolClass, ItemValidation, JournalEntry)
        before = [list(model.objects.order_by("pk").values()) for model in rows]
        call_command("demo")
        assert [list(model.objects.order_by("pk").values()) for model in rows] == before


def test_demo_keeps_what_was_changed_in_it_and_prints_its_accounts(db, capsys):
    call_command("demo")
    with school_scope(School.objects.get()):
        ItemValidation.objects.all().delete()
        Account.objects.filter(login="clis").update(login="renomme")
        SchoolClass.objects.filter(reference="CM2_7B5F").delete()
        rows = (Account, SchoolClass, ItemValidation, JournalEntry)
        before = [list(model.objects.order_by("pk").values()) for model in rows]
        capsys.readouterr()
        call_command("demo")
        assert [list(model.objects.order_by("pk").values()) for model in rows] == before
    assert "Mot de passe de tous ces comptes : demo-sacoche" in capsys.readouterr().out


def test_demo_beside_a_school_opened_later_still_prints_its_accounts(db, capsys):
    call_command("demo")
    SchoolFactory(number=2)
    capsys.readouterr()
    call_command("demo")
    assert "Établissement n° 1 : École de démonstration, Saint-Exemple" in capsys.readouterr().out
    assert School.objects.count() == 2


def test_demo_interrupted_leaves_nothing(db, monkeypatch, data_dir):
    monkeypatch.setattr("operation.demonstration.CM2_TEACHER", "personne")
    with pytest.raises(Account.DoesNotExist):
        call_command("demo")
    assert School.objects.count() == 0
    monkeypatch.undo()
    call_command("demo")
    assert School.objects.count() == 1


def test_demo_is_refused_beside_a_real_school(school):
    with pytest.raises(CommandError, match="a déjà un établissement"):
        call_command("demo")
    call_command("demo", "--if-possible")
    assert School.objects.count() == 1


def test_demo_is_refused_on_a_public_address(db, settings):
    settings.IS_LOOPBACK = False
    with pytest.raises(CommandError, match="n'est pas une adresse locale"):
        call_command("demo")
    assert School.objects.count() == 0


def test_demo_zero_builds_nothing(db, monkeypatch):
    monkeypatch.setenv("DEMO", "0")
    call_command("demo", "--if-possible")
    assert School.objects.count() == 0


def test_demo_has_an_evaluation_that_is_filled_one_that_is_begun_and_one_to_fill(db):
    call_command("demo")
    with school_scope(School.objects.get()):
        rates = [rate_of(each) for each in Evaluation.objects.order_by("given_on", "pk")]
        assert [rate.code for rate in rates] == ["full", "some", "none"]
        assert (
            MarkChange.objects.exclude(gesture="self").count()
            == Mark.objects.exclude(author__account__profile="ELV").count()
            > 100
        )


def test_demo_gives_a_pupil_and_his_mother_something_to_read_and_a_teacher_requests(db, capsys):
    call_command("demo")
    printed = capsys.readouterr().out
    with school_scope(School.objects.get()):
        pupil, guardian = (Account.objects.get(login=login) for login in ("eleve", "parent"))
        assert pupil.check_password("demo-sacoche")
        assert len(pupils_read_by(guardian)) == 2
        seen = evaluations_seen(pupil, today())
        lines = own_lines(list(seen.order_by("given_on", "pk")), pupil, today())
        assert [(line.has_comment, line.has_documents, line.is_self_open) for line in lines] == [
            (True, True, False),
            (False, False, False),
            (False, False, True),
        ]
        teacher = Account.objects.get(login="cm2")
        assert [line.popularity for line in lines_for(teacher, Wishes())] == [3, 3, 3, 1]
    assert "élève de la classe de « cm2 »" in printed.replace("\u00a0", " ")


def test_demo_has_a_bulletin_that_its_teacher_has_half_written(db):
    call_command("demo")
    with school_scope(School.objects.get()):
        assert PeriodDates.objects.count() == 3 * SchoolClass.objects.count()
        status = DocumentStatus.objects.get()
        assert (status.kind, status.status, status.school_class.reference) == ("bulletin", Status.MIXED, "CM2_7B5F")
        assert Appreciation.objects.filter(period=status.period, author__login="cm2").count() == 12
