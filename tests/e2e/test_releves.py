"""Relevés in a browser: a teacher from the menu to a score explained, a parent on a phone, a head without names."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe

FURNISH = """
import datetime
from accounts.models import Account
from evaluations.dates import Dates
from evaluations.models import Mark
from evaluations.services.evaluations import Wanted, create_evaluation
from evaluations.services.marks import signature_of
from referentiels.models import Item as Stored
from referentiels.models import ItemLink, SocleEntry
from referentiels.services.making import create
from referentiels.tree import Domaine, Item, Theme, Tree
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.calendar import year_of
from schools.models import Niveau, School, SchoolNiveau
from tests.factories import (
    AccountFactory, GuardianshipFactory, MatiereFactory, MatiereTeachingFactory, SchoolClassFactory,
    TeachingAssignmentFactory
)
NAMES = ("ABDOULAYE-TRAORÉ Mamadou", "AUBRY Éloïse", "BA Aïssatou", "BEN YOUSSEF Mohamed-Amine", "CHEVALLIER Côme",
    "DE LA ROCHEFOUCAULD Marie-Clémentine", "DUPONT-DURAND Léa", "FAURE Tom")
school = School.objects.get(number={number})
with school_scope(school):
    niveau = Niveau.objects.get(reference="6")
    SchoolNiveau(school=school, niveau=niveau).save()
    maths = MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False)
    teacher = AccountFactory(profile="ENS", login="pau.durand", last_name="DURAND", first_name="Paul")
    AccountFactory(profile="DIR", login="elo.leroy", last_name="LEROY", first_name="Éloïse")
    MatiereTeachingFactory(teacher=teacher, matiere=maths)
    school_class = SchoolClassFactory(niveau="6", reference="6E3", name="6e 3")
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class)
    pupils = []
    for name in NAMES:
        last, _, first = name.rpartition(" ")
        pupils.append(AccountFactory(last_name=last, first_name=first, school_class=school_class))
    parent = AccountFactory(profile="TUT", login="ali.aubry", last_name="AUBRY", first_name="Alice")
    for pupil in pupils[1:3]:
        GuardianshipFactory(guardian=parent, pupil=pupil)
    items = tuple(Item(f"Résoudre le problème n° {{rank}} et rédiger sa solution") for rank in range(1, 5))
    made = create(author=None, matiere=maths, niveau=niveau,
        tree=Tree((Domaine("N", "Nombres", themes=(Theme("Calculs", items=items),)),)))
    keys = list(Stored.objects.filter(theme__domaine__referentiel=made).order_by("order").values_list("pk", flat=True))
    entries = SocleEntry.objects.filter(version="2016", cycle=3, is_heading=False).order_by("order")
    for key in keys:
        ItemLink(school=school, item_id=key, entry=entries[0]).save()
    first = year_of(today(), switch_month=school.year_switch_month).first
    for number in range(2):
        day = min(first + datetime.timedelta(days=20 + 31 * number), today())
        wanted = Wanted(title=f"Contrôle {{number + 1}}", dates=Dates(day, day), items=keys, school_class=school_class)
        given = create_evaluation(actor=teacher, wanted=wanted)
        for rank, pupil in enumerate(pupils):
            for place, key in enumerate(keys):
                Mark(school=school, pupil=pupil, item_id=key, evaluation=given, author=signature_of(teacher),
                    given_on=day, visible_on=day, year=given.year, code=str((rank + place + number) % 4 + 1)).save()
    answer = True
