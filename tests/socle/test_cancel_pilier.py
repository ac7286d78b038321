"""« Annuler une compétence validée »: the director alone, one at a time, traced (S88)."""

import datetime

import pytest
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account, JournalEntry, TeachingAssignment
from grids.queries import find_save
from grids.services import undo_save
from sacoche.kit.tenancy import school_scope
from schools.models import School
from socle.models import ItemValidation, PilierChange, PilierValidation, SchoolPalier
from socle.subjects import SUBJECTS
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words

C1, C2 = 8, 9
JUNE = datetime.date(2012, 6, 15)


def decide(pupil, state, pilier=C1, on=JUNE, by="DUVAL M."):
    return PilierValidation.objects.create(pupil=pupil, pilier_id=pilier, state=state, decided_on=on, author_label=by)


def show(client, cm2, **more):
    return client.get(reverse("socle:cancelling_grid"), {"palier": 2, "classe": cm2.school_class.pk, "tout": 1} | more)


def cancel(client, pupil_id, pilier=C1, on=JUNE, by="DUVAL M.", query=""):
    """Confirm, on a page that showed the compétence validated on this day by this author."""
    sent = {"pupil_id": pupil_id, "pilier_id": pilier, "decided_on": on, "author_label": by}
    return client.post(reverse("socle:cancel_pilier") + query, sent, follow=True)


@pytest.fixture
def rose(cm2):
    """A pupil whose compétence 1 is validated, and one of its items."""
    ItemValidation.objects.create(pupil=cm2.pupils[0], item=cm2.items[0], state=1, decided_on=JUNE)
    decide(cm2.pupils[0], 1)
    return cm2.pupils[0]


def test_grid_shows_the_validated_competences_alone_each_with_its_date_and_author(cm2, rose, director, client_as):
    decide(cm2.pupils[1], 0)

    page = show(client_as(director), cm2)

    assert page.text.count('class="cancel"') == 1
    label = "Annuler : BAILLY Rose, Compétence 1 – La maîtrise de la langue française, validée le 15/06/2012 par"
    assert f'aria-label="{label} DUVAL M."' in page.text
    assert "À n'utiliser qu'exceptionnellement" in words(page)


def test_choosing_a_cell_names_pupil_and_competence_and_asks_by_one_button(cm2, rose, director, client_as):
    page = words(show(client_as(director), cm2, annuler=f"{rose.pk}-{C1}"))

    asked = "BAILLY Rose , « Compétence 1 – La maîtrise de la langue française » : validée le 15/06/2012 par DUVAL M."
    assert f"{asked} Annuler cette validation Ne rien changer" in page
    assert PilierValidation.objects.count() == 1


def test_grid_without_a_validated_competence_says_that_there_is_nothing_to_cancel(cm2, director, client_as):
    decide(cm2.pupils[0], 0)

    page = show(client_as(director), cm2)

    assert "Aucune de ces compétences n'est validée pour ces élèves : il n'y a rien à annuler." in words(page)
    assert "<table" not in page.text


@pytest.mark.parametrize("junk", ["", "0-0", "x", "-8", "99999999999999999999-8"])
def test_choosing_no_validated_cell_asks_nothing(cm2, rose, director, client_as, junk):
    assert "Annuler cette validation" not in words(show(client_as(director), cm2, annuler=junk))


def test_cancel_takes_one_decision_away_with_its_history_and_leaves_the_rest(cm2, rose, director, client_as):
    decide(rose, 1, C2)

    page = cancel(client_as(director), rose.pk)

    assert "Validation annulée : BAILLY Rose, « Compétence 1 – La maîtrise de la langue française »." in words(page)
    assert list(PilierValidation.objects.values_list("pupil", "pilier")) == [(rose.pk, C2)]
    assert ItemValidation.objects.count() == 1
    change = PilierChange.objects.get()
    assert (change.pupil, change.pilier_id, change.before, change.after, change.gesture) == (rose, C1, 1, 2, "cancel")
    assert (change.before_on, change.before_label, change.actor) == (JUNE, "DUVAL M.", director)


def test_competence_validated_again_since_is_not_cancelled_unseen_but_shown_again(cm2, rose, director, client_as):
    PilierValidation.objects.all().delete()
    decide(rose, 1, on=JUNE + datetime.timedelta(days=5), by="PETIT A.")
    client = client_as(director)

    page = cancel(client, rose.pk, query=f"?palier=2&classe={cm2.school_class.pk}&tout=1")

    said = "« Compétence 1 – La maîtrise de la langue française » a été validée de nouveau pour BAILLY Rose depuis que"
    assert f"Rien n'a été annulé : {said}" in words(page)
    assert "validée le 20/06/2012 par PETIT A. Annuler cette validation" in words(page)
    assert (PilierValidation.objects.count(), PilierChange.objects.count()) == (1, 0)
    cancel(client, rose.pk, on=page.context["asked"].decided_on, by=page.context["asked"].author_label)
    assert not PilierValidation.objects.exists()


