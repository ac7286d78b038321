"""First passwords: drawing (S129), hashing, labels and CSV (S34)."""

import io

import pytest
from django.contrib.auth.hashers import check_password
from pypdf import PdfReader

from accounts import credentials
from accounts.credentials import Slip
from accounts.enums import Profile
from accounts.hashers import OwaspArgon2Hasher

LEA = Slip("[CM2] CM2", "LÉVÊQUE", "Léa", "lea.leveque", "ab23cd45fg", "12", "34", "INE1")
ZOE = Slip("[CE1] CE1", "ŒUVRÉ", "Zoé", "zoe.oeuvre", "zz99zz99zz")


def _text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(
    ("profile", "length"), [(Profile.ELV, 10), (Profile.TUT, 10), (Profile.ENS, 12), (Profile.ADM, 12)]
)
def test_draw_password_is_ten_characters_of_the_pool_and_twelve_for_staff(profile, length):
    drawn = [credentials.draw_password(profile) for _ in range(200)]

    assert {len(password) for password in drawn} == {length}
    assert set("".join(drawn)) <= set(credentials.POOL)


def test_draw_password_has_no_look_alike():
    assert set(credentials.POOL) & set("eijlmow01") == set()


def test_draw_password_mixes_digits_and_letters(monkeypatch):
    drawn = iter("7294836529bdfhkncgpqb294836529")
    monkeypatch.setattr(credentials.secrets, "choice", lambda pool: next(drawn))

    assert credentials.draw_password(Profile.ELV) == "b294836529"


def test_draw_password_never_the_same_twice():
    assert len({credentials.draw_password(Profile.ELV) for _ in range(200)}) == 200


def test_hash_first_passwords_gives_the_beginning():
    hashes = credentials.hash_first_passwords(["ab23cd45fg"])

    assert [check_password("ab23cd45fg", value) for value in hashes] == [True]


def test_argon2_uses_the_owasp_minimum():
    hasher = OwaspArgon2Hasher()

    encoded = hasher.encode("ab23cd45fg", hasher.salt())

    assert encoded.split("$")[:4] == ["argon2", "argon2id", "v=19", "m=7168,t=5,p=1"]


def test_labels_pdf_holds_four_lines_by_class_then_name():
    lines = [line.strip() for line in _text(credentials.labels_pdf([LEA, ZOE])).splitlines()]

    assert lines == [
        "[CE1] CE1",
        "ŒUVRÉ Zoé",
        "Utilisateur : zoe.oeuvre",
        "Mot de passe : zz99zz99zz",
        "[CM2] CM2",
        "LÉVÊQUE Léa",
        "Utilisateur : lea.leveque",
        "Mot de passe : ab23cd45fg",
    ]


def test_labels_pdf_of_a_school_takes_one_sheet_for_twenty_four():
    slips = [Slip("CM2", f"NOM {number}", "Léa", f"l{number}", "ab23cd45fg") for number in range(49)]

    assert len(PdfReader(io.BytesIO(credentials.labels_pdf(slips))).pages) == 3


def test_slips_csv_is_the_file_the_schools_know():
    assert credentials.slips_csv([LEA, ZOE]).decode("cp1252") == (
        "SCONET_Id;SCONET_N°;REFERENCE;CLASSE;NOM;PRENOM;LOGIN;MOT DE PASSE\r\n"
        "\r\n"
        ";;;[CE1] CE1;ŒUVRÉ;Zoé;zoe.oeuvre;zz99zz99zz\r\n"
        "12;34;INE1;[CM2] CM2;LÉVÊQUE;Léa;lea.leveque;ab23cd45fg\r\n"
    )


def test_slips_csv_of_staff_names_the_profile():
    header = credentials.slips_csv([], heading="PROFIL").decode("cp1252").splitlines()[0]

    assert header == "SCONET_Id;SCONET_N°;REFERENCE;PROFIL;NOM;PRENOM;LOGIN;MOT DE PASSE"


def test_slips_csv_neutralises_formulas_and_quotes_separators():
    slip = Slip("=1+1", '@SOMME;"A"', "Léa\nLou", "lea", "ab23cd45fg")

    row = credentials.slips_csv([slip]).decode("cp1252").split("\r\n\r\n")[1]

    assert row == ';;;\'=1+1;"\'@SOMME;""A""";"Léa\nLou";lea;ab23cd45fg\r\n'


def test_slips_csv_writes_letters_it_lacks_without_accent():
    slip = Slip("CM2", "ŁUKASZ", "Đặng", "dan.lukasz", "ab23cd45fg")

    assert credentials.slips_csv([slip]).splitlines()[2] == b";;;CM2;LUKASZ;Dang;dan.lukasz;ab23cd45fg"


def test_csv_notice_says_what_the_csv_cannot_spell():
    slip = Slip("CM2", "ŁUKASZ", "Léa", "lea.lukasz", "ab23cd45fg")

    assert credentials.csv_notice([LEA, slip]) == (
        "1 ligne contient un caractère que le fichier CSV (Windows-1252) ne connaît pas : il y est écrit sans son "
        "accent ou remplacé par « ? ». Les étiquettes PDF l'écrivent tel quel."
    )


def test_csv_notice_is_empty_when_all_is_well():
    assert credentials.csv_notice([LEA, ZOE]) == ""
