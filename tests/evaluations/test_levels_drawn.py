"""Codes and states drawn: text read on every fill, the rank said without colours (P41)."""

from dataclasses import replace
from itertools import pairwise

import pytest

from evaluations.scale.checks import faults
from evaluations.scale.codes import DEFAULT_CODES
from evaluations.scale.colours import (
    BLINDNESS,
    DARK_INK,
    LIGHT_INK,
    PALETTES,
    Fill,
    contrast,
    contrast_faults,
    grey,
    seen_with,
)
from evaluations.scale.levels import DEFAULT_LEVELS
from evaluations.scale.sights import sights_of_codes, sights_of_states
from evaluations.scale.symbols import SETS, code_mark, special_mark, state_mark
from evaluations.scale.whole import DEFAULT_SCALE, Part

RR, R, V, VV = DEFAULT_CODES


@pytest.mark.parametrize("count", PALETTES)
def test_text_is_read_on_every_fill_of_the_product_light_and_dark_p41(count):
    assert list(contrast_faults([(str(rank), fill) for rank, fill in enumerate(PALETTES[count])])) == []
    assert round(min(contrast(fill.light, LIGHT_INK) for fill in PALETTES[count]), 1) >= 6.2
    assert round(min(contrast(fill.dark, DARK_INK) for fill in PALETTES[count]), 1) >= 5


@pytest.mark.parametrize("count", PALETTES)
def test_fills_keep_their_order_in_grey_and_stay_apart_for_each_colour_blindness_p41(count):
    light = [contrast(fill.light, "#000000") for fill in PALETTES[count]]
    dark = [contrast(fill.dark, "#000000") for fill in PALETTES[count]]
    assert (light, dark) == (sorted(light), sorted(dark, reverse=True))

    seen = [lambda colour: colour, grey, *(lambda colour, kind=kind: seen_with(kind, colour) for kind in BLINDNESS)]
    for see in seen:
        for side in ("light", "dark"):
            fills = [see(getattr(fill, side)) for fill in PALETTES[count]]
            assert min(contrast(one, other) for one, other in pairwise(fills)) >= 1.1


def test_contrast_is_that_of_the_norm():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("fill", "fault"),
    [
        (
            Fill("#23407a", "#13331e"),
            (
                "« A », écran clair : le texte ne se lirait pas sur cette couleur (contraste 1,5, il en faut 4,5) ; "
                "choisissez-la plus claire."
            ),
        ),
        (
            Fill("#d3f4da", "#de8f89"),
            (
                "« A », écran sombre : le texte ne se lirait pas sur cette couleur (contraste 2,0, il en faut 4,5) ; "
                "choisissez-la plus foncée."
            ),
        ),
        (Fill("rouge", "#13331e"), "« A » : « rouge » n'est pas une couleur ; écrivez-la comme #d3f4da."),
    ],
)
def test_colour_on_which_text_is_not_read_is_refused_p41(fill, fault):
    assert list(contrast_faults([("A", fill)])) == [fault]


def test_codes_and_states_with_such_a_colour_are_refused_p41_p42():
    codes = (replace(RR, light="#000000"), R, V, VV)
    states = (replace(DEFAULT_LEVELS[0], dark="#ffffff"), *DEFAULT_LEVELS[1:])
    assert [said.split(":")[0] for said in faults(replace(DEFAULT_SCALE, codes=codes), Part.CODES)] == [
        "« RR », écran clair "
    ]
    assert [said.split(":")[0] for said in faults(replace(DEFAULT_SCALE, states=states), Part.STATES)] == [
        "« NA », écran sombre "
    ]


@pytest.mark.parametrize("symbols", SETS)
@pytest.mark.parametrize("count", PALETTES)
def test_drawing_says_the_rank_of_a_code_without_its_colour_p41(symbols, count):
    drawn = [
        code_mark("X", "Code", rank=rank, count=count, fill=Fill("#d3f4da", "#13331e"), symbols=symbols)
        for rank in range(count)
    ]
    full = [mark.count("/>") - 2 - mark.count("fill-opacity") for mark in drawn]
    expected = [0] * count if symbols == "lettres" else list(range(count))
    assert full == expected
    assert all('aria-label="X, Code"' in mark for mark in drawn)


def test_drawings_hold_no_style_and_nothing_of_what_is_typed_p41():
    fill = Fill("#d3f4da", "#13331e")
    drawn = [
        code_mark("<b>", '"a" & b', rank=0, count=2, fill=fill),
        state_mark("<i>", "Vu <ou> non", fill=fill, score=56),
        special_mark("AB", "Absent"),
    ]
    assert [mark for mark in drawn if "<b>" in mark or "<i>" in mark or "<ou>" in mark or "style=" in mark] == []


def test_state_shows_its_score_and_special_codes_no_fill_of_a_level():
    assert ">VA 56</text>" in state_mark("VA", "Presque", fill=Fill("#d3f4da", "#13331e"), score=56)
    assert "fill=" not in special_mark("AB", "Absent")
    assert "mark-hatching" in special_mark("PA", "Panier", is_result=False)


def test_every_set_is_shown_on_screens_in_grey_and_as_colour_blind_people_see_it_p41():
    for sights in (sights_of_codes(DEFAULT_SCALE), sights_of_states(DEFAULT_SCALE)):
        assert [sight.name for sight in sights][2:] == [
            "Impression en gris",
            "Deutéranopie",
            "Protanopie",
            "Tritanopie",
        ]
        assert all(float(sight.contrast.replace(",", ".")) >= 4.5 for sight in sights)
