"""Documents of pages, read back from the PDF itself."""

import io

import pytest
from pypdf import PdfReader

from sacoche.kit.pdf.brush import FAINT, Brush, Picture, Text
from sacoche.kit.pdf.document import NO_FOOTER, Document, Flow, Footer, Frame, Header
from sacoche.kit.pdf.fonts import width_of, wrapped
from sacoche.kit.pdf.table import Cell, Column, Row, Table

LONG = "Tom progresse en calcul, mais les problèmes à deux étapes demandent plus de méthode. "


def _pages(fill, **options) -> list[str]:
    return [page.extract_text() for page in _read(fill, **options).pages]


def _read(fill, *, footer=NO_FOOTER, header=None, **options) -> PdfReader:
    stream = io.BytesIO()
    document = Document(stream, title="Essai", **options)
    with document.part(footer=footer, header=header) as flow:
        fill(flow)
    document.close()
    return PdfReader(stream)


def _table(count: int, content: str = "ligne") -> Table:
    return Table([Column("Réf.", width=20), Column("Item")], [[f"R{rank}", content] for rank in range(count)])


def test_wrapped_cuts_between_words_and_never_at_an_unbroken_space():
    assert wrapped("Moyenne : 12,5", width=width_of("Moyenne :", size=9), size=9) == ["Moyenne :", "12,5"]
    assert wrapped("Est-ce\u00a0?", width=1000, size=9) == ["Est-ce\u00a0?"]
    assert wrapped("a\u202fb c", width=width_of("a\u202fb", size=9), size=9) == ["a\u202fb", "c"]


def test_wrapped_cuts_a_word_wider_than_the_line_and_loses_no_letter():
    lines = wrapped("x " + "M" * 200, width=30, size=9)

    assert "".join(lines[1:]) == "M" * 200
    assert all(width_of(line, size=9) <= 30.001 for line in lines)


def test_wrapped_keeps_the_line_breaks_of_the_text():
    assert wrapped("Bien.\n\nContinue !", width=100, size=9) == ["Bien.", "", "Continue !"]


@pytest.mark.parametrize(("is_landscape", "shape"), [(False, (210, 297)), (True, (297, 210))])
def test_document_is_an_a4(is_landscape, shape):
    box = _read(lambda flow: flow.text("Bonjour"), is_landscape=is_landscape).pages[0].mediabox

    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == shape


def test_document_without_part_has_a_blank_page():
    stream = io.BytesIO()
    Document(stream, title="Vide").close()

    assert len(PdfReader(stream).pages) == 1


def test_pages_are_numbered_within_their_part_and_parts_listed_aside():
    stream = io.BytesIO()
    document = Document(stream, title="Bulletins")
    for name, count in (("FAURE Tom", 80), ("LI Gaël", 1)):
        with document.part(name=name, footer=Footer(right=f"Bulletin – {name}")) as flow:
            flow.table(_table(count))
    document.close()
    reader = PdfReader(stream)

    feet = [page.extract_text().splitlines()[-1] for page in reader.pages]
    assert feet == [
        "Bulletin – FAURE Tom – page 1 / 2",
        "Bulletin – FAURE Tom – page 2 / 2",
        "Bulletin – LI Gaël – page 1 / 1",
    ]
    assert [entry.title for entry in reader.outline] == ["FAURE Tom", "LI Gaël"]


def test_header_and_head_of_a_table_come_back_on_each_page():
    header = Header(left=[Text("Relevé", size=16, is_bold=True)], right="FAURE Tom")

    pages = _pages(lambda flow: flow.table(_table(120)), header=header)

    assert len(pages) == 3
    for page in pages:
        assert page.startswith("Relevé\nFAURE Tom\nRéf.\nItem\n")


def test_table_over_pages_shows_each_row_once():
    words = "\n".join(_pages(lambda flow: flow.table(_table(120)))).split()

    assert [word for word in words if word[0] == "R" and word != "Réf."] == [f"R{rank}" for rank in range(120)]


def test_heading_row_is_not_left_alone_at_the_foot_of_a_page():
    def fill(flow: Flow) -> None:
        table = _table(1)
        row = table.laid_rows(flow.width)[0].height
        # Room for the head, the heading and nothing more.
        flow.draw(flow.left_on_page - 2.5 * row, lambda *_: None)
        flow.table(Table(table.columns, [Row([Cell("Mathématiques", span=2)], is_heading=True), ["R0", "ligne"]]))

    first, second = _pages(fill)

    assert "Mathématiques" not in first
    assert second.splitlines()[:4] == ["Réf.", "Item", "Mathématiques", "R0"]


def test_row_is_not_cut_when_a_page_can_hold_it():
    def fill(flow: Flow) -> None:
        flow.draw(flow.left_on_page - 25, lambda *_: None)
        flow.table(_table(1, LONG * 12))

    first, second = _pages(fill)

    assert "Tom progresse" not in first
    assert second.count("Tom") == 12


_PUT = {"table": lambda flow, text: flow.table(_table(1, text)), "frame": lambda flow, text: flow.frames(Frame(text))}