@pytest.mark.parametrize("shown", [{"on": ""}, {"by": ""}, {"by": "DUVAL"}])
def test_cancel_that_does_not_say_what_was_shown_cancels_nothing(cm2, rose, director, client_as, shown):
    assert "Rien n'a été annulé" in words(cancel(client_as(director), rose.pk, **shown))
    assert PilierValidation.objects.count() == 1


def test_decision_of_an_unknown_author_is_cancelled_as_it_is_shown(cm2, director, client_as):
    decide(cm2.pupils[0], 1, by="")
    client = client_as(director)
    assert "validée le 15/06/2012 Annuler" in words(show(client, cm2, annuler=f"{cm2.pupils[0].pk}-{C1}"))

    cancel(client, cm2.pupils[0].pk, by="")

    assert not PilierValidation.objects.exists()


def test_cancel_is_in_the_journal_with_names(cm2, rose, director, client_as):
    cancel(client_as(director), rose.pk)

    details = JournalEntry.objects.get(code="socle.cancel_pilier").details
    assert (details["pupil"], details["pilier"]) == (
        "BAILLY Rose",
        "Compétence 1 – La maîtrise de la langue française",
    )


def test_cancelling_is_itself_undone_with_the_date_and_author_of_before(cm2, rose, director, client_as):
    cancel(client_as(director), rose.pk)
    save = find_save(director, SUBJECTS, PilierChange.objects.get().batch)

    undo_save(actor=director, school=cm2.school, save=save)

    stored = PilierValidation.objects.values_list("pupil", "pilier", "state", "decided_on", "author_label")
    assert list(stored) == [(rose.pk, C1, 1, JUNE, "DUVAL M.")]


def test_cancelled_competence_is_open_again(cm2, rose, director, client_as):
    client = client_as(director)
    cancel(client, rose.pk)

    body = {"gestures": [{"gesture": "cell", "cells": [[rose.pk, C1, 2, 0]]}]}
    assert client.post(reverse("socle:save_piliers"), body, content_type="application/json").json()["saved"] == 1


@pytest.mark.parametrize("state", [None, 0])
def test_cancel_of_what_is_not_validated_any_more_says_so_and_changes_nothing(cm2, director, client_as, state):
    if state is not None:
        decide(cm2.pupils[0], state)

    page = words(cancel(client_as(director), cm2.pupils[0].pk))

    assert "Cette compétence n'est pas validée pour BAILLY Rose : rien n'a été changé." in page
    assert PilierValidation.objects.count() == (state is not None)
    assert not PilierChange.objects.exists()


def test_cancel_refuses_a_pupil_who_left_and_a_deactivated_palier(cm2, rose, director, client_as):
    client = client_as(director)
    SchoolPalier.objects.all().delete()
    assert "Ce palier n'est plus activé" in words(cancel(client, rose.pk))
    SchoolPalier.objects.create(palier_id=2)
    Account.objects.filter(pk=rose.pk).update(left_on=JUNE)
    assert "Ne fait plus partie de l'école : BAILLY Rose." in words(cancel(client, rose.pk))

    assert PilierValidation.objects.count() == 1


def test_cancel_answers_404_for_another_school_and_for_what_is_no_number(cm2, rose, director, client_as, other_school):
    with school_scope(other_school):
        foreign = AccountFactory()
    client = client_as(director)

    answers = [cancel(client, pupil).status_code for pupil in (foreign.pk, "abc", "", -1, 10**30)]

    assert answers == [404] * 5


@pytest.mark.parametrize("profile", [Profile.ENS, Profile.ADM, Profile.EDU, Profile.ELV])
def test_cancel_is_closed_to_all_but_the_director(cm2, rose, client_as, profile):
    client = client_as(AccountFactory(profile=profile))

    assert (show(client, cm2).status_code, cancel(client, rose.pk).status_code) == (403, 403)
    assert PilierValidation.objects.count() == 1


def test_school_may_open_cancelling_to_the_pp_of_the_class(cm2, rose, client_as):
    grant = {"socle.cancel_piliers": {"profiles": ["DIR", "ENS"], "restrictions": ["ONLY_PP"]}}
    School.objects.filter(pk=cm2.school.pk).update(access={"rights": grant})
    TeachingAssignment.objects.filter(teacher=cm2.teacher).update(is_pp=True)
    other = SchoolClassFactory(niveau="CM1")
    stranger = AccountFactory(school_class=other)
    decide(stranger, 1)
    client = client_as(Account.objects.get(pk=cm2.teacher.pk))

    assert cancel(client, rose.pk).status_code == 200
    assert cancel(client, stranger.pk).status_code == 403
    assert list(PilierValidation.objects.values_list("pupil", flat=True)) == [stranger.pk]
