"""Text for spreadsheets."""

import pytest

from sacoche.kit.files.csvtext import in_windows_1252, without_formula


@pytest.mark.parametrize("value", ["=1+1", "+33", "-2", "@SOMME", "\t=1", "\r=1", "\n=1"])
def test_without_formula_neutralises_formulas(value):
    assert without_formula(value) == "'" + value


@pytest.mark.parametrize("value", ["", "MARTIN", "A=1", "o'neil"])
def test_without_formula_leaves_plain_text(value):
    assert without_formula(value) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lætitia ŒUVRÉ ’ € ÿŸ", "Lætitia ŒUVRÉ ’ € ÿŸ"),
        ("Le\u0301a", "Léa"),
        ("Łukasz Đặng Şule Ağa", "Lukasz Dang Sule Aga"),
        ("ﬁn", "fin"),
        ("王", "?"),
    ],
)
def test_in_windows_1252(text, expected):
    assert in_windows_1252(text) == expected
