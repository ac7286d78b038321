"""The scale of a school: read by everybody, what a change moves, a change put back."""

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import JournalEntry
from evaluations import queries
from evaluations.models import ScaleChange, ScaleSettings, SymbolImage
from evaluations.scale.moves import Series
from evaluations.scale.whole import DEFAULT_SCALE, Part
from evaluations.services import scale as services
from sacoche.kit.tenancy import school_scope
from tests.evaluations.typing_scale import (
    CALCULATION,
    CODES,
    DEFAULT,
    EDIT_CALCULATION,
    EDIT_CODES,
    EDIT_STATES,
    NA,
    STATES,
    chosen,
    picture,
    saved,
    sent_image,
    typed_codes,
    typed_states,
)
from tests.factories import AccountFactory
from tests.html import words


@pytest.mark.parametrize("profile", [Profile.TUT, Profile.ELV, Profile.ENS, Profile.DIR])
def test_everybody_reads_symbols_legends_values_and_thresholds_p66(school, client_as, profile):
    browser = client_as(AccountFactory(profile=profile))

    codes, states = words(browser.get(CODES)), words(browser.get(STATES))
    assert all(code.legend in codes for code in DEFAULT_SCALE.codes)
    assert "RR Très insuffisant 0 1" in codes
    assert "AB Absent A" in codes
    assert "VA Partiellement acquis 40 à 60 50" in states
    assert "moyenne des 5 derniers résultats, pondérés 1, 2, 4, 8, 16" in words(browser.get(CALCULATION))


def test_right_taken_from_families_closes_the_pages_to_them_p66(school, client_as):
    school.access = {
        "rights": {
            "evaluations.see_scale": {"profiles": ["ELV", "ENS"], "restrictions": []},
            "evaluations.see_calculation": {"profiles": ["ENS"], "restrictions": []},
        }
    }
    school.save()
    parent, pupil = client_as(AccountFactory(profile=Profile.TUT)), client_as(AccountFactory(profile=Profile.ELV))

    assert [parent.get(page).status_code for page in (CODES, STATES, CALCULATION)] == [403, 403, 403]
    assert [pupil.get(page).status_code for page in (CODES, STATES, CALCULATION)] == [200, 200, 403]


def test_heads_and_administrators_change_the_scale_and_nobody_else(client_as, admin, director, teacher):
    pages = (EDIT_CODES, EDIT_STATES, EDIT_CALCULATION)

    assert [[client_as(who).get(page).status_code for page in pages] for who in (admin, director, teacher)] == [
        [200, 200, 200],
        [200, 200, 200],
        [403, 403, 403],
    ]
    assert client_as(teacher).post(EDIT_CODES, typed_codes(*DEFAULT)).status_code == 403
    assert not ScaleSettings.objects.exists()


FROM_56 = typed_states(NA, ("VA", "Partiellement acquis", 40, 55, 50), ("A", "Acquis", 56, 100, 100))


def test_preview_says_that_there_are_no_results_yet_and_what_any_series_would_do_p65(browser):
    page = words(browser.post(EDIT_STATES, FROM_56 | {"etape": "apercu"})).replace("\u00a0", " ")

    assert "VA, fin : 60 → 55" in page
    assert "Aucun résultat n'est encore enregistré" in page
    assert "Sur les 84 suites possibles de 1 à 3 résultats" in page
    assert "Les validations du socle : 0 changée." in page


def test_preview_counts_and_names_what_moves_on_the_results_of_the_school_p65(browser, monkeypatch):
    names = {"ALPHA A10": "1 3 4", "ALPHA A11": "2 3", "ALPHA A20": "2 3", "DELTA A11": "AB"}
    results = [Series(name, codes, DEFAULT_SCALE.calculation) for name, codes in names.items()]
    monkeypatch.setattr(queries, "school_series", lambda referentiel_id=None: results)

    page = words(browser.post(EDIT_STATES, FROM_56 | {"etape": "apercu"})).replace("\u00a0", " ")
    assert "0 score sur 3 change, dont 2 d'état." in page
    assert "ALPHA A11 : 56 VA → 56 A" in page


def test_change_is_dated_beside_the_setting_and_undone_p65(browser):
    saved(browser, EDIT_CALCULATION, chosen("classique", 0))
    page = words(browser.get(CALCULATION)).replace("\u00a0", " ")
    assert "par MARCHAND C. : géométrique, les 5 derniers → moyenne, tous Annuler ce changement" in page

    undone = browser.post(reverse("evaluations:undo", args=[1]), follow=True)
    assert "Remis comme avant le" in words(undone)
    assert queries.current_scale().calculation == DEFAULT_SCALE.calculation
    assert [change.undoes for change in ScaleChange.objects.all()] == [1, None]
    assert JournalEntry.objects.filter(code="evaluations.undo_scale").count() == 1


def test_change_that_another_followed_is_not_undone_p65(browser):
    saved(browser, EDIT_CALCULATION, chosen("classique", 0))
    saved(browser, EDIT_CALCULATION, chosen("classique", 10, version=1))

    page = words(browser.post(reverse("evaluations:undo", args=[1]), follow=True))
    assert "Ce réglage a été changé depuis" in page
    assert queries.current_scale().calculation.limit == 10


def test_undoing_a_part_leaves_what_was_changed_elsewhere_since_p65(browser):
    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, symboles="points"))
    saved(browser, EDIT_STATES, FROM_56 | {"version": 1})
    browser.post(reverse("evaluations:undo", args=[1]))

    scale = queries.current_scale()
    assert (scale.symbols, scale.states[2].low, scale.version) == ("traits", 56, 3)


def test_undo_of_a_change_whose_image_is_gone_draws_the_code_p65(browser, school, admin):
    sent_image(browser, picture())
    digest = SymbolImage.objects.get().digest
    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, **{"image-4": digest}))
    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, version=1))
    SymbolImage.objects.all().delete()

    services.undo_change(actor=admin, school=school, version=2)
    assert [code.image for code in queries.current_scale().codes] == ["", "", "", ""]


def test_nothing_is_written_when_nothing_changes(browser):
    page = saved(browser, EDIT_CODES, typed_codes(*DEFAULT))

    assert "Rien n'était à changer." in words(page)
    assert not ScaleSettings.objects.exists()


def test_service_refuses_by_itself_what_does_not_hold(school, admin):
    wanted = replace(DEFAULT_SCALE, codes=DEFAULT_SCALE.codes[:1])
    with pytest.raises(services.BadScale, match="Il faut 2 codes"):
        services.change_scale(actor=admin, school=school, part=Part.CODES, wanted=wanted, seen=0)


def test_schools_have_each_their_scale(browser, other_school):
    saved(browser, EDIT_CALCULATION, chosen("classique", 0))
    with school_scope(other_school):
        assert queries.current_scale() == DEFAULT_SCALE
