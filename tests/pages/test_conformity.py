"""The audit grid behind the statement of accessibility, and the page of conformity: figures come from data."""

from pathlib import Path

from django.test import Client
from django.urls import reverse

from sacoche.audit import MET, UNMET, Audit, Criterion, audit, doctrine
from tests.html import words

ROOT = Path(__file__).parents[2]
THEMES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)


def plain(address):
    return words(Client().get(address)).replace("\u00a0", " ").replace("\u202f", " ")


def test_grid_has_the_106_criteria_in_their_order_p288():
    wanted = [f"{theme}.{rank}" for theme, number in enumerate(THEMES, start=1) for rank in range(1, number + 1)]

    assert [each.number for each in audit().criteria] == wanted
    assert len(wanted) == 106


def test_rate_is_computed_on_what_was_judged_p288(db):
    found = audit()
    told = plain("/accessibilite/")

    assert f"{found.rate} % de ceux-là" in told
    assert f"{found.counts['NE']} restent à évaluer" in told
    assert sum(found.counts.values()) == 106


def test_rate_rounds_halves_up_and_names_its_state():
    def made(met, unmet, unjudged=0):
        states = MET * met + "x" * unmet + "y" * unjudged
        return Audit([Criterion("", "", {"x": UNMET, "y": "NE"}.get(each, each), "") for each in states])

    assert (made(1, 7).rate, made(1, 7).label) == (13, "non conforme")
    assert made(1, 1).label == "partiellement conforme"
    assert made(3, 0).label == "totalement conforme"
    assert made(3, 0, 1).label == "partiellement conforme"


def test_footer_says_the_state_of_the_grid_p288(db):
    assert f"Accessibilité : {audit().label}" in plain("/aide/")


def test_every_criterion_has_what_shows_it_and_names_files_that_exist():
    for each in audit().criteria:
        assert each.proof, each.number
        named = [word.strip("(),") for word in each.proof.split() if "/" in word]
        assert [name for name in named if not (ROOT / name).exists()] == [], each.number


def test_each_line_of_the_doctrine_has_its_proof_or_no_p289(db):
    told = plain(reverse("conformity"))

    assert {each.state for each in doctrine()} == {"oui", "non"}
    for each in doctrine():
        assert each.proof
        assert each.what in told
    for reference in ("RGS", "RGAA 4.1", "RGI", "RGPD", "Hébergement"):
        assert reference in {each.reference for each in doctrine()}
