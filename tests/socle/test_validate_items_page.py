"""« Valider les items »: choosing a grid, and the grid as it is displayed (S138–S143, S148, S150)."""

import datetime
import re

import pytest
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account, TeachingAssignment
from sacoche.kit.tenancy import school_scope
from schools.models import School
from socle.models import Domaine, ItemValidation, Palier, SchoolPalier
from socle.nomenclature import national_piliers
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words


def choose(client, **params):
    return client.get(reverse("socle:items"), params)


def show_grid(client, cm2, *, competence=8, **changes):
    params = {
        "palier": 2,
        "competence": competence,
        "domaine": [domaine.pk for domaine in Domaine.objects.filter(pilier=competence or 8)],
        "classe": cm2.school_class.pk,
        "eleve": [pupil.pk for pupil in cm2.pupils],
    }
    return client.get(reverse("socle:items_grid"), params | changes)


def initial(response, name):
    return response.context["form"][name].initial


def labels(response, name):
    return [label for value, label in response.context["form"].fields[name].choices if value]


def test_choose_items_preselects_the_only_palier_and_the_only_class(cm2, client_as):
    page = choose(client_as(cm2.teacher))

    assert initial(page, "palier") == "2"
    assert labels(page, "palier") == ["Palier 2 (fin CM2)"]
    assert initial(page, "classe") == str(cm2.school_class.pk)


def test_choose_items_offers_active_paliers_with_a_blank_when_there_are_two(cm2, client_as):
    SchoolPalier.objects.create(palier=Palier.objects.get(pk=1))

    page = choose(client_as(cm2.teacher))

    assert labels(page, "palier") == ["Palier 1 (fin CE1)", "Palier 2 (fin CM2)"]
    assert initial(page, "palier") is None


def test_palier_worked_on_last_is_the_one_proposed_next_time(cm2, client_as, save):
    SchoolPalier.objects.create(palier=Palier.objects.get(pk=1))
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, 2, 1])
    client = client_as(cm2.teacher)

    assert initial(choose(client), "palier") == "2"
    assert initial(choose(client, palier=1), "palier") == "1"
    assert initial(choose(client, palier=""), "palier") is None
    SchoolPalier.objects.filter(palier=2).delete()
    assert initial(choose(client), "palier") == "1"


def test_choose_items_says_to_whom_the_school_gives_the_right(cm2, client_as):
    assert "Profils autorisés : directeur, professeur, documentaliste, conseiller d'éducation." in words(
        choose(client_as(cm2.teacher))
    )

    grant = {"profiles": ["DIR", "ENS"], "restrictions": ["ONLY_PP"]}
    School.objects.filter(pk=cm2.school.pk).update(access={"rights": {"socle.validate_items": grant}})
    TeachingAssignment.objects.filter(teacher=cm2.teacher).update(is_pp=True)
    page = choose(client_as(Account.objects.get(pk=cm2.teacher.pk)))
    assert "Profils autorisés : directeur, professeur (réservé aux professeurs principaux)." in words(page)


def test_choose_items_offers_the_eight_competences_of_palier_2(cm2, client_as):
    page = choose(client_as(cm2.teacher), palier=2)

    assert len(labels(page, "competence")) == 9
    assert labels(page, "competence")[0] == "Compétence 1 – La maîtrise de la langue française"


def test_choose_items_ticks_every_domaine_and_every_pupil(cm2, client_as):
    page = choose(client_as(cm2.teacher), palier=2, competence=8, classe=cm2.school_class.pk)

    assert labels(page, "eleve") == ["BAILLY Rose", "MÉNARD Éloi", "MICHEL Ana"]
    assert initial(page, "eleve") == [str(pupil.pk) for pupil in cm2.pupils]
    assert len(initial(page, "domaine")) == 6


def test_choose_items_keeps_what_the_address_says(cm2, client_as):
    page = choose(client_as(cm2.teacher), palier=2, competence=8, classe=cm2.school_class.pk, eleve=[cm2.pupils[1].pk])

    assert initial(page, "eleve") == [str(cm2.pupils[1].pk)]


def test_choose_items_shows_the_button_disabled_until_the_choices_are_complete(cm2, client_as):
    client = client_as(cm2.teacher)
    button = re.compile(r"<button[^>]*>Afficher le tableau des validations</button>")

    before = button.search(choose(client).text).group()
    after = button.search(choose(client, competence=8).text).group()

    assert "disabled" in before
    assert "disabled" not in after


def test_choose_items_answers_htmx_with_the_form_alone(cm2, client_as):
    page = client_as(cm2.teacher).get(reverse("socle:items"), {"competence": 8}, headers={"hx-request": "true"})

    assert page.text.strip().startswith('<form id="selection"')


