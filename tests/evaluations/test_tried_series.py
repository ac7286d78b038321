"""The simulator on the results of a real pupil (P62)."""

from django.urls import reverse

from tests.evaluations.typing_scale import CALCULATION
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words

PAGE = "/echelle/calcul/eleve/"


def asked(class_5a, name="ALPHA"):
    return {"eleve": class_5a.pupils[name].pk, "referentiel": class_5a.referentiel.pk}


def test_results_of_a_pupil_go_to_the_simulator_with_the_calculation_of_the_referentiel_p62(class_5a, client_as):
    browser = client_as(class_5a.teacher)
    assert reverse("evaluations:tried_series") in browser.get(CALCULATION).content.decode()

    page = browser.get(PAGE, asked(class_5a))

    assert [(line.reference, " ".join(line.codes)) for line in page.context["lines"]] == [
        ("5.A10", "RR V VV"),
        ("5.A11", "R V"),
        ("5.A20", "R V"),
        ("5.B10", "VV"),
        ("5.B11", "VV"),
    ]
    [first, *_] = page.context["lines"]
    simulated = words(browser.get(f"{CALCULATION}?{first.query}")).replace("\u00a0", " ")
    assert "(0×1 + 67×2 + 100×4) ÷ 7 = 76,29 → 76 → Acquis" in simulated


def test_special_codes_are_shown_and_a_pupil_without_result_is_said_p62(class_5a, client_as):
    browser = client_as(class_5a.teacher)
    of_charli = browser.get(PAGE, asked(class_5a, "CHARLI")).context["lines"]
    newcomer = AccountFactory(profile="ELV", school_class=class_5a.school_class)

    assert [" ".join(line.codes) for line in of_charli] == ["AB R VV", "AB RR", "V DI", "AB", "V VV"]
    answer = browser.get(PAGE, asked(class_5a) | {"eleve": newcomer.pk})
    assert "Cet élève n'a encore aucun résultat" in words(answer)


def test_pupil_of_others_is_neither_offered_nor_shown_p62(class_5a, client_as):
    stranger = AccountFactory(profile="ELV", last_name="ZOULOU", school_class=SchoolClassFactory())
    browser = client_as(class_5a.teacher)

    assert "ZOULOU" not in words(browser.get(PAGE))
    answer = browser.get(PAGE, asked(class_5a) | {"eleve": stranger.pk})
    assert (answer.status_code, "n'est pas, ou plus, un des vôtres" in words(answer)) == (422, True)


def test_families_do_not_try_the_results_of_pupils_p62(class_5a, client_as):
    assert client_as(class_5a.pupils["ALPHA"]).get(PAGE, asked(class_5a)).status_code == 403
    assert reverse("evaluations:tried_series") not in client_as(class_5a.pupils["ALPHA"]).get(CALCULATION).text


def test_page_takes_eighteen_queries_at_most_p62(class_5a, client_as, django_assert_max_num_queries):
    browser = client_as(class_5a.teacher)
    browser.get(PAGE, asked(class_5a))
    with django_assert_max_num_queries(18):
        browser.get(PAGE, asked(class_5a))