@pytest.mark.parametrize("put", _PUT.values(), ids=_PUT)
def test_text_higher_than_a_page_goes_on_and_loses_no_word(put):
    pages = _pages(lambda flow: put(flow, LONG * 150))

    assert len(pages) > 1
    words = " ".join(pages).split()
    assert [words.count(word) for word in ("Tom", "progresse", "étapes", "méthode.")] == [150] * 4


def test_frames_stand_side_by_side_and_keep_their_heading():
    (page,) = _pages(
        lambda flow: flow.frames(Frame("PPRE", heading="Accompagnement"), Frame("2 retards", heading="Vie"))
    )

    assert page.splitlines()[:4] == ["Accompagnement", "PPRE", "Vie", "2 retards"]


def test_number_is_not_cut_in_a_narrow_column():
    table = Table([Column("Item"), Column("Moy.", width=10)], [["a", "12,50"]])

    assert "12,50" in _pages(lambda flow: flow.table(table))[0].splitlines()


def test_table_wider_than_the_page_is_refused():
    with pytest.raises(ValueError, match=r"10\.0 mm wider than the page"):
        _pages(lambda flow: flow.table(Table([Column("a", width=150), Column("b", width=50)], [["1", "2"]])))


def test_row_that_does_not_fill_its_table_is_refused():
    with pytest.raises(ValueError, match="1 of the 2 columns"):
        _pages(lambda flow: flow.table(Table([Column("a"), Column("b")], [["1"]])))


def test_turned_heads_make_room_for_the_longest():
    names = ["ABDOULAYE-TRAORÉ Mamadou", "LI Gaël"]
    table = Table([Column("Item"), *(Column(name, width=8, is_turned=True) for name in names)], [["a", "V", "R"]])

    (head,) = table.laid_heads(190)

    assert head.height == pytest.approx(width_of(names[0], size=8.5) + 3)
    assert set(names) <= set(_pages(lambda flow: flow.table(table))[0].splitlines())


def test_grey_document_holds_no_colour():
    def fill(flow: Flow) -> None:
        mark = Picture(10, 6, lambda brush, left, top: brush.box(left, top, 10, 6, fill=(220, 140, 135), radius=1))
        flow.table(Table([Column("a")], [[Cell([mark, Text("RR")], fill=(210, 245, 220))]]))

    def colours(*, is_grey: bool) -> set[tuple[str, ...]]:
        content = _read(fill, is_grey=is_grey).pages[0].get_contents().get_data().decode("latin-1")
        return {tuple(line.split()[:-1]) for line in content.splitlines() if line.endswith((" rg", " RG"))}

    assert any(len(set(colour)) > 1 for colour in colours(is_grey=False))
    # reportlab begins a page with black in three parts.
    assert colours(is_grey=True) <= {("0", "0", "0")}


def test_stamp_is_written_once_in_a_document_and_put_wherever_it_is_wanted():
    def fill(flow: Flow) -> None:
        for _line in range(30):
            flow.draw(6, lambda brush, left, top, width: brush.stamp("RR é", left, top, _code))

    def _code(brush: Brush) -> None:
        brush.box(0, 0, 8, 5, fill=(220, 140, 135))
        brush.text(1, 4, "RR", Text(""))

    page = _read(fill).pages[0]
    assert len(page["/Resources"]["/XObject"]) == 1
    assert page.extract_text().count("RR") == 30


def test_image_is_drawn_in_grey_too():
    from PIL import Image

    red = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 0, 0)).save(red, "PNG")

    def logo(flow: Flow) -> None:
        flow.draw(20, lambda brush, left, top, width: brush.image(red.getvalue(), left, top, 30, 20, alt="Logo"))

    def seen(*, is_grey: bool) -> tuple[int, ...]:
        return _read(logo, is_grey=is_grey).pages[0].images[0].image.convert("RGB").getpixel((5, 5))

    assert seen(is_grey=False) == (200, 0, 0)
    assert len(set(seen(is_grey=True))) == 1


def test_document_is_the_same_bytes_twice():
    def made() -> bytes:
        stream = io.BytesIO()
        document = Document(stream, title="Essai")
        with document.part(name="a") as flow:
            flow.heading("Légende")
            flow.text("gris", like=Text("", ink=FAINT))
            flow.rule()
        document.close()
        return stream.getvalue()

    assert made() == made()


def test_long_footer_is_written_smaller_and_whole():
    footer = Footer(
        left="Imprimé le 30/11/2026 à 9 h 14 par " + "DE LA TOUR DU PIN " * 6, centre="SACoche", right="Relevé"
    )

    (page,) = _pages(lambda flow: flow.text("a"), footer=footer)

    assert footer.left.strip() in page


def test_brush_measures_from_the_top_left_corner():
    seen = []
    _read(lambda flow: flow.draw(10, lambda brush, left, top, width: seen.append((type(brush), left, top, width))))

    assert seen == [(Brush, 10, 10, 190)]
