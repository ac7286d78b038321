"""Addresses measured in millimetres on the page, copies, blank pages, long names, grey: read in the PDF itself."""

import io
import itertools

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from bilans.computing.figures import Share
from bilans.computing.levels import Level
from bilans.models import Copies
from bilans.paper.envelopes import ENVELOPES, FREE, Format
from bilans.paper.official import (
    Block,
    Columns,
    ItemLine,
    Letterhead,
    OfficialSheet,
    RubricRow,
    Said,
    Signatory,
)
from bilans.paper.official_head_pdf import Look
from bilans.paper.official_pdf import laid, mark_folds, new_document, write_address
from bilans.printing.copies import Addressee, blank_pages, copies_of
from evaluations.scale.whole import DEFAULT_SCALE
from sacoche.kit.pdf.fonts import width_of as measured
from tests.pdf_ua import faults_of, read_aloud

STATES = DEFAULT_SCALE.states
POINT = 25.4 / 72
ADDRESS = ("Mme Nadia FAURE et M. Éric FAURE", "Résidence Les Tilleuls", "3 bis rue du Général", "57950 MONTIGNY")
HEAD = Letterhead("Collège Simone-Veil", ("12, rue des Tanneurs", "57000 Metz"), (("6e", True), ("5e", False)))
LONG = "De la volonté à l'oral, mais l'orthographe pénalise l'écrit : un travail de chaque semaine portera ses fruits. "


def share(*counts):
    return Share(tuple(zip(STATES, counts, strict=True)), 80)


def row(label="Mathématiques", text=LONG, **more):
    said = {"teachers": ("Mme LEMAÎTRE",), "share": share(1, 2, 4), "mean": "13,8", "class_mean": "11,1"} | more
    return RubricRow(label, texts=(Said("LEMAÎTRE A.", text),), **said)


def sheet(*rows, person="FAURE Tom", **more):
    said = {
        "title": "Bulletin scolaire – 1er trimestre",
        "about": "Année scolaire 2026-2027 · du 01/09/2026 au 30/11/2026",
        "details": ("né le 14/03/2015", "classe : 6e 3 (28 élèves)"),
        "columns": Columns(),
        "synthesis": Said("DURAND P.", LONG),
        "signatories": (Signatory("La cheffe d'établissement", "Mme FONTAINE"), Signatory("Visa, le")),
    }
    return OfficialSheet(person=person, rows=rows or (row(),), **(said | more))


def drawn(found, *, address=(), envelope=None, free=False, grey=False, head=HEAD):
    """The PDF of one copy, read again."""
    return PdfReader(io.BytesIO(bytes_of(found, address=address, envelope=envelope, free=free, grey=grey, head=head)))


def bytes_of(found, *, address=(), envelope=None, free=False, grey=False, head=HEAD):
    area = FREE if free else envelope.address if envelope else None
    look = Look(is_grey=grey, address=area, overlooked=envelope.overlooked if envelope else None)
    stream = io.BytesIO()
    document = new_document(stream, found.title, look)
    flow = laid(document, found, head, DEFAULT_SCALE, look, "imprimé le 08/12/2026 à 18 h 32")

    def over(brush):
        if area:
            write_address(address, area, brush)
        if envelope:
            mark_folds(envelope.folds, envelope.upright, brush)

    document.add(flow, over={1: over})
    document.close()
    return stream.getvalue()


@pytest.mark.parametrize("envelope", [None, ENVELOPES[Format.C5]], ids=["free", "c5"])
@pytest.mark.parametrize("has_items", [False, True])
def test_bulletin_is_right_for_a_screen_reader_p169(envelope, has_items):
    items = (ItemLine("Lire une fraction", Level(90, STATES[2])),)
    found = sheet(*(row(f"Matière {rank}", items=items) for rank in range(30)), columns=Columns(has_items=has_items))
    content = bytes_of(found, address=ADDRESS, envelope=envelope, free=envelope is None)
    assert faults_of(content) == []
    said = read_aloud(content)
    assert [words for role, words in said if role in ("H1", "H2")] == [found.title, found.person]
    assert ("Figure", "Niveau : 6e") in said
    assert ("P", " ".join(ADDRESS)) in said
    heading = next(rank for rank, (role, words) in enumerate(said) if role == "H3" and words.startswith("Synthèse"))
    assert said[heading + 1 : heading + 3] == [("P", LONG.strip()), ("P", "DURAND P.")]
    assert ("Figure", "1 Non acquis, 2 Partiellement acquis, 4 Acquis") in said or has_items


def words_on(page):
    """Each text with its place: left and baseline, in millimetres from the top left corner, and its size in points."""
    found = []

    def visit(text, cm, tm, _font, size):
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x * POINT, 297 - y * POINT, size))

    page.extract_text(visitor_text=visit)
    return found


