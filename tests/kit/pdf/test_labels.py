"""Sheets of labels, read back from the PDF itself."""

import io

import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm

from sacoche.kit.pdf.fonts import drawable, fitting_size, width_of
from sacoche.kit.pdf.labels import CREDENTIAL_LABELS, LEAST_SIZE, fitted, labels

SHEET = CREDENTIAL_LABELS


def _read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def _labels(count: int) -> bytes:
    return labels([[f"Ligne {number}"] for number in range(count)], sheet=SHEET, title="Essai")


def test_sheet_fits_on_a4():
    left, bottom = SHEET.corner(SHEET.count - 1)

    assert left + SHEET.width * mm <= 210 * mm
    assert bottom >= 0


def test_corner_first_label_is_top_left():
    assert SHEET.corner(0) == pytest.approx((5 * mm, (297 - 35) * mm), abs=0.1)


def test_corner_fourth_label_begins_second_row():
    assert SHEET.corner(3) == pytest.approx((5 * mm, (297 - 70) * mm), abs=0.1)


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (24, 1), (25, 2), (151, 7)])
def test_labels_fill_sheets_of_twenty_four(count, pages):
    assert len(_read(_labels(count)).pages) == pages


def test_labels_without_any_is_still_a_pdf():
    assert len(_read(_labels(0)).pages) == 1


def test_labels_page_is_a4_portrait():
    box = _read(_labels(1)).pages[0].mediabox

    assert (round(box.width / mm), round(box.height / mm)) == (210, 297)


def test_labels_embed_their_font():
    fonts = _read(_labels(1)).pages[0]["/Resources"]["/Font"]
    embedded = [font.get_object() for font in fonts.values() if "DejaVuSans" in font.get_object()["/BaseFont"]]

    assert [("/FontFile2" in font["/FontDescriptor"]) for font in embedded] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ àâäçéèêëîïôöùûüÿ",
        "ŒUVRÉ Lætitia, ÆGIDIUS, cœur",
        "D’ARTAGNAN L'Hostis « Noël »",
        "ŁUKASZ Šárka Ñuño Ağa Đặng",
        "ﬁn ﬀ",
    ],
)
def test_labels_print_every_letter(text):
    page = _read(labels([[text]], sheet=SHEET, title="Essai")).pages[0]

    assert " ".join(page.extract_text().split()) == text


def test_labels_compose_letters_typed_in_two_characters():
    page = _read(labels([["Le\u0301a"]], sheet=SHEET, title="Essai")).pages[0]

    assert page.extract_text().strip() == "Léa"


def test_drawable_shows_a_box_for_unknown_characters():
    assert drawable("王 Li\nWei\x00") == "□ Li Wei□"


def test_fitting_size_keeps_short_text():
    assert fitting_size("Léa", width=57, size=11) == 11


def test_fitting_size_shrinks_long_text_to_the_width():
    text = "DE LA TOUR DU PIN CHAMBLY DE LA CHARCE Marie-Antoinette-Philippine"

    size = fitting_size(text, width=57, size=11)

    assert width_of(text, size=size) == pytest.approx(57)


def test_labels_keep_a_name_of_two_hundred_letters_whole():
    text = "MARTIN" * 33 + "ÉE"

    page = _read(labels([[text]], sheet=SHEET, title="Essai")).pages[0]

    assert "".join(page.extract_text().split()) == text


def test_long_name_goes_on_two_lines_rather_than_in_small_letters():
    text = "DE LA TOUR DU PIN CHAMBLY DE LA CHARCE Marie-Antoinette-Philippine"

    lines, size = fitted(text, width=57, size=11)

    assert lines == ["DE LA TOUR DU PIN CHAMBLY DE LA", "CHARCE Marie-Antoinette-Philippine"]
    assert size >= 8


def test_password_is_never_cut_in_two_nor_written_under_seven_points():
    assert fitted("moto-cerise-36", width=20, size=11)[0] == ["moto-cerise-36"]
    assert fitted("m" * 60, width=57, size=11)[1] == LEAST_SIZE


def test_labels_are_the_same_bytes_twice():
    assert _labels(30) == _labels(30)
