"""Logins made from names."""

import pytest

from accounts.logins import free_login, make_login
from tests.golden import golden


def test_make_login_golden_samples_pass_whole():
    rows = golden("logins")
    made = [make_login(pattern=row["modele"], first_name=row["prenom"], last_name=row["nom"]) for row in rows]
    assert made == [row["ours"] for row in rows]


def test_make_login_of_a_compound_name_s128():
    assert make_login(first_name="Marie-Anne", last_name="Dupont-Durand") == "mar.dupontdu"


def test_make_login_without_any_letter():
    assert make_login(first_name="李", last_name="-") == "compte"


@pytest.mark.parametrize("pattern", ["", ".", "ppp.", ".n", "ppp.ppp", "x.n", "n.p.n", "P.N", "p" * 51])
def test_make_login_bad_pattern_is_refused(pattern):
    with pytest.raises(ValueError, match="pattern"):
        make_login(first_name="Léa", last_name="MARTIN", pattern=pattern)


def test_free_login_takes_the_smallest_free_number():
    assert free_login("lea.martin", taken={"lea.martin", "lea.martin1", "lea.martin3"}) == "lea.martin2"


def test_free_login_is_cut_to_fit():
    assert free_login("a" * 20, taken={"a" * 20}, max_length=20) == "a" * 19 + "1"
