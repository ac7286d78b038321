"""The scale of a school: what holds, what is refused and in which words, how it is seen (P40–P43, P65)."""

from dataclasses import replace
from itertools import pairwise

import pytest

from evaluations.scale.calculation import Calculation, calculation_faults
from evaluations.scale.codes import DEFAULT_CODES, SPECIAL_CODES, Code, code_faults
from evaluations.scale.levels import DEFAULT_LEVELS, Level, level_faults
from evaluations.scale.moves import Series, every_series, moves
from evaluations.scale.told import differences
from evaluations.scale.whole import DEFAULT_SCALE, Part, stored, with_stored
from evaluations.scoring.methods import LIMITS, Method
from evaluations.scoring.series import LookBack

RR, R, V, VV = DEFAULT_CODES


def codes(count: int) -> list[Code]:
    """That many codes that hold."""
    return [Code(number, f"C{number}", f"Code {number}", 10 * number, number) for number in range(1, count + 1)]


# --- Codes ------------------------------------------------------------------------------------------------------------


def test_default_codes_are_those_that_schools_know_p40():
    assert [(code.sigle, code.value, code.key) for code in DEFAULT_CODES] == [
        ("RR", 0, 1),
        ("R", 33, 2),
        ("V", 67, 3),
        ("VV", 100, 4),
    ]
    assert list(code_faults(DEFAULT_CODES)) == []


def test_special_codes_are_the_same_everywhere_p48():
    assert [special.sigle for special in SPECIAL_CODES] == ["AB", "DI", "NE", "NF", "NN", "NR", "PA"]
    assert [special.sigle for special in SPECIAL_CODES if not special.is_result] == ["PA"]
    assert all(special.legend for special in SPECIAL_CODES)


@pytest.mark.parametrize("count", range(2, 7))
def test_two_to_six_active_codes_hold_p40(count):
    assert list(code_faults(codes(count))) == []


@pytest.mark.parametrize(
    ("set_of_codes", "fault"),
    [
        (codes(1), "Il faut 2 codes utilisés au moins : il y en a 1. Cochez « utilisé » sur un autre."),
        (codes(7), "6 codes utilisés au plus : il y en a 7. Décochez « utilisé » sur 1."),
        ([], "Il faut 2 codes utilisés au moins : il n'y en a aucun. Cochez « utilisé » sur un autre."),
        (
            [RR, replace(R, value=67), replace(V, value=33), VV],
            (
                "« R » vaut 67 et vient avant « V », qui vaut 33 : les valeurs ne doivent pas baisser d'un code au "
                "suivant."
            ),
        ),
        ([RR, replace(R, key=1)], "La touche 1 sert à deux codes (RR, R) : changez-en une."),
        ([RR, replace(VV, value=201)], "« VV » : une valeur va de 0 à 200, pas 201."),
        ([RR, replace(VV, key=10)], "« VV » : la touche est un chiffre de 1 à 9, pas 10."),
        ([RR, replace(VV, key=0)], "« VV » : la touche est un chiffre de 1 à 9, pas 0."),
        ([RR, replace(VV, sigle="")], "« code n° 4 » : donnez un sigle de 1 à 3 signes, sans espace."),
        ([RR, replace(VV, sigle="V V")], "« V V » : donnez un sigle de 1 à 3 signes, sans espace."),
        ([RR, replace(VV, sigle="VVVV")], "« VVVV » : un sigle a 3 signes au plus, celui-ci en a 4."),
        ([RR, replace(VV, legend="")], "« VV » : donnez une légende, par exemple « Acquis »."),
        ([RR, replace(VV, legend="x" * 41)], "« VV » : une légende a 40 signes au plus, celle-ci en a 41."),
        (
            [RR, replace(VV, sigle="ab")],
            "« ab » est le sigle d'un code spécial, le même partout : choisissez-en un autre.",
        ),
        (
            [RR, replace(VV, sigle="rr")],
            "Le sigle « RR » est celui de deux codes (Très insuffisant, Très satisfaisant) : changez-en un.",
        ),
    ],
)
def test_codes_that_do_not_hold_are_refused_in_words_p40(set_of_codes, fault):
    assert list(code_faults(set_of_codes)) == [fault]


def test_values_may_be_equal_and_up_to_two_hundred_p40():
    assert list(code_faults([RR, replace(R, value=50), replace(V, value=50), replace(VV, value=200)])) == []


def test_code_no_longer_typed_leaves_its_key_and_its_order_to_others_p41():
    assert list(code_faults([RR, replace(R, is_active=False, value=99, key=1), V, VV])) == []


# --- States -----------------------------------------------------------------------------------------------------------


def levels(*limits: tuple[int, int]) -> list[Level]:
    return [Level(low, high, 0, f"S{rank}", "Légende") for rank, (low, high) in enumerate(limits)]