def width_of(text, size):
    return measured(text, size=size)


# --- Windows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", list(Format))
def test_address_is_in_the_window_wherever_the_folded_sheet_slides(format_):
    """The envelope is looked at as it is held: its window, and the sheet pushed to each of its corners."""
    envelope = ENVELOPES[format_]
    page = drawn(sheet(), address=ADDRESS, envelope=envelope).pages[0]
    lines = [each for each in words_on(page) if each[0] in ADDRESS]
    assert [each[0] for each in lines] == list(ADDRESS)
    left = envelope.width - envelope.window_right - envelope.window_width
    top = envelope.height - envelope.window_bottom - envelope.window_height
    slides_x, slides_y = envelope.width - envelope.panel.width, envelope.height - envelope.panel.height
    for slide_x, slide_y in itertools.product((0, slides_x), (0, slides_y)):
        for text, x, baseline, size in lines:
            in_envelope_x = x - envelope.panel.left + slide_x
            in_envelope_y = baseline + slide_y
            assert left <= in_envelope_x + 0.01
            assert in_envelope_x + width_of(text, size) <= left + envelope.window_width + 0.01
            assert top <= in_envelope_y - size * POINT * 0.75
            assert in_envelope_y <= top + envelope.window_height


@pytest.mark.parametrize("format_", list(Format))
def test_nothing_else_is_written_where_the_window_may_look(format_):
    envelope = ENVELOPES[format_]
    person = "DE LA ROCHEFOUCAULD-MONTMORENCY Marie-Bénédicte"
    page = drawn(sheet(*[row()] * 11, person=person), address=ADDRESS, envelope=envelope).pages[0]
    seen = envelope.overlooked
    inside = [
        text
        for text, x, baseline, size in words_on(page)
        if x + width_of(text, size) > seen.left and x < seen.right and seen.top < baseline < seen.bottom
    ]
    assert set(inside) == set(ADDRESS)


@pytest.mark.parametrize(
    ("format_", "folds", "upright"),
    [(Format.C5, [148.5], None), (Format.DL, [99, 198], None), (Format.C6, [105, 210], 61.5)],
)
def test_fold_marks_are_at_their_millimetre(format_, folds, upright):
    page = drawn(sheet(), envelope=ENVELOPES[format_]).pages[0]
    edges = [line for line in lines_on(page) if min(line[0], line[2]) < 0.01 or min(line[1], line[3]) < 0.01]
    across = sorted(round(y, 1) for x, y, x2, y2 in edges if y == pytest.approx(y2))
    down = [round(x, 1) for x, y, x2, y2 in edges if x == pytest.approx(x2)]
    assert across == folds
    assert down == ([upright] if upright else [])


def lines_on(page):
    """Every straight line: from and to, in millimetres from the top left corner."""
    found, start = [], (0.0, 0.0)
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"m":
            start = tuple(map(float, operands))
        elif operator == b"l":
            end = tuple(map(float, operands))
            found.append((start[0] * POINT, 297 - start[1] * POINT, end[0] * POINT, 297 - end[1] * POINT))
    return found


def test_free_address_is_in_its_rectangle_at_the_top_right():
    lines = [each for each in words_on(drawn(sheet(), address=ADDRESS, free=True).pages[0]) if each[0] in ADDRESS]
    assert len(lines) == 4
    for text, x, baseline, size in lines:
        assert FREE.left <= x
        assert x + width_of(text, size) <= FREE.right
        assert FREE.top < baseline < FREE.bottom


def test_seven_long_lines_are_made_smaller_and_none_is_cut():
    address = tuple(f"Ligne {rank} de la résidence des Grands Champs du Bois de la Ville" for rank in range(7))
    envelope = ENVELOPES[Format.DL]
    page = drawn(sheet(), address=address, envelope=envelope).pages[0]
    lines = [each for each in words_on(page) if each[0] in address]
    assert len(lines) == 7
    assert all(x + width_of(text, size) <= envelope.address.right + 0.01 for text, x, _y, size in lines)


# --- Copies -----------------------------------------------------------------------------------------------------------

HOME, OTHER = ("1 rue A", "57000 METZ"), ("2 rue B", "57000 METZ")
MOTHER, FATHER = Addressee("Mme Nadia FAURE", HOME), Addressee("M. Éric FAURE", HOME)
APART, UNKNOWN = Addressee("M. Éric FAURE", OTHER), Addressee("M. Éric FAURE", ())


