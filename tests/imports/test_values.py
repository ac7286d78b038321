"""What each kind of value may look like, and what is read of it."""

import datetime

import pytest

from imports.values import (
    class_damage,
    doubtful_numbers,
    read_date,
    read_gender,
    read_identifier,
    read_ine,
    read_number,
    read_postal_code,
)


@pytest.mark.parametrize(
    ("written", "gender"),
    [
        *[
            (word, "M")
            for word in ("M", "m", "1", "M.", "Mr", "H", "G", "Garçon", "GARCON", "Homme", "Masculin", " h ")
        ],
        *[(word, "F") for word in ("F", "2", "Mme", "MME.", "Mlle", "Fille", "femme", "Féminin", "F\u00a0")],
        *[(word, "") for word in ("", "0", "X", "Non saisi", "indéterminé")],
    ],
)
def test_gender_is_read_in_every_word_of_schools(written, gender):
    assert (read_gender(written).value, read_gender(written).said) == (gender, "")


@pytest.mark.parametrize("written", ["Q", "M. et Mme", "3", "\ufffd"])
def test_gender_that_means_nothing_is_said(written):
    read = read_gender(written)
    assert (read.value, "incompris" in read.said) == ("", True)


@pytest.mark.parametrize(
    "written",
    [
        *("03/10/2012", "3/10/2012", "03-10-2012", "03.10.12", "2012-10-03", "2012-10-03T00:00:00Z"),
        *("03/10/2012 00:00", "3 octobre 2012", "3-oct-12", "03-oct.-2012", "mercredi 3 octobre 2012"),
        "03/10/2012\u00a0",
    ],
)
def test_date_is_read_in_every_format_of_spreadsheets(written):
    assert read_date(written).value == datetime.date(2012, 10, 3)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("41185", "numéro de jour"),
        ("41185,0", "numéro de jour"),
        ("3-ju-12", "incomprise"),
        ("31/02/2012", "incomprise"),
        ("10/25/2012", "incomprise"),
        ("oct-12", "incomprise"),
        ("########", "incomprise"),
    ],
)
def test_date_that_could_be_another_is_left_out_and_said(written, words):
    read = read_date(written)
    assert (read.value, words in read.said) == (None, True)


@pytest.mark.parametrize(
    "written", ["2,61E+11", "2.61235E+11", "1e+05", "1,5E12", "261235000000", "9,99999E+14", "6,00E+01"]
)
def test_identifier_that_a_spreadsheet_has_rounded_is_nobody_s(written):
    for read in (read_identifier(written), read_ine(written), read_number(written)):
        assert (read.value or None, "arrondi" in read.said) == (None, True)


@pytest.mark.parametrize(
    ("written", "kept", "is_said"),
    [
        ("ele_1934", "ELE_1934", False),
        ("00123", "00123", False),
        ("12E3", "12E3", False),
        ("261235123456", "261235123456", False),
        ("1541944,0", "1541944", True),
        ("1541944.00", "1541944", True),
        ("1\u202f541\u202f944", "1541944", True),
        ("1.000", "1.000", False),
    ],
)
def test_identifier_is_mended_when_it_could_only_be_one(written, kept, is_said):
    read = read_identifier(written)
    assert (read.value, bool(read.said)) == (kept, is_said)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("70832327JA", "070832327JA"),
        ("70832327ja", "070832327JA"),
        ("12345678A", "0012345678A"),
        ("070832327JA", "070832327JA"),
        ("1234567890A", "1234567890A"),
    ],
)
def test_ine_gets_back_its_zeros(written, kept):
    read = read_ine(written)
    assert (read.value, bool(read.said)) == (kept, len(written) < 11)


@pytest.mark.parametrize("written", ["0001", "1", "01", "1,0"])
def test_number_of_the_ministry_is_one_whatever_its_zeros(written):
    assert read_number(written).value == 1


@pytest.mark.parametrize(
    ("code", "country", "kept", "is_said"),
    [
        ("1000", "FRANCE", "01000", True),
        ("1000", "France métropolitaine", "01000", True),
        ("7270,0", "fr", "07270", True),
        ("1000", "BELGIQUE", "1000", False),
        ("1201", "SUISSE", "1201", False),
        ("1000", "", "1000", True),
        ("01000", "", "01000", False),
        ("75 001", "FRANCE", "75001", False),
        ("97400", "LA REUNION", "97400", False),
        ("2A004", "FRANCE", "2A004", False),
        ("SW1A 1AA", "ROYAUME-UNI", "SW1A 1AA", False),
        ("7,50E+04", "FRANCE", "", True),
        ("", "FRANCE", "", False),
    ],
)
def test_postal_code_gets_back_its_zero_in_france_alone(code, country, kept, is_said):
    read = read_postal_code(code, country)
    assert (read.value, bool(read.said)) == (kept, is_said)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("6,00E+01", "6E1 ?"),
        ("5,00E+02", "5E2 ?"),
        ("6.00E+10", "6E10 ?"),
        ("6E+01", "6E1 ?"),
        ("1,10E+02", "un nombre"),
        ("03/04/2026", "3/4 ?"),
        ("2026-04-03", "3/4 ?"),
        ("2026-04-03 00:00:00", "3/4 ?"),
        ("03-avr", "une date"),
        ("3-avr.", "une date"),
        ("avr-03", "une date"),
        ("mars-26", "une date"),
        ("06:01", "une heure"),
        ("06:01:00", "une heure"),
    ],
)
def test_class_that_a_spreadsheet_has_changed_is_known(written, words):
    assert words in class_damage(written)


@pytest.mark.parametrize(
    "written",
    ["6A", "6E1", "6 E 1", "601", "60", "3/4", "3-4", "CM1-CM2", "2-1", "1ES", "CP Mme Mars", "MAI", "TL-2", ""],
)
def test_class_that_nothing_has_changed_is_left_alone(written):
    assert class_damage(written) == ""


@pytest.mark.parametrize(
    ("classes", "doubts"),
    [
        (["60", "6A", "500"], {"60": "6E1", "500": "5E2"}),
        (["600", "601", "602"], {}),
        (["6A", "6B"], {}),
        (["10", "20"], {}),
    ],
)
def test_round_number_is_doubtful_where_the_school_has_no_other_numbers(classes, doubts):
    assert doubtful_numbers(classes) == doubts
