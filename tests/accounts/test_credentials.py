"""First passwords: drawing (S129), hashing, labels and CSV (S34)."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from django.contrib.auth.hashers import check_password
from pypdf import PdfReader

from accounts import credentials
from accounts.credentials import Place, Slip
from accounts.enums import Profile
from accounts.hashers import OwaspArgon2Hasher

LEA = Slip("[CM2] CM2", "LÉVÊQUE", "Léa", "lea.leveque", "ab23cd45fg", "12", "34", "INE1")
ZOE = Slip("[CE1] CE1", "ŒUVRÉ", "Zoé", "zoe.oeuvre", "zz99zz99zz")

PLACE = Place("École Jean Macé", "https://ecole.example.fr/?base=3")


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


def csv_of(slips, **how):
    return credentials.slips_table(slips, "csv", **how).decode("utf-8-sig")


def test_slips_csv_is_the_file_the_schools_know_s34():
    assert credentials.slips_table([LEA], "csv").startswith(b"\xef\xbb\xbf")
    assert csv_of([LEA, ZOE]) == (
        "SCONET_Id;SCONET_N°;REFERENCE;CLASSE;NOM;PRENOM;LOGIN;MOT DE PASSE\r\n"
        ";;;[CE1] CE1;ŒUVRÉ;Zoé;zoe.oeuvre;zz99zz99zz\r\n"
        "12;34;INE1;[CM2] CM2;LÉVÊQUE;Léa;lea.leveque;ab23cd45fg\r\n"
    )


def test_slips_csv_of_staff_names_the_profile():
    assert csv_of([], heading="PROFIL") == "SCONET_Id;SCONET_N°;REFERENCE;PROFIL;NOM;PRENOM;LOGIN;MOT DE PASSE\r\n"


def test_slips_csv_neutralises_formulas_and_quotes_separators():
    slip = Slip("=1+1", '@SOMME;"A"', "Léa\nLou", "lea", "ab23cd45fg")

    assert csv_of([slip]).partition("\r\n")[2] == ';;;\'=1+1;"\'@SOMME;""A""";"Léa\nLou";lea;ab23cd45fg\r\n'


def test_slips_csv_spells_every_name():
    slip = Slip("CM2", "ŁUKASZ", "Đặng", "dan.lukasz", "ab23cd45fg")

    assert csv_of([slip]).splitlines()[1] == ";;;CM2;ŁUKASZ;Đặng;dan.lukasz;ab23cd45fg"


def test_slips_zip_holds_the_csv_alone_at_the_time_of_the_school_s34(time_machine):
    time_machine.move_to(datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC), tick=False)

    archive = zipfile.ZipFile(io.BytesIO(credentials.slips_zip([LEA], name="identifiants_3")))

    assert archive.namelist() == ["identifiants_3.csv"]
    assert archive.infolist()[0].date_time == (2026, 7, 2, 0, 30, 0)
    assert archive.read("identifiants_3.csv") == credentials.slips_table([LEA], "csv")


def test_slips_workbook_keeps_logins_and_numbers_as_texts():
    content = credentials.slips_table([LEA, Slip("CM2", "=1+1", "Léa", "00012", "1234567890")], "xlsx")

    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)

    assert rows[1:] == [
        ("12", "34", "INE1", "[CM2] CM2", "LÉVÊQUE", "Léa", "lea.leveque", "ab23cd45fg"),
        (None, None, None, "CM2", "=1+1", "Léa", "00012", "1234567890"),
    ]


def test_wide_labels_are_sixteen_a_sheet_with_school_and_address_and_no_password_in_the_code(monkeypatch):
    coded = []
    monkeypatch.setattr("sacoche.kit.pdf.labels.qr_squares", lambda text: coded.append(text) or [[True]])

    content = credentials.labels_pdf([LEA] * 17, place=PLACE)

    assert len(PdfReader(io.BytesIO(content)).pages) == 2
    assert _text(content).splitlines()[:8] == [
        "École Jean Macé · [CM2] CM2",
        "LÉVÊQUE Léa",
        "Adresse",
        "ecole.example.fr/?base=3",
        "Identifiant",
        "lea.leveque",
        "Mot de passe",
        "ab23cd45fg",
    ]
    assert set(coded) == {"https://ecole.example.fr/?base=3"}


@pytest.mark.parametrize("place", [None, PLACE])
def test_label_of_the_longest_names_keeps_every_letter_at_seven_points_at_least(place):
    names = "de La Rochefoucauld-Montmorency-Luxembourg " * 2
    slip = Slip(names[:80], names[:100].strip(), "MARTIN" * 16, "l" * 64, "ab23cd45fg")

    sizes, texts = [], []
    page = PdfReader(io.BytesIO(credentials.labels_pdf([slip], place=place))).pages[0]
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: text.strip() and (sizes.append(size), texts.append(text))
    )

    told = "".join("".join(texts).split())
    for piece in (slip.heading, slip.last_name, slip.first_name, slip.login, slip.password):
        assert "".join(piece.split()) in told
    assert min(sizes) >= 7