def test_copies_follow_the_addresses_of_the_two_first_guardians():
    both = ("Mme Nadia FAURE et M. Éric FAURE", *HOME)
    mother, apart = ("Mme Nadia FAURE", *HOME), ("M. Éric FAURE", *OTHER)
    wanted = {
        (MOTHER, FATHER): {Copies.ONE: (both,), Copies.TWO_IF_APART: (both,), Copies.TWO: (both, both)},
        (MOTHER, APART): {Copies.ONE: (mother,), Copies.TWO_IF_APART: (mother, apart), Copies.TWO: (mother, apart)},
        (MOTHER, UNKNOWN): {Copies.ONE: (mother,), Copies.TWO_IF_APART: (mother,), Copies.TWO: (mother, mother)},
        (UNKNOWN,): {Copies.ONE: ((),), Copies.TWO_IF_APART: ((),), Copies.TWO: ((), ())},
        (): {Copies.ONE: ((),), Copies.TWO_IF_APART: ((),), Copies.TWO: ((), ())},
    }
    for guardians, of_each in wanted.items():
        assert {each: copies_of(guardians, each, has_address=True) for each in of_each} == of_each


def test_one_address_typed_in_two_ways_is_one_home():
    typed = Addressee("M. Éric FAURE", ("1, Rue A", "57000 Metz"))
    assert copies_of((MOTHER, typed), Copies.TWO_IF_APART, has_address=True) == (
        ("Mme Nadia FAURE et M. Éric FAURE", *HOME),
    )


def test_copies_for_two_homes_are_made_without_any_address_too():
    assert copies_of((MOTHER, APART), Copies.TWO_IF_APART, has_address=False) == ((), ())


def test_28_pupils_with_one_of_two_homes_make_29_copies():
    guardians = [(MOTHER, FATHER)] * 27 + [(MOTHER, APART)]
    copies = [copies_of(each, Copies.TWO_IF_APART, has_address=True) for each in guardians]
    assert sum(map(len, copies)) == 29


def test_blank_pages_of_one_two_and_three_pages():
    pages = (1, 2, 3)
    with_blanks, without = (sum(each + blank_pages(each, is_duplex=on) for each in pages) for on in (True, False))
    assert (with_blanks, without) == (8, 6)


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_eleven_matieres_with_short_texts_stand_on_one_page():
    assert len(drawn(sheet(*[row(text="Bon travail.")] * 11)).pages) == 1


def test_long_texts_take_two_pages_whose_second_says_whose_it_is():
    pages = drawn(sheet(*[row(text=LONG * 3)] * 11)).pages
    assert len(pages) == 2
    assert "FAURE Tom" in pages[1].extract_text()
    assert "page 2 / 2" in pages[1].extract_text()


def test_every_word_of_the_longest_texts_is_printed():
    """Eleven texts of 999 letters, a synthesis as long: more pages rather than a word less."""
    text = ("Mot" + "abcdefghi " * 120)[:999]
    pages = drawn(sheet(*[row(text=text)] * 11, synthesis=Said("X", text))).pages
    assert sum(page.extract_text().count("Motabcdefghi") for page in pages) == 12


def test_names_and_labels_of_a_hundred_letters_stay_inside_the_page():
    long = "W" * 100
    found = sheet(row(label=long, teachers=(long,)), person=f"{long} {long}", details=(long,), mention=long * 3)
    head = Letterhead(long, (long, long), tuple((f"N{rank}", rank == 0) for rank in range(12)))
    for envelope in (None, *ENVELOPES.values()):
        for page in drawn(found, envelope=envelope, head=head).pages:
            outside = [each for each in words_on(page) if each[1] + width_of(each[0], each[3]) > 201]
            assert outside == []


def test_emoji_and_ligatures_are_drawn_or_shown_as_a_gap():
    text = drawn(sheet(row(text="Œuvre finie, cœur à l'ouvrage 🎉"))).pages[0].extract_text()
    assert "Œuvre finie, cœur à l'ouvrage □" in " ".join(text.split())


def test_grey_print_has_no_colour():
    page = drawn(sheet(*[row()] * 3), grey=True).pages[0]
    coloured = [operator for _, operator in ContentStream(page.get_contents(), page.pdf).operations]
    assert not {b"rg", b"RG"} & set(coloured)


def test_items_and_blocks_of_a_releve_are_printed():
    lines = (ItemLine("Additionner deux fractions", Level(76, STATES[2])), ItemLine("Soustraire", Level()))
    found = sheet(
        row(items=lines), columns=Columns(has_items=True), blocks=(Block("Absences et retards", "2 retards."),)
    )
    text = " ".join(drawn(found).pages[0].extract_text().split())
    for said in ("Additionner deux fractions", "A 76", "Soustraire", "élève 13,8 / 20", "2 retards."):
        assert said in text


def test_document_without_appreciations_has_no_column_for_them():
    text = drawn(sheet(row(), columns=Columns(has_text=False))).pages[0].extract_text()
    assert "Acquis, progrès" not in text
