"""A document as a file: the same figures in PDF, on a page that needs no network, in three spreadsheets."""

import csv
import datetime
import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Account, TeachingAssignment
from bilans.makers import ReportFile
from bilans.paper.charts import bar_svg
from bilans.paper.pieces import Curves, Series
from bilans.reports.registry import shown_reports
from documents.makers import Making, NothingToMake
from documents.making import make_file
from documents.models import GeneratedFile, Job, JobStatus
from evaluations.scale.whole import DEFAULT_SCALE
from referentiels.models import Item
from sacoche.kit.clock import now
from sacoche.kit.files.ods import read_ods
from sacoche.kit.files.workbook import read_workbook
from tests.bilans.class_5a import expected
from tests.documents.working import a_worker_is_there, work_off
from tests.factories import AccountFactory
from tests.pdf_ua import faults_of, read_aloud


@pytest.fixture
def reader(client_as, class_5a):
    return client_as(class_5a.teacher)


def query(class_5a, **asked):
    return "&".join(f"{name}={value}" for name, value in {"classe": class_5a.school_class.pk, **asked}.items())


def written(class_5a, code, form, **asked):
    """The bytes of a file, made for the teacher."""
    stream = io.BytesIO()
    sent = {"report": code, "query": query(class_5a, **asked), "format": form, "pupils": 4}
    making = Making(class_5a.teacher.school, class_5a.teacher, now(), stream, lambda done, total: None)
    made = ReportFile().make(sent, making)
    return stream.getvalue(), made


def pdf_text(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def lines_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def every_figure():
    """The scores, the means and the percentages worked by hand for class 5A: W17 to W20, W22, W23."""
    return [figure for number in ("W17", "W18", "W20") for line in expected(number) for figure in str(line).split()]


def test_screen_pdf_spreadsheet_and_html_tell_the_same_figures_p167(reader, class_5a):
    asked = {"matiere": "MATHS"}
    content, _made = written(class_5a, "releve_matiere", "pdf", **asked)
    table, _made = written(class_5a, "releve_matiere", "csv", **asked)
    alone, _made = written(class_5a, "releve_matiere", "html", **asked)
    paper, lines, html = " ".join(pdf_text(content)), lines_of(table), alone.decode()
    screens = "".join(
        reader.get(f"{reverse('bilans:releve_matiere')}?{query(class_5a, vu=pupil.pk, **asked)}").content.decode()
        for pupil in class_5a.pupils.values()
    )
    told = [re.sub(r"<[^>]+>", " ", each) for each in (screens, html)]
    cells = [cell for line in lines for cell in line]
    for figure in every_figure():
        if figure != "-":
            whole = re.compile(rf"(?<![\d,]){figure}(?![\d,])")
            assert whole.search(paper), figure
            assert figure in cells, figure
            assert all(whole.search(text) for text in told), figure


def test_spreadsheet_has_a_line_for_each_item_of_each_pupil(class_5a):
    content, _made = written(class_5a, "releve_matiere", "csv", matiere="MATHS", cases=3)
    heads, *rows = lines_of(content)
    assert heads == ["Élève", "Rubrique", "Réf.", "Item", "Résultats", "Score", "État"]
    assert rows[0] == ["ALPHA Ana", "Fractions", "5.A10", "Lire une fraction", "RR V VV", "76", "A"]
    assert ["ALPHA Ana", "", "Moyenne des scores, pondérée par les coefficients", "", "", "69", "A"] in rows


def test_table_of_a_class_is_the_same_in_three_spreadsheets_p155_p168(class_5a):
    asked = {"matiere": "MATHS", "coefficients": "oui"}
    table = lines_of(written(class_5a, "tableau_matiere", "csv", **asked)[0])
    assert table[1] == ["ALPHA Ana", "76", "56", "56", "100", "100", "69", "80"]
    assert table[3][4] == "", "no score is an empty cell, so that a mean of the spreadsheet is right"
    for form, read in (("xlsx", read_workbook), ("ods", read_ods)):
        found = read(written(class_5a, "tableau_matiere", form, **asked)[0])
        assert [found.header, *(row.cells for row in found.rows)] == table, form


def test_bulletin_is_given_in_the_layout_of_gepi_p156(class_5a):
    Account.objects.filter(pk=class_5a.pupils["BRAVO"].pk).update(id_gepi="bravob")
    content, made = written(class_5a, "bulletin", "gepi", matiere="MATHS")
    heads, _alpha, bravo, *_others = content.decode("latin-1").split("\r\n")
    assert heads == "GEPI_IDENTIFIANT;NOTE;APPRECIATION"
    assert bravo == "bravob;15,0;90% d'items acquis (4A 1VA 0NA)"
    assert made.name == "bulletin-mathematiques-5a.gepi.csv"


def test_title_that_looks_like_a_formula_stays_text_p168(class_5a):
    Item.objects.filter(pk=class_5a.items["A10"].pk).update(name="=2+3")
    content, _made = written(class_5a, "releve_matiere", "csv", matiere="MATHS")
    assert all(not cell.startswith("=") for line in lines_of(content) for cell in line)


def test_one_page_a_pupil_or_one_after_the_other_p166(class_5a):
    content, made = written(class_5a, "releve_matiere", "pdf", matiere="MATHS")
    pages = pdf_text(content)
    assert (len(pages), made.told["pages"]) == (4, 4)
    assert all("page 1 / 1" in page for page in pages)
    assert "BRAVO Ben" in pages[1]
    content, made = written(class_5a, "releve_matiere", "pdf", matiere="MATHS", pages="optimisees")
    assert made.told["pages"] < 4
    assert f"page 1 / {made.told['pages']}" in pdf_text(content)[0]


def test_grey_has_no_colour_and_sigles_are_readable_p166(class_5a):
    content, _made = written(class_5a, "releve_matiere", "pdf", matiere="MATHS", couleur="gris")
    [text, *_others] = pdf_text(content)
    assert {"RR", "R", "V", "VV", "NA", "VA", "A"} <= set(text.split())
    reader = PdfReader(io.BytesIO(content))
    streams = [page.get_contents().get_data() for page in reader.pages]
    forms = [form.get_object().get_data() for form in reader.pages[0]["/Resources"]["/XObject"].values()]
    assert not any(re.search(rb"\s(rg|RG|k|K|sc|SC|scn|SCN)\s", stream) for stream in [*streams, *forms])


@pytest.mark.parametrize("margin", [5, 15])
def test_margin_is_that_which_was_asked_p166(class_5a, margin):
    content, _made = written(class_5a, "releve_matiere", "pdf", matiere="MATHS", marge=margin)
    lefts = {}
    page = PdfReader(io.BytesIO(content)).pages[0]
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: lefts.setdefault(text.strip(), tm[4]))
    [foot] = [left for text, left in lefts.items() if text.startswith("Imprimé le")]
    assert foot / 72 * 25.4 == pytest.approx(margin, abs=0.1)


