"""« Effacer tous les résultats », and who is kept whatever the time that goes by."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Account, JournalEntry
from evaluations.models import Evaluation, Mark, MarkChange
from operation.models import Backup
from operation.persons.erasing import CannotErase, refuse_erasing
from referentiels.models import Referentiel
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.evaluations.conftest import class_5a as class_5a
from tests.factories import AccountFactory
from tests.html import words
from tests.operation.test_new_year import saved


@pytest.fixture
def trial(class_5a, admin, client_as):
    """The page of a school whose UAI is known, for its administrator."""
    School.objects.filter(pk=admin.school_id).update(uai="0591234W")
    return client_as(Account.objects.get(pk=admin.pk))


def typed(browser, uai="0591234W", **sent):
    address = reverse("operation:erase_results")
    return browser.post(address, {"uai": uai, "seen": browser.get(address).context["seen"], **sent})


def test_results_are_counted_then_erased_and_referentiels_stay_p256(trial, admin):
    saved(admin.school)
    page = words(trial.get(reverse("operation:erase_results")))
    assert "Résultats : 38." in page.replace("\u00a0", " ")
    assert "Évaluations : 3." in page.replace("\u00a0", " ")

    assert typed(trial).status_code == 302

    assert not Mark.objects.exists()
    assert not Evaluation.objects.exists()
    assert not MarkChange.objects.exists()
    assert Referentiel.objects.exists()
    assert JournalEntry.objects.get(code="operation.erase_results").details == {"number": 37}
    assert "rien à effacer" in words(trial.get(reverse("operation:erase_results"))).replace("\u00a0", " ")


def test_uai_is_typed_and_a_backup_of_the_day_is_asked_p256(trial, admin):
    assert "aucune n'a moins de vingt-quatre heures" in words(typed(trial)).replace("\u00a0", " ")
    saved(admin.school)
    assert "Tapez exactement « 0591234W »" in words(typed(trial, uai="0591234X")).replace("\u00a0", " ")
    assert Mark.objects.count() == 38


def test_what_changed_since_it_was_read_is_read_again(trial, admin):
    saved(admin.school)

    assert "a changé" in words(typed(trial, seen="0"))
    assert Mark.objects.count() == 38


def test_only_restoring_brings_it_back_and_the_page_says_so_p256(trial):
    assert "sinon en restaurant une sauvegarde" in words(trial.get(reverse("operation:erase_results")))


def test_pupil_on_legal_hold_is_kept_and_said_p255(admin, client_as):
    gone, kept = (AccountFactory(profile="ELV", left_on=datetime.date(2020, 7, 1), last_name=n) for n in ("A", "B"))
    browser = client_as(admin)
    browser.post(reverse("operation:hold", args=[kept.pk]), {"motif": "Enquête en cours"})

    page = browser.get(reverse("accounts:departed"))
    assert [each.pk for each in page.context["page"]] == [gone.pk]
    assert "Enquête en cours" in words(page)
    asked = f"{reverse('accounts:delete_departed')}?compte={kept.pk}"
    assert browser.get(asked).status_code == 302
    with pytest.raises(CannotErase, match="Enquête en cours"):
        refuse_erasing(actor=admin, person=kept)

    browser.post(reverse("operation:hold", args=[kept.pk]), {"lever": "1"})
    assert browser.get(reverse("accounts:departed")).context["page"].paginator.count == 2


def test_hold_needs_a_reason(admin, client_as):
    kept = AccountFactory(profile="ELV")

    answer = client_as(admin).post(reverse("operation:hold", args=[kept.pk]), {"motif": " "}, follow=True)

    assert "Donnez le motif" in words(answer)
    assert not Account.objects.exclude(hold=None).exists()


def test_backup_of_another_school_does_not_count(trial, admin, other_school):
    with school_scope(other_school):
        Backup.objects.create(origin="asked", name="s", size=1, row_count=1, file_count=0)

    assert typed(trial).status_code == 422