@pytest.mark.parametrize(
    ("set_of_states", "fault"),
    [
        (
            levels((0, 39), (41, 60), (61, 100)),
            "40 n'est dans aucun état : les états doivent couvrir 0 à 100.",
        ),
        (
            levels((0, 40), (40, 60), (61, 100)),
            "40 est dans deux états : chaque score doit être dans un seul.",
        ),
        (levels((0, 39), (50, 100)), "40 à 49 ne sont dans aucun état : les états doivent couvrir 0 à 100."),
        (levels((0, 60), (40, 100)), "40 à 60 sont dans deux états : chaque score doit être dans un seul."),
        (levels((1, 50), (51, 100)), "0 n'est dans aucun état : les états doivent couvrir 0 à 100."),
        (levels((0, 50), (51, 99)), "100 n'est dans aucun état : les états doivent couvrir 0 à 100."),
        (levels((0, 100)), "Il faut 2 états au moins."),
        (
            levels(*((low, low + 13) for low in range(0, 84, 14)), (84, 100)),
            "6 états au plus : il y en a 7.",
        ),
        (
            [DEFAULT_LEVELS[0], Level(60, 40, 50, "VA", "Presque"), DEFAULT_LEVELS[2]],
            "« VA » va de 60 à 40 : le premier seuil doit être le plus petit.",
        ),
        (
            [Level(0, 50, 0, "N", "Non"), Level(51, 100, 101, "O", "Oui")],
            "« O » : la valeur d'un état va de 0 à 100, pas 101.",
        ),
        (
            [Level(0, 50, 0, "N", "Non"), Level(51, 100, 100, "n", "Oui")],
            "Le sigle « N » est celui de deux états : changez-en un.",
        ),
    ],
)
def test_states_that_do_not_hold_are_refused_in_words_p42(set_of_states, fault):
    assert list(level_faults(set_of_states)) == [fault]


@pytest.mark.parametrize("count", range(2, 7))
def test_two_to_six_states_hold_p42(count):
    bounds = [round(rank * 101 / count) for rank in range(count + 1)]
    assert list(level_faults(levels(*((low, high - 1) for low, high in pairwise(bounds))))) == []


# --- Calculation ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "limit", "fault"),
    [
        (
            Method.GEOMETRIC,
            6,
            "« Géométrique : moyenne pondérée 1, 2, 4, 8, 16 » : choisissez les 1 à 5 derniers, pas les 6 derniers.",
        ),
        (
            Method.ARITHMETIC,
            10,
            "« Arithmétique : moyenne pondérée 1, 2, 3, 4… » : choisissez les 1 à 9 derniers, pas les 10 derniers.",
        ),
        (
            Method.PLAIN,
            12,
            (
                "« Classique : moyenne » : choisissez tous les résultats ou les 1 à 10, 15, 20, 30, 40, 50 derniers, "
                "pas les 12 derniers."
            ),
        ),
        (
            Method.BEST_3,
            2,
            (
                "« Moyenne des 3 meilleurs résultats » : choisissez tous les résultats ou les 3 à 10, 15, 20, 30, 40, "
                "50 derniers, pas les 2 derniers."
            ),
        ),
        (
            Method.GEOMETRIC,
            0,
            "« Géométrique : moyenne pondérée 1, 2, 4, 8, 16 » : choisissez les 1 à 5 derniers, pas tous.",
        ),
    ],
)
def test_limit_that_a_method_does_not_take_is_refused_naming_those_it_takes_p43(method, limit, fault):
    assert list(calculation_faults(method, limit)) == [fault]


@pytest.mark.parametrize(("method", "limit"), [(Method.PLAIN, 15), (Method.BEST_3, 3), (Method.ARITHMETIC, 9)])
def test_limits_at_the_edge_are_taken_p43(method, limit):
    assert list(calculation_faults(method, limit)) == []


@pytest.mark.parametrize(
    ("method", "limit", "words"),
    [
        (Method.GEOMETRIC, 5, "moyenne des 5 derniers résultats, pondérés 1, 2, 4, 8, 16"),
        (Method.ARITHMETIC, 3, "moyenne des 3 derniers résultats, pondérés 1, 2, 3"),
        (Method.PLAIN, 0, "moyenne de tous les résultats"),
        (Method.BEST_1, 4, "le meilleur des 4 derniers résultats"),
        (Method.BEST_2, 0, "moyenne des deux meilleurs de tous les résultats"),
        (Method.FREQUENT_WORST, 10, "le plus fréquent des 10 derniers résultats, le plus bas à égalité"),
        (Method.GEOMETRIC, 1, "dernier résultat"),
    ],
)
def test_calculation_is_said_in_words_p43_p44(method, limit, words):
    assert Calculation(method, limit).sentence == words