def test_margin_of_four_is_refused_p166(reader, class_5a):
    sent = {"format": "pdf", "query": query(class_5a, matiere="MATHS", marge=4)}
    refused = reader.post(reverse("bilans:releve_matiere_make"), sent, follow=True)
    assert "Les marges vont de 5 à 15 mm" in refused.content.decode()
    assert not GeneratedFile.objects.exists()


def test_empty_column_of_a_grille_is_as_wide_as_asked_p158(class_5a):
    content, _made = written(class_5a, "grille", "pdf", matiere="MATHS", niveau="5", vierge="oui", colonne_vide=4)
    stream = PdfReader(io.BytesIO(content)).pages[0].get_contents().get_data().decode("latin-1")
    widths = {round(float(width) / 72 * 25.4, 1) for width in re.findall(r"[\d.]+ [\d.]+ ([\d.]+) [\d.]+ re", stream)}
    assert 40.0 in widths


def test_releve_is_read_aloud_as_it_is_printed_p169(class_5a):
    content, _made = written(class_5a, "releve_matiere", "pdf", matiere="MATHS")
    said = read_aloud(content)
    start = said.index(("H2", "BRAVO Ben"))
    assert [words for role, words in said if role == "H1"] == ["Relevé d'items – Mathématiques"] * 4
    assert ("TH", "Item") in said[start:]
    line = said.index(("TH", "5.A10"), start)
    [(_cell, name), (_span, results), level] = said[line + 1 : line + 4]
    assert name.startswith("Lire une fraction")
    assert set(results.split(", ")) <= {"RR", "R", "V", "VV"}, "each result apart from the next one"
    assert level == ("TD", "A 95")
    assert ("Span", "VV : Très satisfaisant") in said


