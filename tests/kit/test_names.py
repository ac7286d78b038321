"""Names as files bring them."""

import pytest

from sacoche.kit.names import clean_first_name, clean_last_name, login_clean
from tests.golden import golden

# Where we do better than the original: a capital after every letter that is not one, one code point.
# One space where nobody sees that there are two.
OURS = {"N'GOLO É": "N'Golo É", "r&d é": "R&D É", "ǆ": "Ǆ", "ESPACE  DOUBLE": "Espace Double"}


@pytest.mark.parametrize("row", golden("clean_functions"), ids=lambda row: row["input"])
def test_clean_names_as_the_original(row):
    cleaned = clean_first_name(row["input"])
    assert cleaned == OURS.get(row["input"], row["clean_prenom"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  le gall ", "LE GALL"),
        ("Strauß", "STRAUß"),
        ("RETOUR\nLIGNE", "RETOUR LIGNE"),
        ("E\u0301LOI", "ÉLOI"),
        ("MAR\u200bTIN\x07", "MARTIN"),
    ],
)
def test_clean_last_name(typed, kept):
    assert clean_last_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ŁUKASZ", "lukasz"),
        ("Þór", "thor"),
        ("Strauß", "strauss"),
        ("D’ARTAGNAN", "dartagnan"),
        ("FAŸ", "fay"),
        ("李", ""),
    ],
)
def test_login_clean(typed, kept):
    assert login_clean(typed) == kept
