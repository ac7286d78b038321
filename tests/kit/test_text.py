"""French words, numbers and the one order of names."""

import pytest

from sacoche.kit.text import count, sort_key, unaccent, unbroken


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 classe"), (1, "1 classe"), (2, "2 classes"), (1234, "1\u202f234 classes")],
)
def test_nought_and_one_are_singular(number: int, words: str) -> None:
    assert count(number, "classe", "classes") == words


def test_accents_case_and_ligatures_do_not_count() -> None:
    assert unaccent("Œuvré ÇA Łódź ß") == "oeuvre ca lodz ss"


def test_names_are_ordered_without_accents_and_short_names_first() -> None:
    people = [("MICHEL", "Ana"), ("MÉNARD", "Zoé"), ("LE GALL", "Anne"), ("LE", "Zoé"), ("LEGALL", "Ben")]
    assert sorted(people, key=lambda person: sort_key(*person)) == [
        ("LE", "Zoé"),
        ("LE GALL", "Anne"),
        ("LEGALL", "Ben"),
        ("MÉNARD", "Zoé"),
        ("MICHEL", "Ana"),
    ]


def test_signs_that_stand_apart_never_begin_a_line() -> None:
    assert unbroken("Qui ? « Mon Bureau » : oui ; non !") == (
        "Qui\u00a0? «\u00a0Mon Bureau\u00a0»\u00a0: oui\u00a0; non\u00a0!"
    )
