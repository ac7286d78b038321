"""The table of every page, as a file for a spreadsheet: what the page shows, all its pages, and nothing else."""

import datetime
import io

import openpyxl
import pytest
from lxml import html

from sacoche.kit.files.ods import read_ods
from sacoche.kit.files.tables import formats
from sacoche.kit.listed import Column, ListTable, list_tables
from sacoche.kit.listed_views import FORMATS
from tests.bilans.test_spreadsheets import needs_office, opened
from tests.pages.addresses import Kind, cases
from tests.pages.asking import get, usual_profile

# What everybody's run opens; the other pages wait for REQUIRE_ALL=1.
EVERYDAY = {"accounts:pupils", "schools:groups", "accounts:besoins", "evaluations:list", "socle:progress"}
PAGES = [case for case in cases() if case.sample.kind is Kind.PAGE]
SAYING = ListTable("essai", "Essai", (Column("Texte", lambda row: row[0]), Column("Valeur", lambda row: row[1])))
ROWS = [
    ("=1+1", datetime.date(2014, 6, 15)),
    ("Zoé, « la 2 »", 12),
    ("+33 6", 14.5),
    ("un jour", datetime.datetime(2014, 6, 15, 9, 30)),  # noqa: DTZ001 (a spreadsheet knows no zone)
    ("oui ou non", True),
    ("rien", None),
]


def links_of(response):
    """The files that a page offers: (what is said of each, its address)."""
    page = html.fromstring(response.content)
    return [(link.get("aria-label"), link.get("href")) for link in page.xpath("//*[contains(@class,'listed')]//a")]


def heads_of(content):
    return [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0][1]]


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case.key, marks=[pytest.mark.full] * (case.key not in EVERYDAY)) for case in PAGES],
)
def test_page_gives_its_tables_as_two_files_to_whoever_may_read_it(case, world_at, visitor):
    world = world_at(case.sample.stage)
    browser = visitor(world, usual_profile(case))
    page = get(browser, case, world)
    links = links_of(page) if case.sample.status == 200 else []

    for said, address in links:
        file = browser.get(case.path(world) + address)
        assert file.status_code == 200, (said, address)
        content = file.content
        assert file["Cache-Control"] == "no-store"
        if address.partition("tableur=")[2].startswith("xlsx"):
            assert None not in heads_of(content), said
        else:
            assert read_ods(content).header, said
    assert len(links) % len(FORMATS) == 0


@pytest.mark.full
def test_every_declared_table_is_given_by_a_page(world, visitor):
    codes = set()
    for case in PAGES:
        if case.sample.stage == "ready" and case.sample.status == 200:
            page = get(visitor(world, usual_profile(case)), case, world)
            codes |= {each.code for each in (page.context or {}).get("listed", ())}

    assert {table.code for table in list_tables} - codes == set()


def test_file_that_a_page_does_not_have_is_not_found(world, visitor):
    browser = visitor(world, "ADM")

    assert browser.get("/eleves/", {"tableur": "xlsx"}).status_code == 200
    assert browser.get("/eleves/", {"tableur": "csv"}).status_code == 404
    assert browser.get("/eleves/", {"tableur": "xlsx", "tableau": "classes"}).status_code == 404


def test_file_follows_the_filters_of_its_page(world, visitor):
    browser = visitor(world, "ADM")

    everybody = read_ods(browser.get("/eleves/", {"tableur": "ods"}).content)
    nobody = read_ods(browser.get("/eleves/", {"tableur": "ods", "q": "Personne de ce nom"}).content)

    assert everybody.header[:4] == ["Nom", "Prénom", "Classe", "Identifiant"]
    assert len(everybody.rows) > 1
    assert nobody.rows == []


def test_workbook_keeps_numbers_dates_and_texts_as_they_are():
    content = SAYING.of(ROWS).file(formats.get("xlsx")).stream.read()

    cells = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)[1:]

    assert cells == [
        ("=1+1", datetime.datetime(2014, 6, 15)),  # noqa: DTZ001
        ("Zoé, « la 2 »", 12),
        ("+33 6", 14.5),
        ("un jour", datetime.datetime(2014, 6, 15, 9, 30)),  # noqa: DTZ001
        ("oui ou non", "oui"),
        ("rien", None),
    ]
    kinds = [row[0].data_type for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2)]
    assert set(kinds) == {"s"}


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("code", FORMATS)
def test_libreoffice_opens_the_file_and_computes_nothing(code, tmp_path):
    content = SAYING.of(ROWS).file(formats.get(code)).stream.read()

    name = f"essai.{code}"
    lines = opened(tmp_path, {name: content})[name]

    assert lines[:4] == [["Texte", "Valeur"], ["=1+1", "15/06/2014"], ["Zoé, « la 2 »", "12"], ["+33 6", "14,5"]]
