"""The codes of a school as the states of a cell: what keys and words mean, what is no longer given, its colours."""

from dataclasses import replace

import pytest
from django.urls import reverse

from evaluations.alphabet import alphabet_of
from evaluations.entry_colours import style_of
from evaluations.models import Mark
from evaluations.queries import current_scale
from evaluations.scale.codes import Code
from evaluations.scale.whole import DEFAULT_SCALE, Part
from evaluations.services.scale import change_scale
from tests.html import words

# Sigles that are the keys of other codes, words alike but for accents and capitals.
TRICKY = (Code(1, "2", "Acquis", 0, 1), Code(2, "1", "ACQUIS +", 50, 2), Code(5, "é", "Àcquis", 100, 9))


@pytest.mark.parametrize("codes", [DEFAULT_SCALE.codes, TRICKY], ids=["usual", "tricky"])
def test_each_key_and_each_word_of_a_spreadsheet_means_one_code(codes):
    alphabet = alphabet_of(replace(DEFAULT_SCALE, codes=codes))
    for name in ("keys", "pasted"):
        found = [word for state in alphabet.states for word in getattr(state, name)]
        assert sorted(found) == sorted(set(found))


def test_digits_and_letters_give_the_codes_p83():
    keys = {key: state.code for state in alphabet_of(DEFAULT_SCALE).states for key in state.keys}
    assert {key: keys[key] for key in "1234"} == {"1": "1", "2": "2", "3": "3", "4": "4"}
    assert [keys[key] for key in "adefnrp"] == ["AB", "DI", "NE", "NF", "NN", "NR", "PA"]
    assert keys["delete"] == keys["backspace"] == ""


def test_sigle_wins_over_the_key_of_another_code_in_what_is_pasted_p87():
    alphabet = alphabet_of(replace(DEFAULT_SCALE, codes=TRICKY))
    meant = {word: state.code for state in alphabet.states for word in state.pasted}
    assert (meant["2"], meant["1"], meant["9"], meant["ab"], meant["vide"]) == ("1", "2", "5", "AB", "")


def test_code_that_is_no_longer_used_is_shown_and_given_no_more(class_5a, client_as):
    codes = tuple(replace(code, is_active=code.number != 4) for code in DEFAULT_SCALE.codes)
    wanted = replace(DEFAULT_SCALE, codes=codes)
    teacher, d1 = class_5a.teacher, class_5a.evaluations["D1"]
    change_scale(actor=teacher, school=teacher.school, part=Part.CODES, wanted=wanted, seen=0)
    page = client_as(teacher).get(reverse("evaluations:entry", args=[d1.pk]))
    assert 'data-v="4" data-c="code-4" data-s="VV"' in page.text
    assert "Très satisfaisant, touche 4" not in page.text

    cell = [class_5a.pupils["ALPHA"].pk, class_5a.items["A10"].pk, "1", "4"]
    body = {"gestures": [{"gesture": "cell", "cells": [cell]}]}
    address = reverse("evaluations:save_marks", args=[d1.pk])
    answer = client_as(teacher).post(address, body, content_type="application/json")
    assert answer.json()["error"] == "« très satisfaisant » n'est plus utilisé : rien n'a été enregistré."
    assert Mark.objects.get(evaluation=d1, pupil=cell[0], item=cell[1]).code == "1"


def test_style_sheet_has_the_colours_of_the_school_and_marks_that_need_none_p99(class_5a, client_as):
    page = client_as(class_5a.teacher).get(reverse("evaluations:entry", args=[class_5a.evaluations["D1"].pk]))
    address = reverse("evaluations:entry_style", args=[current_scale().version])
    assert address in page.text
    style = client_as(class_5a.teacher).get(address).text
    assert "#de8f89" in style
    assert "#964f4c" in style
    assert style.count("color-mix") == 2 * (3 + 2 + 1)
    assert "gradient" not in style_of(replace(DEFAULT_SCALE, symbols="lettres"))
    assert "Saisir les acquisitions" in words(page)