def test_every_calculation_allowed_has_words_of_its_own_p43():
    """With one or two results, some methods are one and the same."""
    said = [
        Calculation(method, limit).sentence
        for method, limits in LIMITS.items()
        for limit in limits
        if limit not in (1, 2)
    ]
    assert len(said) == len(set(said))


# --- Whole ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", Part)
def test_part_is_found_again_as_it_was_stored(part):
    scale = replace(
        DEFAULT_SCALE,
        codes=(replace(RR, image="abc", light="#ffffff"), R, replace(V, is_active=False), VV),
        symbols="points",
        states=(Level(0, 50, 10, "N", "Non", light="#ffffff"), Level(51, 100, 90, "O", "Oui")),
        calculation=Calculation(Method.BEST_2, 4, LookBack.NO),
    )
    assert stored(with_stored(DEFAULT_SCALE, part, stored(scale, part)), part) == stored(scale, part)


def test_what_changes_is_said_in_french_p65():
    other = replace(
        DEFAULT_SCALE,
        codes=(R, replace(RR, is_active=False), replace(V, value=70, key=5), Code(5, "D", "Dépassé", 120, 6)),
        symbols="points",
        states=(*DEFAULT_LEVELS[:1], replace(DEFAULT_LEVELS[1], high=55), replace(DEFAULT_LEVELS[2], low=56)),
        calculation=Calculation(Method.PLAIN, 0, LookBack.SCHOOL_YEAR),
    )
    assert [differences(DEFAULT_SCALE, other, part) for part in Part] == [
        [
            "RR plus utilisé",
            "V, valeur : 67 → 70",
            "V, touche : 3 → 5",
            "D ajouté (120)",
            "VV retiré",
            "ordre : R, RR, V, D",
            "symboles : Traits sous le sigle → Points sous le sigle",
        ],
        ["VA, fin : 60 → 55", "A, début : 61 → 56"],
        ["géométrique, les 5 derniers → moyenne, tous", "rétroactif : oui → année scolaire"],
    ]
    assert [differences(other, other, part) for part in Part] == [[], [], []]


# --- What a change moves ----------------------------------------------------------------------------------------------

# The class of the specification: codes of each pupil on each item, by date.
RESULTS = {
    "ALPHA A10": "1 3 4",
    "BRAVO A10": "3 4 4",
    "CHARLI A10": "AB 2 4",
    "DELTA A10": "2 2 3",
    "ALPHA A11": "2 3",
    "BRAVO A11": "4 3",
    "CHARLI A11": "AB 1",
    "DELTA A11": "2 NE",
    "ALPHA A20": "2 3",
    "BRAVO A20": "4 2",
    "CHARLI A20": "3 DI",
    "DELTA A20": "1 1",
    "ALPHA B10": "4",
    "BRAVO B10": "4",
    "CHARLI B10": "AB",
    "DELTA B10": "1",
    "ALPHA B11": "4",
    "BRAVO B11": "3",
    "CHARLI B11": "3 4",
    "DELTA B11": "AB",
}


def of_the_class(calculation):
    return [Series(name, text, calculation) for name, text in RESULTS.items()]


def test_states_moved_by_a_threshold_are_counted_and_named_p65():
    states = (DEFAULT_LEVELS[0], replace(DEFAULT_LEVELS[1], high=55), replace(DEFAULT_LEVELS[2], low=56))
    found = moves(of_the_class(DEFAULT_SCALE.calculation), DEFAULT_SCALE, replace(DEFAULT_SCALE, states=states))

    assert (found.total, found.scores, found.states) == (18, 0, 2)
    assert [moved.name for moved in found.examples] == ["ALPHA A11", "ALPHA A20"]


def test_states_moved_by_a_method_are_counted_and_named_p62():
    plain = replace(DEFAULT_SCALE, calculation=Calculation(Method.PLAIN, 0))
    found = moves(of_the_class(DEFAULT_SCALE.calculation), DEFAULT_SCALE, plain, is_school_default=True)

    assert (found.total, found.states) == (18, 2)
    assert [moved.name for moved in found.examples] == ["ALPHA A10", "BRAVO A20"]


def test_results_of_a_code_no_longer_typed_count_as_before_p41():
    other = replace(DEFAULT_SCALE, codes=(RR, replace(R, is_active=False), V, VV))
    found = moves(of_the_class(DEFAULT_SCALE.calculation), DEFAULT_SCALE, other)

    assert (found.scores, found.states) == (0, 0)
    assert found.held["2"] == sum(text.split().count("2") for text in RESULTS.values())


def test_every_series_of_one_to_three_results_is_compared():
    assert len(list(every_series(DEFAULT_SCALE))) == 4 + 16 + 64
    other = replace(DEFAULT_SCALE, codes=(RR, R, V, replace(VV, value=99)))
    found = moves(every_series(DEFAULT_SCALE), DEFAULT_SCALE, other)
    assert (found.total, found.scores > 0) == (84, True)