"""
WHERE = "matiere=MATHS&format=domaine"


@pytest.fixture
def furnished(make_school, server, sign_in, page: Page):
    """`furnished(login)`: a class of eight, two évaluations, and somebody signed in."""

    def furnish(login: str) -> None:
        school = make_school("Collège des Relevés")
        server.evaluate(FURNISH.format(number=school.number))
        sign_in(school, login)

    return furnish


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def _look_over(page: Page) -> None:
    axe.load(page)
    assert axe.violations(page) == []


def _scores(page: Page) -> list[int]:
    """Those of the first item, from the top."""
    return [int(text) for text in page.locator("[data-matrix] tbody td:nth-child(2)").all_inner_texts()]


def _show(page: Page) -> None:
    page.get_by_role("button", name="Afficher").click()


def test_teacher_goes_from_the_menu_to_a_score_explained_and_a_pdf_p147_p149_p63(furnished, page: Page) -> None:
    furnished("pau.durand")
    page.goto("/accueil/")
    page.get_by_text("Relevés / Synthèses", exact=True).click()
    page.get_by_role("link", name="Relevé d'items", exact=True).click()
    page.get_by_label("Matière").select_option(label="Mathématiques")
    _show(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("ABDOULAYE-TRAORÉ Mamadou")
    _look_over(page)
    page.get_by_role("button", name="NA 22").first.click()
    panel = page.get_by_role("complementary", name="Explication")
    expect(panel).to_contain_text("(0×1 + 33×2) ÷ 3 = 22 → Non acquis")
    expect(panel).to_contain_text("Contrôle 1")
    _picture(page, "releve-explique")
    page.get_by_role("button", name="Fermer").click()
    page.get_by_role("link", name="Suivant").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("AUBRY Éloïse")
    page.get_by_role("button", name="PDF de tous").click()
    expect(page.get_by_text("8 pages")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_table_of_a_class_is_read_sorted_and_ticked_from_the_keyboard_p155_p163(furnished, page: Page) -> None:
    furnished("pau.durand")
    page.goto(f"/releves/tableau/matiere/?{WHERE}")
    expect(page.locator("table[data-matrix]")).to_be_visible()
    _look_over(page)
    page.locator("tbody tr:first-child td:nth-child(2) button").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    focused = page.locator("tbody tr:nth-child(2) td:nth-child(3) button")
    expect(focused).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Explication")).to_contain_text("AUBRY Éloïse")
    page.keyboard.press(" ")
    expect(page.get_by_text("1 case cochée")).to_be_visible()
    before = _scores(page)
    page.get_by_role("button", name="Résoudre le problème n° 1").click()
    assert _scores(page) == sorted(before, reverse=True) != before
    _picture(page, "releve-tableau")
    page.get_by_role("link", name="Évaluation…").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("valuation")
    expect(page.get_by_text(re.compile("Résoudre le problème n° 2")).first).to_be_visible()


@pytest.mark.full
def test_curves_are_read_from_the_keyboard_p161(furnished, page: Page) -> None:
    furnished("pau.durand")
    page.goto("/releves/chronologie/?toute_matiere=MATHS")
    chart = page.locator("[data-chart]")
    chart.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".rel-point").first
    place, figure = first.get_attribute("data-place"), first.get_attribute("data-figure")
    told = page.get_by_role("complementary", name="Explication")
    expect(told).to_have_text(f"Mathématiques, {place} : {figure}")
    _look_over(page)
    _picture(page, "releve-courbes")


def test_parent_reads_a_child_on_a_phone_p171_p174(furnished, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    furnished("ali.aubry")
    page.goto("/releves/items/matiere/?matiere=MATHS")
    expect(page.get_by_role("heading", level=2)).to_have_text("AUBRY Éloïse")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Enfant").select_option(label="BA Aïssatou")
    _show(page)
    expect(page.get_by_role("heading", level=2)).to_have_text("BA Aïssatou")
    assert "AUBRY" not in page.locator(".rel-sheet").inner_text()
    _look_over(page)
    _picture(page, "releve-telephone")


@pytest.mark.full
def test_head_reads_classes_side_by_side_without_a_name_p165(furnished, page: Page) -> None:
    furnished("elo.leroy")
    page.goto("/releves/sans-noms/etablissement/?matiere=MATHS")
    sheet = page.locator(".rel-sheet")
    expect(sheet).to_contain_text("6e 3")
    expect(sheet).to_contain_text("8 sur 8")
    assert "AUBRY" not in sheet.inner_text()
    _look_over(page)
    _picture(page, "releve-etablissement")


@pytest.mark.full
def test_teacher_finds_who_struggles_then_reads_the_degree_that_is_proposed_p142_p146_p162(
    furnished, page: Page
) -> None:
    furnished("pau.durand")
    page.goto("/releves/recherche/")
    page.get_by_label("Partiellement acquis").check()
    _show(page)
    expect(page.locator(".rel-sheet")).to_contain_text(re.compile(r"FAURE Tom|BA Aïssatou|AUBRY Éloïse"))
    expect(page.get_by_role("link", name=re.compile("Groupe de besoin de"))).to_be_visible()
    _look_over(page)
    _picture(page, "recherche-ciblee")
    page.goto("/releves/socle/?cycle=3")
    sheet = page.locator(".rel-sheet")
    expect(sheet).to_contain_text(re.compile(r"[1-4] – (insuffisante|fragile|satisfaisante|très bonne)"))
    expect(sheet).to_contain_text("4 items évalués sur 4 reliés")
    _look_over(page)
    _picture(page, "socle-2016")


@pytest.mark.full
def test_parent_reads_last_pages_without_a_network_and_nobody_after_him_p174(furnished, page: Page, context) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    furnished("ali.aubry")
    page.goto("/accueil/")
    expect(page.get_by_text("Jamais sur un ordinateur partagé")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Garder mes dernières pages sur cet appareil").click()
    expect(page.get_by_role("button", name="Ne plus rien garder ici")).to_be_visible()
    page.goto("/releves/items/matiere/?matiere=MATHS")
    expect(page.get_by_role("heading", level=2)).to_have_text("AUBRY Éloïse")
    context.set_offline(True)
    page.reload()
    expect(
        page.get_by_text(re.compile(r"Vue hors connexion : cette page est celle du \d\d/\d\d/\d{4} à"))
    ).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text("AUBRY Éloïse")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    _picture(page, "hors-connexion")
    page.goto("/mes-evaluations/")
    expect(page.get_by_role("link", name=re.compile("Accueil"))).to_be_visible()
    _picture(page, "hors-connexion-liste")
    page.get_by_role("link", name=re.compile("Accueil")).click()
    expect(page.get_by_text("Vue hors connexion")).to_be_visible()
    context.set_offline(False)
    page.goto("/accueil/")
    expect(page.get_by_text("Vue hors connexion")).to_have_count(0)
    page.get_by_role("button", name="Déconnexion").click()
    page.wait_for_load_state()
    context.set_offline(True)
    page.goto("/accueil/")
    expect(page.get_by_text("Aucune page n'est gardée sur cet appareil")).to_be_visible()
    context.set_offline(False)