def test_choose_items_leaves_pupils_who_left_out(cm2, client_as):
    AccountFactory(last_name="PARTI", school_class=cm2.school_class, left_on=datetime.date(2020, 1, 1))

    page = choose(client_as(cm2.teacher))

    assert labels(page, "eleve") == ["BAILLY Rose", "MÉNARD Éloi", "MICHEL Ana"]


def test_choose_items_offers_a_teacher_his_classes_and_a_director_all(cm2, client_as, director):
    SchoolClassFactory(niveau="CE1", reference="CE1_CA59", name="[CE1] CE1")

    assert len(choose(client_as(cm2.teacher)).context["choices"].places) == 1
    assert len(choose(client_as(director)).context["choices"].places) == 2


def test_choose_items_says_who_activates_paliers_when_there_is_none(school, teacher, client_as):
    page = choose(client_as(teacher))

    assert "Aucun palier du socle n&#x27;est activé" in page.text or "Aucun palier du socle n'est activé" in page.text


def test_choose_items_says_who_assigns_classes_when_there_is_none(cm2, client_as):
    stranger = AccountFactory(profile=Profile.ENS)

    assert "Aucune classe ne vous est affectée" in choose(client_as(stranger)).text


def test_choose_items_answers_404_for_a_class_of_another_school(cm2, client_as, other_school):
    with school_scope(other_school):
        foreign = SchoolClassFactory(niveau="CM2")

    assert choose(client_as(cm2.teacher), classe=foreign.pk).status_code == 404


def test_choose_items_answers_403_for_a_class_of_a_colleague(cm2, client_as):
    other_class = SchoolClassFactory(niveau="CM1")

    page = choose(client_as(cm2.teacher), classe=other_class.pk)

    assert page.status_code == 403
    assert "Cette classe n&#x27;est pas une des vôtres." in page.text


@pytest.mark.parametrize("profile", [Profile.ADM, Profile.ELV, Profile.TUT])
def test_choose_items_is_closed_to_those_who_do_not_validate(cm2, client_as, profile):
    assert choose(client_as(AccountFactory(profile=profile))).status_code == 403


@pytest.mark.parametrize("junk", ["abc", "-1", "²", "9" * 400, "8 OR 1=1", ""])
def test_choose_items_ignores_what_is_no_number(cm2, client_as, junk):
    page = choose(client_as(cm2.teacher), palier=junk, competence=junk, classe=junk, eleve=junk, domaine=junk)

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("palier", "Choisissez un palier."),
        ("competence", "Choisissez une compétence."),
        ("domaine", "Cochez au moins un domaine."),
        ("classe", "Choisissez une classe ou un groupe."),
        ("eleve", "Cochez au moins un élève."),
    ],
)
def test_items_grid_names_the_choice_that_is_missing(cm2, client_as, missing, sentence):
    page = show_grid(client_as(cm2.teacher), cm2, **{missing: []})

    assert page.context["form"].errors[missing] == [sentence]
    assert sentence in page.text


def test_items_grid_has_a_column_per_pupil_and_a_row_per_item(cm2, client_as):
    page = show_grid(client_as(cm2.teacher), cm2)

    assert re.findall(r"<th scope=\"col\"[^>]*><span>([^<]*)", page.text) == [
        "BAILLY Rose",
        "MÉNARD Éloi",
        "MICHEL Ana",
        "TOUS LES ÉLÈVES",
    ]
    assert page.text.count("<tr data-i=") == 29
    assert page.text.count("<td data-v=") == 29 * 3
    assert (page.text.count("↓</button>"), page.text.count("↘</button>"), page.text.count("←</button>")) == (18, 6, 29)


def test_items_grid_shows_only_the_chosen_domaines_and_pupils(cm2, client_as):
    domaine = Domaine.objects.filter(pilier=8).first()

    page = show_grid(client_as(cm2.teacher), cm2, domaine=[domaine.pk], eleve=[cm2.pupils[0].pk])

    assert page.text.count("<td data-v=") == 5


def test_items_grid_gives_stored_states_with_date_and_author(cm2, client_as):
    pupil, item = cm2.pupils[1], cm2.items[0]
    ItemValidation.objects.create(
        pupil=pupil, item=item, state=0, decided_on=datetime.date(2026, 6, 15), author_label="DUVAL M."
    )

    page = show_grid(client_as(cm2.teacher), cm2)

    blue, red = '<td data-v="2" data-c="blank">', '<td data-v="0" data-c="no" data-s="✗" data-k="0">'
    assert f'<tr data-i="{item.pk}">{blue}{red}{blue}' in page.text
    assert page.context["grid"].decisions == [("2026-06-15", "DUVAL M.")]


