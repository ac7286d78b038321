"""What the engine of grids may not know, and what a subject may not declare."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from grids.alphabet import Alphabet
from socle.subjects import ITEMS, PILIERS
from tests.fourth.subject import MARKS, STATES

ROOT = Path(__file__).parent.parent.parent
ENGINE = [
    *(ROOT / "grids").rglob("*.py"),
    *(ROOT / "static/js/grid").glob("*.js"),
    *(ROOT / "templates/grids").glob("*.html"),
]


def test_engine_names_nothing_of_the_socle():
    assert len(ENGINE) > 60
    known = re.compile(r"pilier|palier|Item|ITEMS|domaine|compétence", re.ASCII)
    found = [f"{path.relative_to(ROOT)}: {word}" for path in ENGINE for word in known.findall(path.read_text("utf-8"))]
    assert found == []


def test_no_script_is_longer_than_a_page_or_two():
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "static/js").rglob("*.js")}
    assert {name: length for name, length in lengths.items() if length > 250} == {}


def test_two_states_of_one_code_are_a_mistake():
    with pytest.raises(ValueError, match="same code"):
        Alphabet(STATES[0], STATES[0], understood="")


def test_subject_with_typed_texts_needs_an_empty_blank_value():
    with pytest.raises(ValueError, match="blank value must be empty"):
        replace(ITEMS, typed=MARKS.typed)


@pytest.mark.parametrize("value", [True, False, 3, -1, "1", 1.0, None, [1]])
def test_value_that_only_looks_like_a_code_is_none(value):
    assert not ITEMS.accepts(2111, value)


@pytest.mark.parametrize("subject", [ITEMS, PILIERS, MARKS], ids=lambda subject: subject.key)
def test_words_of_a_spreadsheet_and_keys_mean_one_state_each(subject):
    for name in ("pasted", "keys"):
        words = [word for state in subject.alphabet.states for word in getattr(state, name)]
        assert sorted(set(words)) == sorted(words)
