"""« Valider les compétences »: several at once, final once validated, refused to a forged request (S88)."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account, JournalEntry, TeachingAssignment
from grids.services import CellChange, save_cells
from sacoche.kit.tenancy import school_scope
from schools.models import School
from socle.models import ItemValidation, Pilier, PilierChange, PilierValidation, PupilLanguage, SchoolPalier
from socle.subjects import PILIERS
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words

BLUE, GREEN, RED = 2, 1, 0
C1, C2 = 8, 9
BEFORE = datetime.date(2012, 6, 15)
TODAY = datetime.date(2012, 6, 20)


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(datetime.datetime(2012, 6, 20, 12, 0, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def pp(cm2):
    """The teacher of the class, its professeur principal."""
    TeachingAssignment.objects.filter(teacher=cm2.teacher).update(is_pp=True)
    return cm2.teacher


@pytest.fixture
def save(client_as):
    """save(account, [pupil, pilier, displayed, wanted], …): what the page sends, the answer it gets."""

    def send(account, *cells):
        body = {"gestures": [{"gesture": "cell", "cells": list(cells)}]}
        return client_as(account).post(
            reverse("socle:save_piliers"), body, content_type="application/json", headers={"accept": "application/json"}
        )

    return send


def decide(pupil, state, pilier=C1):
    return PilierValidation.objects.create(
        pupil=pupil, pilier_id=pilier, state=state, decided_on=BEFORE, author_label="DUVAL M."
    )


def stored():
    rows = PilierValidation.objects.order_by("pupil__sort_key", "pilier")
    return list(rows.values_list("pupil", "pilier", "state", "decided_on", "author_label"))


def show(client, cm2, **changes):
    params = {"palier": 2, "competence": [C1, C2], "classe": cm2.school_class.pk, "eleve": [p.pk for p in cm2.pupils]}
    return client.get(reverse("socle:piliers_grid"), params | changes)


# --- The choice and the grid ------------------------------------------------------------------------------------------


def test_choose_piliers_ticks_every_competence_and_every_pupil(cm2, pp, client_as):
    form = client_as(pp).get(reverse("socle:piliers")).context["form"]

    assert form["competence"].initial == [str(pk) for pk in range(8, 16)]
    assert form["eleve"].initial == [str(pupil.pk) for pupil in cm2.pupils]


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("palier", "Choisissez un palier."),
        ("competence", "Cochez au moins une compétence."),
        ("classe", "Choisissez une classe ou un groupe."),
        ("eleve", "Cochez au moins un élève."),
    ],
)
def test_piliers_grid_names_the_choice_that_is_missing(cm2, pp, client_as, missing, sentence):
    assert sentence in words(show(client_as(pp), cm2, **{missing: []}))


def test_piliers_grid_has_a_row_per_competence_and_one_row_of_arrows(cm2, pp, client_as):
    page = show(client_as(pp), cm2).text

    assert page.count("<tr data-i=") == 2
    assert page.count("<td data-v=") == 2 * 3
    assert (page.count("↓</button>"), page.count("↘</button>"), page.count("←</button>")) == (3, 1, 2)


def test_piliers_grid_warns_that_validating_is_final(cm2, pp, client_as):
    assert "Valider une compétence est définitif" in words(show(client_as(pp), cm2))


@pytest.mark.parametrize(("competence", "badges"), [([C1], 0), ([C1, C2], 3)])
def test_piliers_grid_shows_the_languages_under_a_language_competence(cm2, pp, client_as, competence, badges):
    PupilLanguage.objects.create(pupil=cm2.pupils[0], language=132)

    page = show(client_as(pp), cm2, competence=competence).text

    assert page.count('class="note"') == badges
    assert page.count('aria-label="anglais"') == (1 if badges else 0)


def test_piliers_grid_opens_whole_from_a_link_that_names_the_class_alone(cm2, pp, client_as):
    address = {"palier": 2, "classe": cm2.school_class.pk, "tout": 1}

    page = client_as(pp).get(reverse("socle:piliers_grid"), address).text

    assert page.count("<td data-v=") == 8 * 3


@pytest.mark.parametrize("pupils", [3, 40])
def test_piliers_grid_makes_the_same_number_of_queries_whatever_its_size(
    cm2, pp, client_as, django_assert_num_queries, pupils
):
    cm2.pupils.extend(AccountFactory(school_class=cm2.school_class) for _ in range(pupils - 3))
    client = client_as(pp)
    show(client, cm2)

    with django_assert_num_queries(10):
        show(client, cm2)


# --- Saving -----------------------------------------------------------------------------------------------------------


def test_save_writes_decisions_history_and_a_line_of_journal(cm2, pp, save):
    rose, eloi = cm2.pupils[0].pk, cm2.pupils[1].pk

    answer = save(pp, [rose, C1, BLUE, GREEN], [eloi, C1, BLUE, RED])

    assert answer.json()["message"] == "Validations enregistrées : 2 cases."
    assert stored() == [(rose, C1, 1, TODAY, "DURAND P."), (eloi, C1, 0, TODAY, "DURAND P.")]
    changes = PilierChange.objects.values_list("pupil", "pilier", "before", "after")
    assert set(changes) == {(rose, C1, 2, 1), (eloi, C1, 2, 0)}
    assert JournalEntry.objects.get(code="socle.save_piliers").details["count"] == 2


def test_validated_competence_is_locked_and_an_invalidated_one_is_not(cm2, pp, save):
    """Two pupils, one compétence: the validated one stays as it is, the other changes hands."""
    rose, eloi = cm2.pupils[0], cm2.pupils[1]
    decide(rose, GREEN)
    decide(eloi, RED)

    answer = save(pp, [rose.pk, C1, GREEN, RED], [eloi.pk, C1, RED, GREEN]).json()

    assert stored() == [(rose.pk, C1, 1, BEFORE, "DUVAL M."), (eloi.pk, C1, 1, TODAY, "DURAND P.")]
    assert answer["message"] == (
        "Validations enregistrées : 1 case. 1 compétence validée est définitive : elle n'a pas été changée."
    )
    assert [(each["pupil"], each["stored"], each["final"]) for each in answer["conflicts"]] == [(rose.pk, 1, True)]


@pytest.mark.parametrize("wanted", [RED, BLUE])
@pytest.mark.parametrize("displayed", [GREEN, RED, BLUE])
def test_forged_change_of_a_locked_competence_is_no_change_and_says_so(cm2, pp, save, displayed, wanted):
    rose = cm2.pupils[0]
    decide(rose, GREEN)
    if displayed == wanted:
        displayed = GREEN

    answer = save(pp, [rose.pk, C1, displayed, wanted])

    assert answer.status_code == 200
    assert answer.json()["message"] == (
        "Aucun changement à enregistrer. 1 compétence validée est définitive : elle n'a pas été changée."
    )
    assert stored() == [(rose.pk, C1, 1, BEFORE, "DUVAL M.")]
    assert not PilierChange.objects.exists()


def test_locked_competence_is_no_more_open_to_the_director(cm2, director, save):
    decide(cm2.pupils[0], GREEN)

    assert save(director, [cm2.pupils[0].pk, C1, GREEN, BLUE]).json()["saved"] == 0


def test_invalidated_competence_may_be_taken_back(cm2, pp, save):
    decide(cm2.pupils[0], RED)

    save(pp, [cm2.pupils[0].pk, C1, RED, BLUE])

    assert stored() == []


def test_validating_a_competence_writes_nothing_on_its_items(cm2, pp, save):
    save(pp, [cm2.pupils[0].pk, C1, BLUE, GREEN])

    assert not ItemValidation.objects.exists()


def test_items_of_a_validated_competence_stay_open_and_say_it(cm2, pp, client_as):
    rose, item = cm2.pupils[0], cm2.items[0]
    decide(rose, GREEN)
    client = client_as(pp)
    address = {"palier": 2, "competence": C1, "classe": cm2.school_class.pk, "tout": 1}

    page = client.get(reverse("socle:items_grid"), address).text
    body = {"gestures": [{"gesture": "cell", "cells": [[rose.pk, item.pk, BLUE, GREEN]]}]}
    saved = client.post(reverse("socle:save_items"), body, content_type="application/json").json()["saved"]

    assert page.count(" data-d>") == 1 + len(cm2.items)
    assert saved == 1


# --- Refused ----------------------------------------------------------------------------------------------------------


def assert_refused(answer, status, sentence):
    assert (answer.status_code, answer.json()["error"]) == (status, sentence)
    assert (stored(), PilierChange.objects.count()) == ([], 0)


def test_teacher_who_is_not_pp_validates_no_competence(cm2, save, client_as):
    answer = save(cm2.teacher, [cm2.pupils[0].pk, C1, BLUE, GREEN])

    assert (answer.status_code, stored()) == (403, [])
    page = client_as(cm2.teacher).get(reverse("socle:piliers"))
    assert (page.status_code, "réserve cette page aux professeurs principaux" in words(page)) == (403, True)


def test_pp_validates_the_competences_of_the_class_where_he_is_pp_alone(cm2, pp, save):
    other = SchoolClassFactory(niveau="CM1")
    TeachingAssignment.objects.create(teacher=pp, school_class=other)
    stranger = AccountFactory(last_name="BRUN", first_name="Lou", school_class=other)

    answer = save(pp, [stranger.pk, C1, BLUE, GREEN])

    sentence = "Un élève n'est pas dans une classe dont vous êtes professeur principal. Rien n'a été enregistré."
    assert_refused(answer, 403, sentence)


def test_school_that_lifts_the_restriction_lets_every_teacher_of_the_class_validate(cm2, save):
    School.objects.filter(pk=cm2.school.pk).update(
        access={"rights": {PILIERS.right: {"profiles": ["DIR", "ENS"], "restrictions": []}}}
    )

    assert save(cm2.teacher, [cm2.pupils[0].pk, C1, BLUE, GREEN]).json()["saved"] == 1


@pytest.mark.parametrize("profile", [Profile.ADM, Profile.DOC, Profile.EDU, Profile.ELV, Profile.TUT])
def test_competences_are_closed_to_the_other_profiles(cm2, save, profile):
    assert save(AccountFactory(profile=profile), [cm2.pupils[0].pk, C1, BLUE, GREEN]).status_code == 403


def test_save_names_pupils_who_left(cm2, pp, save):
    Account.objects.filter(pk=cm2.pupils[1].pk).update(left_on=TODAY)

    answer = save(pp, [cm2.pupils[1].pk, C1, BLUE, GREEN])

    assert_refused(answer, 400, "Ne fait plus partie de l'école : MÉNARD Éloi. Rien n'a été enregistré.")


def test_save_refuses_a_competence_of_a_palier_that_was_deactivated(cm2, pp, save):
    SchoolPalier.objects.all().delete()

    answer = save(pp, [cm2.pupils[0].pk, C1, BLUE, GREEN])

    sentence = "Ce palier n'est plus activé dans l'établissement : rien n'a été enregistré. Voyez votre administrateur."
    assert_refused(answer, 400, sentence)


@pytest.mark.parametrize("pilier", [999, 2**31, 2**63 - 1])
def test_save_refuses_an_unknown_competence(cm2, pp, save, pilier):
    answer = save(pp, [cm2.pupils[0].pk, pilier, BLUE, GREEN])

    assert_refused(answer, 400, "Compétence du socle inconnue : rien n'a été enregistré.")


def test_save_refuses_a_pupil_of_another_school(cm2, pp, save, other_school):
    with school_scope(other_school):
        foreign = AccountFactory()

    assert_refused(save(pp, [foreign.pk, C1, BLUE, GREEN]), 404, "Élève inconnu : rien n'a été enregistré.")


@pytest.mark.parametrize("gesture", ["import", "merge", "cancel"])
def test_save_refuses_a_gesture_that_is_not_of_the_page(cm2, pp, client_as, gesture):
    body = {"gestures": [{"gesture": gesture, "cells": [[cm2.pupils[0].pk, C1, BLUE, GREEN]]}]}

    answer = client_as(pp).post(reverse("socle:save_piliers"), body, content_type="application/json")

    sentence = "Les cases reçues sont incohérentes : rien n'a été enregistré. Rechargez la page."
    assert_refused(answer, 400, sentence)


@pytest.mark.parametrize("pupils", [3, 150])
def test_save_makes_the_same_number_of_queries_whatever_the_number_of_cells(cm2, director, pupils):
    cm2.pupils.extend(AccountFactory(school_class=cm2.school_class) for _ in range(pupils - 3))
    changes = [
        CellChange(pupil.pk, pilier.pk, BLUE, GREEN, "domaine_arrow")
        for pupil in cm2.pupils
        for pilier in Pilier.objects.filter(palier=2)
    ]

    with CaptureQueriesContext(connection) as queries:
        outcome = save_cells(subject=PILIERS, actor=director, school=cm2.school, changes=changes)

    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 10
    assert outcome.saved == pupils * 8


# --- What helps to decide ---------------------------------------------------------------------------------------------


def items_of(client, pupil, pilier=C1):
    return client.get(reverse("socle:pilier_items", args=[pupil.pk, pilier]))


def test_panel_counts_the_items_and_says_oui_non_or_nothing_of_each(cm2, pp, client_as):
    for item, state in zip(cm2.items, [1, 1, 0], strict=False):
        ItemValidation.objects.create(pupil=cm2.pupils[0], item=item, state=state, decided_on=BEFORE)

    panel = words(items_of(client_as(pp), cm2.pupils[0]))

    assert panel.startswith("Ses items : 2 validés · 1 non validé · 26 sans décision Dire OUI ")
    assert (panel.count("OUI"), panel.count("NON"), panel.count("???")) == (2, 1, 26)


def test_panel_says_that_no_item_was_decided(cm2, pp, client_as):
    panel = words(items_of(client_as(pp), cm2.pupils[0]))

    assert panel == "Aucune validation d'item n'a été saisie pour cette compétence."


def test_panel_is_closed_for_a_pupil_of_another_class_and_for_an_inactive_palier(cm2, pp, client_as):
    stranger = AccountFactory(school_class=SchoolClassFactory(niveau="CM1"))

    assert items_of(client_as(pp), stranger).status_code == 404
    assert items_of(client_as(pp), cm2.pupils[0], pilier=1).status_code == 404
