"""What a PDF says to who does not see it, verified on the file and read in the order of its structure."""

import io

from sacoche.kit.pdf.brush import Brush, Picture, Text
from sacoche.kit.pdf.document import Document, Flow, Footer, Frame, Header
from sacoche.kit.pdf.table import Cell, Column, Row, Table
from tests.pdf_ua import Tagged, faults_of, read_aloud

HEADER = Header([Text("Relevé", size=12, is_bold=True, level=1), Text("Du 1er au 30")], "Collège")


def made(*fills, header=HEADER) -> bytes:
    stream = io.BytesIO()
    document = Document(stream, title="Essai")
    for fill in fills:
        with document.part(name="FAURE Tom", header=header, footer=Footer(right="Essai")) as flow:
            fill(flow)
    document.close()
    return stream.getvalue()


def table(count: int) -> Table:
    rows = [Row([Cell("Nombres", span=3)], is_heading=True), *([f"R{rank}", "ligne", ""] for rank in range(count))]
    return Table([Column("Réf.", width=20), Column("Item"), Column("", width=10)], rows)


def everything(flow: Flow) -> None:
    def bar(brush: Brush, left: float, top: float) -> None:
        brush.box(left, top, 20, 5, fill=(0, 0, 0))
        brush.text(left, top + 4, "3 A", Text(""))

    flow.text("Une phrase assez longue pour aller sur plusieurs lignes. " * 5)
    flow.heading("Sciences")
    flow.table(table(80))
    flow.table(Table([Column("a"), Column()], [["R", Cell([Picture(20, 5, bar, "3 acquis"), Text("dont un tard")])]]))
    flow.frames(Frame("PPRE", heading="Accompagnement"), Frame("2 retards", heading="Vie scolaire"))
    flow.draw(
        10, lambda brush, left, top, width: brush.stamp("VA", left, top, lambda once: once.text(1, 4, "VA", Text("")))
    )
    flow.rule()


def test_nothing_is_wrong_that_a_program_can_verify_p169():
    assert faults_of(made(everything, everything)) == []
    assert faults_of(made(lambda flow: None, header=None)) == []


def test_what_is_read_is_what_is_printed_in_its_order():
    said = read_aloud(made(lambda flow: (flow.heading("Sciences"), flow.table(table(1)), flow.text("Fin"))))

    assert said == [
        ("H1", "Relevé"),
        ("P", "Du 1er au 30"),
        ("P", "Collège"),
        ("H2", "Sciences"),
        ("TH", "Réf."),
        ("TH", "Item"),
        ("TH", "Nombres"),
        ("TH", "R0"),
        ("TD", "ligne"),
        ("P", "Fin"),
    ]


def test_head_of_a_table_and_of_a_page_are_read_once_however_many_pages():
    content = made(lambda flow: flow.table(table(150)))
    said = [words for _role, words in read_aloud(content)]

    assert len(Tagged(content).reader.pages) > 2
    assert [said.count(each) for each in ("Relevé", "Réf.", "R0", "R149", "page 1 / 4")] == [1, 1, 1, 1, 0]


def test_cell_over_two_pages_is_one_cell():
    long = " ".join(f"mot{rank}" for rank in range(2000))
    content = made(lambda flow: flow.table(Table([Column("a"), Column("b")], [["R", long]])))

    assert faults_of(content) == []
    assert ("TD", long) in read_aloud(content)


def test_empty_cell_is_still_a_cell():
    root = Tagged(made(lambda flow: flow.table(table(1)))).root
    assert [[cell.role for cell in row.kids] for row in root.every() if row.role == "TR"] == [
        ["TH", "TH", "TD"],
        ["TH"],
        ["TH", "TD", "TD"],
    ]


def test_figure_is_read_by_what_is_said_of_it():
    said = read_aloud(made(everything))

    assert ("Figure", "3 acquis") in said
    assert "3 A" not in [words for _role, words in said]
    assert said[-5:] == [
        ("H3", "Accompagnement"),
        ("P", "PPRE"),
        ("H3", "Vie scolaire"),
        ("P", "2 retards"),
        ("P", "VA"),
    ]


def test_part_drawn_twice_is_read_twice():
    stream = io.BytesIO()
    document = Document(stream, title="Essai")
    flow = document.flow(header=HEADER)
    flow.text("Bonjour")
    document.add(flow)
    document.add(flow, over={1: lambda brush: brush.text(20, 250, "Mme FAURE", Text(""))})
    document.add_blank_page()
    document.close()

    assert faults_of(stream.getvalue()) == []
    said = [words for _role, words in read_aloud(stream.getvalue())]
    assert [said.count(each) for each in ("Bonjour", "Mme FAURE")] == [2, 1]


def test_heading_never_skips_a_level():
    said = read_aloud(made(lambda flow: flow.text(Text("Synthèse", level=3)), header=None))

    assert said == [("H1", "Synthèse")]


def test_words_of_any_alphabet_are_read():
    words = "Ὀδυσσεύς, Łukasz, « œuvre »"

    assert ("P", words) in read_aloud(made(lambda flow: flow.text(words)))


def test_checker_sees_what_is_wrong():
    """The checks themselves: content that nothing marks, a heading too deep, a figure without words."""

    def wrong(flow: Flow) -> None:
        flow.draw(10, lambda brush, left, top, width: brush._canvas.drawString(50, 50, "jamais lu"))

    assert any("neither read nor decoration" in fault for fault in faults_of(made(wrong, header=None)))