def test_items_grid_shows_a_row_of_languages_for_a_language_competence(cm2, client_as):
    client = client_as(cm2.teacher)

    assert show_grid(client, cm2, competence=9).text.count('aria-label="langue non choisie"') == 3
    assert show_grid(client, cm2, competence=8).text.count('aria-label="langue non choisie"') == 0


def test_items_grid_leads_back_to_the_same_choices(cm2, client_as):
    client = client_as(cm2.teacher)
    page = show_grid(client, cm2, eleve=[cm2.pupils[0].pk, cm2.pupils[2].pk])

    back = re.search(r'<a class="btn" href="([^"]*)">Retour', page.text).group(1).replace("&amp;", "&")
    form = client.get(back)

    assert initial(form, "palier") == "2"
    assert initial(form, "classe") == str(cm2.school_class.pk)
    assert initial(form, "eleve") == [str(cm2.pupils[0].pk), str(cm2.pupils[2].pk)]


def neighbours(page):
    return {each.rel: (each.label.removeprefix("Compétence "), each.url) for each in page.context["neighbours"]}


def test_items_grid_leads_to_the_competences_before_and_after_with_the_same_pupils(cm2, client_as):
    client, chosen = client_as(cm2.teacher), cm2.pupils[0]
    [first, second, *_others, last] = national_piliers(2)

    grid = show_grid(client, cm2, competence=second.pk, domaine=[], tout=1, eleve=[chosen.pk])

    beside = neighbours(grid)
    assert [beside[rel][0] for rel in ("prev", "next")] == ["1", "3a"]
    after = client.get(beside["next"][1])
    assert after.context["grid"].title == str(national_piliers(2)[2])
    assert list(after.context["choices"].chosen_pupils) == [chosen]
    assert after.context["choices"].chosen_domaines == after.context["choices"].domaines
    assert list(neighbours(show_grid(client, cm2, competence=first.pk))) == ["next"]
    assert list(neighbours(show_grid(client, cm2, competence=last.pk))) == ["prev"]


def test_items_grid_of_a_whole_class_leads_to_whole_classes(cm2, client_as):
    client = client_as(cm2.teacher)

    beside = neighbours(show_grid(client, cm2))

    assert "eleve" not in beside["next"][1]
    assert list(client.get(beside["next"][1]).context["choices"].chosen_pupils) == list(cm2.pupils)


def test_items_grid_names_a_pupil_who_changed_class_by_asking_again(cm2, client_as):
    mover = cm2.pupils[0]
    mover.school_class = SchoolClassFactory(niveau="CM1")
    mover.save()

    page = show_grid(client_as(cm2.teacher), cm2)

    assert page.context["form"].errors["eleve"] == [
        "Des élèves choisis ne sont plus dans cette classe ou ce groupe : vérifiez la liste."
    ]


def test_items_grid_refuses_a_competence_of_an_inactive_palier(cm2, client_as):
    page = show_grid(client_as(cm2.teacher), cm2, palier=1, competence=16)

    assert "competence" in page.context["form"].errors


def test_items_grid_answers_404_for_a_pupil_of_another_school(cm2, client_as, other_school):
    with school_scope(other_school):
        foreign = AccountFactory()

    assert show_grid(client_as(cm2.teacher), cm2, eleve=[foreign.pk]).status_code == 404


@pytest.mark.parametrize("pupils", [3, 40])
def test_items_grid_makes_the_same_number_of_queries_whatever_its_size(
    cm2, client_as, django_assert_num_queries, pupils
):
    for _ in range(pupils - 3):
        cm2.pupils.append(AccountFactory(school_class=cm2.school_class))
    client = client_as(cm2.teacher)
    show_grid(client, cm2)

    with django_assert_num_queries(15):
        show_grid(client, cm2)


@pytest.mark.parametrize(("pupils", "limit"), [(30, 110_000), (150, 500_000)])
def test_items_grid_stays_light_when_everything_is_decided(cm2, client_as, pupils, limit):
    cm2.pupils.extend(AccountFactory(school_class=cm2.school_class) for _ in range(pupils - 3))
    ItemValidation.objects.bulk_create(
        ItemValidation(pupil=pupil, item=item, state=1, decided_on=datetime.date(2026, 6, 1), author_label="DURAND P.")
        for pupil in cm2.pupils
        for item in cm2.items
    )

    page = show_grid(client_as(cm2.teacher), cm2)

    assert page.text.count('<td data-v="1"') == pupils * 29
    assert len(page.content) < limit


def test_choose_items_ignores_a_number_beyond_any(teacher, client_as):
    address = reverse("socle:items") + "?classe=" + "0" * 20 + "9" * 30
    assert client_as(teacher).get(address).status_code == 200