def test_bars_and_curves_are_read_aloud_p169(class_5a):
    said = read_aloud(written(class_5a, "synthese_matiere", "pdf", matiere="MATHS", format="domaine")[0])
    bars = [words for role, words in said if role == "Figure"]
    assert "0 Non acquis, 2 Partiellement acquis, 1 Acquis" in bars
    said = read_aloud(written(class_5a, "chronologie", "pdf", matiere="MATHS")[0])
    assert any(words.startswith("Courbes. ") and "septembre" in words for role, words in said if role == "Figure")


def test_legend_is_printed_unless_it_is_not_wanted_p166(class_5a):
    with_it = pdf_text(written(class_5a, "releve_matiere", "pdf", matiere="MATHS")[0])[0]
    without = pdf_text(written(class_5a, "releve_matiere", "pdf", matiere="MATHS", legende="non")[0])[0]
    assert "Très satisfaisant" in with_it
    assert "Très satisfaisant" not in without


def test_page_alone_needs_no_network_p168(class_5a):
    html = written(class_5a, "synthese_matiere", "html", matiere="MATHS", format="domaine")[0].decode()
    assert not re.search(r"(src|href)=\"(?!#)", html)
    assert "<style>" in html
    assert "DELTA Dan" in html


def every_document(class_5a):
    """The code of each document of a class, and what has to be chosen for it."""
    words = {
        "matiere": "MATHS",
        "niveau": "5",
        "items": class_5a.items["A10"].pk,
        "evaluations": class_5a.evaluations["D1"].pk,
        "professeur": class_5a.teacher.pk,
        "etats": "NA,VA,A",
        "format": "domaine",
    }
    for report, page in shown_reports():
        if page.has_pupils and not {"cycle", "palier"} & set(report.options):
            yield report.code, {name: word for name, word in words.items() if name in report.options}


@pytest.mark.parametrize("form", ["pdf", "html", "csv", "xlsx", "ods"])
def test_every_document_is_made_in_every_form(class_5a, form):
    for code, asked in every_document(class_5a):
        content, made = written(class_5a, code, form, **asked)
        assert len(content) > 100, code
        assert made.name.endswith(form), code
        assert form != "pdf" or faults_of(content) == [], code


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("socle_2016", {"cycle": 4, "preuves": "oui"}),
        ("socle_2016_classe", {"cycle": 4}),
        ("socle_maitrise", {"palier": 2, "pilier": 10}),
        ("socle_maitrise", {"palier": 2, "pilier": 10, "generique": "oui"}),
        ("socle_synthese", {"palier": 2, "pilier": 10}),
    ],
)
def test_documents_of_the_socle_are_right_for_a_screen_reader_p169(linked_5a, code, asked):
    assert faults_of(written(linked_5a, code, "pdf", **asked)[0]) == []


def test_address_of_a_file_is_its_maker_s_for_an_hour_p168(reader, client_as, class_5a, director):
    sent = {"format": "pdf", "query": query(class_5a, matiere="MATHS")}
    made = reader.post(reverse("bilans:releve_matiere_make"), sent)
    shown = reader.get(made["Location"]).content.decode()
    assert "4 pages" in shown, "their number is said before it is printed"
    address = made["Location"] + "prendre/"
    assert b"".join(reader.get(address).streaming_content).startswith(b"%PDF")
    assert client_as(director).get(made["Location"]).status_code == 404
    GeneratedFile.objects.update(expires_at=now() - datetime.timedelta(minutes=1))
    late = reader.get(address)
    assert late.status_code == 410
    assert "Document expiré" in late.content.decode()
    assert f'href="{reverse("bilans:releve_matiere")}?' in late.content.decode()


def test_what_is_no_longer_his_to_read_is_not_made_by_a_worker(class_5a):
    sent = {"report": "releve_matiere", "query": query(class_5a, matiere="MATHS"), "format": "pdf", "pupils": 4}
    TeachingAssignment.objects.filter(teacher=class_5a.teacher).delete()
    with pytest.raises(NothingToMake, match="n'est pas un des vôtres"):
        make_file(maker=ReportFile(), school=class_5a.teacher.school, owner=class_5a.teacher, asked=sent)
    Account.objects.filter(pk=class_5a.teacher.pk).update(profile="ADM")
    class_5a.teacher.refresh_from_db()
    with pytest.raises(NothingToMake, match="plus le droit"):
        make_file(maker=ReportFile(), school=class_5a.teacher.school, owner=class_5a.teacher, asked=sent)


