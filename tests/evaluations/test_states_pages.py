"""« États d'acquisition » and « Algorithme de calcul »: typed, previewed, kept; the calculation of each référentiel."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import JournalEntry
from evaluations import queries
from evaluations.models import ScaleSettings
from evaluations.scale.calculation import Calculation
from evaluations.scale.moves import Series
from evaluations.scale.whole import DEFAULT_SCALE
from evaluations.scoring.methods import Method
from referentiels.models import Referentiel
from sacoche.kit.tenancy import all_schools, school_scope
from tests.evaluations.typing_scale import (
    EDIT_CALCULATION,
    EDIT_STATES,
    LIST,
    NA,
    STATES,
    VA,
    A,
    chosen,
    saved,
    typed_states,
)
from tests.factories import AccountFactory, MatiereTeachingFactory, ReferentielFactory
from tests.html import words


def test_states_are_kept_in_the_order_of_their_thresholds_p42(browser):
    saved(browser, EDIT_STATES, typed_states(("O", "Oui", 50, 100, 90), ("N", "Non", 0, 49, 10)))

    assert [(state.sigle, state.low) for state in queries.current_scale().states] == [("N", 0), ("O", 50)]
    assert JournalEntry.objects.get(code="evaluations.set_states")


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (typed_states(NA, ("VA", "Presque", 41, 60, 50), A), "40 n'est dans aucun état"),
        (typed_states(("NA", "Non", 0, 40, 0), VA, A), "40 est dans deux états"),
        (typed_states(NA, VA, ("A", "Acquis", 61, 100, 130)), "la valeur d'un état va de 0 à 100, pas 130"),
        (typed_states(NA, VA, ("A", "Acquis", "61,5", 100, 100)), "« A », premier seuil : écrivez un nombre entier"),
        (typed_states(("X", "Tout", 0, 100, 100)), "Il faut 2 états au moins"),
        (
            typed_states(
                NA, VA, A, couleurs="on", **{f"{s}-{n}": "#000000" for n in (1, 2, 3) for s in ("clair", "sombre")}
            ),
            "le texte ne se lirait pas",
        ),
    ],
)
def test_states_that_do_not_hold_are_refused_and_stay_typed_p42(browser, sent, fault):
    page = saved(browser, EDIT_STATES, sent)

    assert (page.status_code, fault in words(page).replace("\u00a0", " ")) == (422, True)
    assert f'value="{sent["debut-1"]}"' in page.content.decode()
    assert not ScaleSettings.objects.exists()


def test_states_are_added_and_taken_away_before_they_are_kept_p42(browser):
    added = browser.post(EDIT_STATES, typed_states(NA, VA, A) | {"etape": "ajouter"})
    removed = browser.post(EDIT_STATES, typed_states(NA, VA, A) | {"retirer": "2"})

    assert [row.sigle for row in added.context["form"].rows] == ["NA", "VA", "A", ""]
    assert [row.sigle for row in removed.context["form"].rows] == ["NA", "A"]


def test_colours_of_a_school_are_those_that_everybody_sees_p42(browser):
    own = {f"{side}-{n}": colour for n in (1, 2, 3) for side, colour in (("clair", "#ffd0d0"), ("sombre", "#301010"))}
    saved(browser, EDIT_STATES, typed_states(NA, VA, A, couleurs="on", **own))

    assert 'fill="#ffd0d0"' in browser.get(STATES).content.decode()


@pytest.mark.parametrize(
    ("method", "limit"), [("geometrique", 6), ("arithmetique", 10), ("classique", 12), ("bestof3", 2)]
)
def test_limit_that_a_method_does_not_take_is_refused_p43(browser, method, limit):
    page = saved(browser, EDIT_CALCULATION, chosen(method, limit))

    said = "Choisissez dans la liste combien" if limit == 12 else "choisissez "
    assert (page.status_code, said in words(page)) == (422, True)
    assert not ScaleSettings.objects.exists()


@pytest.mark.parametrize(("method", "limit"), [("classique", 15), ("bestof3", 3), ("arithmetique", 9)])
def test_limits_at_the_edge_are_kept_p43(browser, method, limit):
    saved(browser, EDIT_CALCULATION, chosen(method, limit))

    assert queries.current_scale().calculation == Calculation(Method(method), limit)


def test_database_itself_holds_no_limit_that_a_method_does_not_take_p43(school):
    for values in ({"limit": 6}, {"method": "autre"}, {"look_back": "auto"}, {"symbols": "fleurs"}, {"version": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScaleSettings.objects.create(**values)
    ScaleSettings.objects.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        ScaleSettings.objects.create()


def test_new_referentiel_takes_the_calculation_of_the_school_and_the_others_keep_theirs_p44(browser, other_school):
    before = ReferentielFactory()
    preview = browser.post(EDIT_CALCULATION, chosen("classique", 0, "annuel") | {"etape": "apercu"})
    assert "1 référentiel existe et garde son réglage" in words(preview)
    saved(browser, EDIT_CALCULATION, chosen("classique", 0, "annuel"))
    after = ReferentielFactory()

    def told(referentiel):
        row = Referentiel.objects.get(pk=referentiel.pk)
        return row.method, row.limit, row.look_back

    assert told(before) == ("geometrique", 5, "oui")
    assert told(after) == ("classique", 0, "annuel")
    with school_scope(other_school):
        assert told(ReferentielFactory()) == ("geometrique", 5, "oui")


def test_referentiel_made_with_every_school_open_takes_nothing_of_another_p44(school, other_school):
    with school_scope(other_school):
        ScaleSettings.objects.create(method="classique", limit=0)
        assert Referentiel().method == "classique"
    with all_schools():
        assert Referentiel().method == "geometrique"


@pytest.fixture
def coordinator(teacher, client_as):
    """A browser of a teacher who coordinates the matière of a référentiel, which comes with it."""
    link = MatiereTeachingFactory(teacher=teacher, is_coordonnateur=True)
    return client_as(teacher), ReferentielFactory(matiere=link.matiere)


def test_coordinator_sets_the_calculation_of_his_referentiels_in_words_p44(coordinator):
    browser, referentiel = coordinator
    other = ReferentielFactory()
    page = words(browser.get(LIST))
    assert "moyenne des 5 derniers résultats, pondérés 1, 2, 4, 8, 16" in page
    assert (str(referentiel) in page, str(other) in page) == (True, False)

    edit = reverse("evaluations:edit_referentiel_calculation", args=[referentiel.pk])
    preview = browser.post(edit, chosen("classique", 0) | {"etape": "apercu"})
    assert "géométrique, les 5 derniers → moyenne, tous" in words(preview)
    told = {"etape": "enregistrer", "avant": "geometrique 5 oui"}
    page = words(browser.post(edit, chosen("classique", 0) | told, follow=True)).replace("\u00a0", " ")
    assert f"« {referentiel} » : moyenne de tous les résultats." in page
    assert Referentiel.objects.get(pk=referentiel.pk).method == "classique"
    assert JournalEntry.objects.filter(code="referentiels.configure").count() == 1

    stale = browser.post(edit, chosen("bestof1", 0) | told)
    assert (stale.status_code, Referentiel.objects.get(pk=referentiel.pk).method) == (409, "classique")
    refused = browser.post(edit, chosen("geometrique", 6) | told)
    assert (refused.status_code, "les 1 à 5 derniers" in words(refused)) == (422, True)


def test_preview_of_a_referentiel_counts_and_names_what_moves_p62(coordinator, monkeypatch):
    browser, referentiel = coordinator
    asked = []

    def series(referentiel_id=None):
        asked.append(referentiel_id)
        return [Series("ALPHA A10", "1 3 4", DEFAULT_SCALE.calculation), Series("X", "4", DEFAULT_SCALE.calculation)]

    monkeypatch.setattr(queries, "school_series", series)
    edit = reverse("evaluations:edit_referentiel_calculation", args=[referentiel.pk])
    page = words(browser.post(edit, chosen("classique", 0) | {"etape": "apercu"})).replace("\u00a0", " ")

    assert "1 score sur 2 change, dont 1 d'état." in page
    assert "ALPHA A10 : 76 A → 56 VA" in page
    assert asked == [referentiel.pk]


def test_referentiel_of_another_matiere_or_school_is_not_there_and_others_are_refused_p44(
    coordinator, client_as, pupil, admin, other_school
):
    browser, _referentiel = coordinator
    with school_scope(other_school):
        stranger = ReferentielFactory()
    addresses = [
        reverse("evaluations:edit_referentiel_calculation", args=[each.pk]) for each in (ReferentielFactory(), stranger)
    ]
    assert [browser.get(address).status_code for address in addresses] == [404, 404]
    simple = AccountFactory(profile=Profile.ENS)
    page = client_as(simple).get(LIST)
    assert (page.status_code, "réserve cette page aux coordonnateurs" in words(page)) == (403, True)
    assert [client_as(who).get(LIST).status_code for who in (pupil, admin)] == [403, 403]
