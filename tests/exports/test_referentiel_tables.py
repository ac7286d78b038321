"""« Extraction de données »: the tables of référentiels, on the class of the acceptance lines."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from exports.registry import extractions
from referentiels.models import Domaine, Item, ItemLink, SocleEntry, Theme
from referentiels.queries.pages import rows_of
from sacoche.kit.files.ods import read_ods
from tests.evaluations.class_5a import MONDAY, Class5A, build_5a

ClientAs = Callable[[Account], Client]
TABLES = ("items", "arborescence", "usage-items", "items-socle", "commentaires")


@pytest.fixture
def class_5a(teacher: Account) -> Class5A:
    with time_machine.travel(MONDAY, tick=False):
        found = build_5a(teacher)
    lines = "Seul\nou aidé ; « bien »"
    Item.objects.filter(pk=found.items["A10"].pk).update(comment=lines, link="https://exemple.fr")
    entry = SocleEntry.objects.get(version="2016", cycle=4, number=13, is_heading=False)
    ItemLink.objects.create(item=found.items["A11"], entry=entry)
    return found


def rows(code: str) -> list[dict[str, object]]:
    table = extractions.get(code)
    return [
        dict(zip((column.key for column in table.columns), row, strict=True)) for row in table.rows(is_with_left=False)
    ]


def test_usage_of_items_is_that_of_the_three_evaluations_p37(class_5a: Class5A) -> None:
    used = {row["item_ref"]: row["evaluations"] for row in rows("usage-items")}
    assert used == {"5.A10": 3, "5.A11": 2, "5.A20": 2, "5.B10": 1, "5.B11": 2}


def test_tables_say_the_tree_its_links_and_its_comments_p37(class_5a: Class5A) -> None:
    assert [row["item_nom"] for row in rows("items")] == [item.name for item in class_5a.items.values()]
    last = rows("arborescence")[-1]
    assert (last["domaine_code"], last["domaine_nom"], last["theme_rang"], last["item_rang"]) == ("B", "Espace", 1, 1)
    [link] = rows("items-socle")
    assert (link["item_ref"], link["cycle"], link["entree_numero"]) == ("5.A11", 4, 13)
    [comment] = rows("commentaires")
    assert comment["commentaire"] == "Seul\nou aidé ; « bien »"


@pytest.mark.parametrize(
    "own", [("", "", ""), ("CAL", "", ""), ("", "FR", ""), ("", "", "1"), ("CAL", "FR", "1"), ("CAL", "", "1")]
)
def test_references_are_those_that_pages_show_p37(class_5a: Class5A, own: tuple[str, str, str]) -> None:
    for model, reference in zip((Domaine, Theme, Item), own, strict=True):
        model.objects.update(reference=reference)
    shown = [
        row.reference for domaine in rows_of(class_5a.referentiel) for theme in domaine.themes for row in theme.items
    ]
    assert [row["item_ref"] for row in rows("items")] == shown


@pytest.mark.parametrize("code", TABLES)
def test_every_format_agrees_cell_by_cell_p37(
    client_as: ClientAs, admin: Account, class_5a: Class5A, code: str
) -> None:
    client = client_as(admin)

    def asked(table_format: str) -> bytes:
        said = {"extraction": code, "table_format": table_format}
        return b"".join(client.post(reverse("exports:extraction"), said).streaming_content)  # type: ignore[attr-defined]

    lines = list(csv.reader(io.StringIO(asked("csv").decode("utf-8-sig"), newline=""), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(asked("xlsx"))).worksheets[0]
    assert [["" if cell is None else str(cell) for cell in row] for row in sheet.values] == lines
    book = read_ods(asked("ods"))
    assert [list(book.header), *(list(row.cells) for row in book.rows)] == lines
    assert len(lines) > 1
