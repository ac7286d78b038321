"""The simulator of scores, for everybody."""

import pytest

from evaluations.models import ScaleSettings
from tests.evaluations.typing_scale import CALCULATION
from tests.html import words


def test_simulator_works_without_a_script_and_stores_nothing_p61(client_as, pupil):
    browser = client_as(pupil)
    page = words(browser.get(CALCULATION, {"suite": "1 4 2"})).replace("\u00a0", " ")

    assert "(0×1 + 100×2 + 33×4) ÷ 7 = 47,43 → 47 → Partiellement acquis" in page
    clicked = browser.get(CALCULATION, {"suite": "1 4", "ajouter": "2"})
    assert clicked.context["series"] == ["RR", "VV", "R"]
    assert 'value="1 4 2"' in clicked.content.decode()
    assert not ScaleSettings.objects.exists()


def test_simulator_says_which_results_do_not_count_p48_p61(client_as, pupil):
    browser = client_as(pupil)
    said = [words(browser.get(CALCULATION, {"suite": suite})).replace("\u00a0", " ") for suite in ("1 AB 4 NE", "1 4")]

    assert ["Ne comptent pas : AB, NE." in page for page in said] == [True, False]


def test_simulator_answers_a_script_with_its_result_alone_p61(client_as, pupil):
    headers = {"HX-Request": "true", "HX-Target": "simule"}
    page = client_as(pupil).get(CALCULATION, {"suite": "1 4 2"}, headers=headers).content.decode()

    assert page.strip().startswith('<div id="simule"')
    assert "<html" not in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"suite": "1 7"}, "« 7 » n'est pas un code : écrivez 1 (RR)"),
        ({"suite": "1 " * 101}, "Une suite a 100 résultats au plus."),
        ({"suite": "1 " * 400}, "Une suite a 100 résultats au plus."),
        ({"methode": "autre", "suite": "1"}, "Choisissez dans la liste."),
        ({"nombre": "12", "suite": "1"}, "Choisissez dans la liste combien de résultats comptent."),
        ({"longueur": "5"}, "Choisissez une longueur de 1 à 4 résultats."),
        ({"suite": "1\x00 2"}, ""),
    ],
)
def test_simulator_says_what_it_cannot_read_p61(client_as, pupil, asked, said):
    page = client_as(pupil).get(CALCULATION, asked)

    assert (page.status_code, said in words(page).replace("\u00a0", " ")) == (200, True)


@pytest.mark.parametrize(("length", "count"), [(1, 4), (2, 16), (3, 64), (4, 256)])
def test_simulator_shows_every_series_of_a_length_p61(client_as, pupil, length, count):
    page = client_as(pupil).get(CALCULATION, {"longueur": length})

    assert len(page.context["cases"]) == count
    assert f"{count} suites : moyenne des 5 derniers résultats" in words(page).replace("\u00a0", " ")