def test_class_without_result_makes_no_blank_pdf_p176(reader, class_5a):
    sent = {"format": "pdf", "query": query(class_5a, matiere="MATHS", du="2026-11-20")}
    refused = reader.post(reverse("bilans:releve_matiere_make"), sent, follow=True)
    assert "Aucun résultat dans cette période" in refused.content.decode()


def test_form_of_file_that_is_not_there_is_refused_in_words(reader, class_5a):
    sent = {"format": "docx", "query": query(class_5a, matiere="MATHS")}
    refused = reader.post(reverse("bilans:releve_matiere_make"), sent, follow=True)
    assert "Ce genre de fichier n&#x27;existe pas" in refused.content.decode()


def test_two_hundred_pupils_on_eight_hundred_items_are_for_a_file():
    """The page of such a table says to take a file: a browser would be lost."""
    from bilans.paper.html import MOST_CELLS, size_of
    from bilans.paper.pieces import Column, Grid, Row, Sheet

    grid = Grid(tuple(Column(str(rank)) for rank in range(800)), tuple(Row(()) for _rank in range(200)), is_matrix=True)
    assert size_of(Sheet("", "", (grid,))) > MOST_CELLS


def test_chart_of_one_point_or_of_none_is_drawn():
    from bilans.paper.charts import curves_svg

    for figures in ((None, None), (None, 40), (100, 100)):
        drawn = curves_svg(Curves(("septembre", "octobre"), (Series("Maths", figures),), is_fixed=False), DEFAULT_SCALE)
        assert re.findall(r'data-figure="(\d+)"', drawn) == [str(figure) for figure in figures if figure is not None]


def test_bar_gives_back_its_counts():
    from bilans.computing.figures import Share

    share = Share(tuple(zip(DEFAULT_SCALE.states, (3, 0, 9), strict=True)), 75)
    drawn = bar_svg(share, DEFAULT_SCALE)
    assert re.findall(r'data-figure="(\d+)"', drawn) == ["3", "9"]
    assert "3 Non acquis, 0 Partiellement acquis, 9 Acquis" in drawn


@pytest.fixture
def asked_of_a_worker(reader, class_5a):
    """The relevé of more pupils than a page does at once, asked while a worker is there."""
    a_worker_is_there()
    for rank in range(ReportFile.at_once):
        AccountFactory(last_name=f"PETIT {rank}", school_class=class_5a.school_class)
    sent = {"format": "pdf", "query": query(class_5a, matiere="MATHS")}
    followed = reader.post(reverse("bilans:releve_matiere_make"), sent)
    job = Job.objects.latest("pk")
    assert followed["Location"] == reverse("documents:job", args=[job.uuid])
    assert job.title == "Relevé d'items d'une matière, 44 élèves"
    return job


def test_document_of_many_pupils_is_made_by_a_worker_while_the_page_is_closed_p170(asked_of_a_worker):
    work_off()
    asked_of_a_worker.refresh_from_db()
    assert asked_of_a_worker.status == JobStatus.DONE
    assert GeneratedFile.objects.get().told["pages"] == 4


def test_job_whose_author_lost_the_right_meanwhile_says_so_and_makes_nothing(asked_of_a_worker, class_5a):
    TeachingAssignment.objects.filter(teacher=class_5a.teacher).delete()
    work_off()
    asked_of_a_worker.refresh_from_db()
    assert asked_of_a_worker.status == JobStatus.FAILED
    assert "n'est pas un des vôtres" in asked_of_a_worker.sentence
    assert not GeneratedFile.objects.exists()


def test_socle_of_thirty_pupils_is_a_page_each_and_no_competence_is_cut_from_its_title_p139(class_5a):
    """As many pupils as a class, all the compétences of a palier, their names from short to long."""
    for number in range(26):
        AccountFactory(last_name=f"ÉLÈVE{number:02d}" + "-LONGUE" * (number % 4), school_class=class_5a.school_class)
    content, made = written(class_5a, "socle_maitrise", "pdf", palier=2, marge=15)
    pages = pdf_text(content)
    assert len(pages) == made.told["pages"] >= 30
    assert len(content) < 2_000_000
    names = [pupil.full_name for pupil in Account.objects.pupils().active()]
    for page in pages:
        assert sum(name in page for name in names) == 1, "the name of one pupil on each page"
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        titles = [rank for rank, line in enumerate(lines) if line.startswith("Compétence ")]
        foot = next(rank for rank, line in enumerate(lines) if line.startswith("Imprimé le"))
        assert all(rank + 2 < foot for rank in titles), "under its title, a compétence has its first item"
