"""A trimester of a class: the head opens, two teachers write, the professeur principal sums up, the head closes, prints
and archives; a parent reads on a phone.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import axe
from tests.e2e.grid import PASSWORD
from tests.e2e.server import SchoolOnServer, Server
from tests.e2e.touch import PHONE, fits, touch_page

# Of a class of 28: the two of whom the tests speak come first.
NAMES = ["ALPHA Ana", "BRAVO Ben"] + [f"{chr(67 + rank % 20)}ORBEAU-MARTINEAU Élève{rank}" for rank in range(26)]
MAKE_SCHOOL = """
import datetime
from django.db.models import Max
from accounts.access.services import set_right
from sacoche.kit.access import rights
from evaluations.dates import Dates
from evaluations.services.evaluations import Wanted, create_evaluation
from evaluations.services.marks import signature_of
from referentiels.models import Item as RefItem
from referentiels.services.making import create
from referentiels.tree import Domaine, Item, Theme, Tree
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolNiveau
from tests.factories import (
    AccountFactory, AddressFactory, GuardianshipFactory,
    MarkFactory, MatiereFactory, MatiereTeachingFactory, PeriodDatesFactory, SchoolClassFactory,
    SchoolFactory, TeachingAssignmentFactory
)
number = (School.objects.aggregate(last=Max("number"))["last"] or 0) + 1
with school_scope(SchoolFactory(number=number, name="Collège des Bulletins")):
    niveau = Niveau.objects.get(reference="6")
    SchoolNiveau.objects.get_or_create(niveau=niveau)
    school_class = SchoolClassFactory(niveau="6", reference="6E3", name="6e 3")
    day = today()
    dates = PeriodDatesFactory(period__name="1er trimestre", school_class=school_class,
        starts_on=day - datetime.timedelta(days=60), ends_on=day)
    AccountFactory(profile="DIR", login="eli.leroy", last_name="LEROY", first_name="Éloïse")
    pupils = [AccountFactory(login=f"eleve{{rank}}", last_name=each.split()[0], first_name=each.split()[1],
        school_class=school_class) for rank, each in enumerate({names})]
    guardian = AccountFactory(profile="TUT", login="nad.alpha", last_name="ALPHA", first_name="Nadia", gender="F")
    GuardianshipFactory(guardian=guardian, pupil=pupils[0])
    AddressFactory(account=guardian, line1="3 bis rue du Général", postal_code="57950", town="MONTIGNY")
    set_right(actor=None, school=School.objects.get(number=number), right=rights.get("bilans.bulletin_archives"),
        profile="TUT", is_on=True)
    for login, name, reference, label in (
        ("pau.durand", "DURAND", "MATHS", "Mathématiques"), ("ann.petit", "PETIT", "FRANC", "Français"),
        ("eva.morel", "MOREL", "HIGEO", "Histoire et géographie")
    ):
        teacher = AccountFactory(profile="ENS", login=login, last_name=name, first_name=login[:3].capitalize())
        TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=login == "ann.petit")
        matiere = MatiereFactory(reference=reference, label=label, is_own=False)
        MatiereTeachingFactory(teacher=teacher, matiere=matiere)
        tree = Tree((Domaine("N", "Savoirs", themes=(Theme("Thème", items=(Item("Savoir"),)),)),))
        made = create(author=None, matiere=matiere, niveau=niveau, tree=tree)
        item = RefItem.objects.get(theme__domaine__referentiel=made)
        wanted = Wanted(title="Bilan", dates=Dates(day, day), items=[item.pk], school_class=school_class)
        evaluation = create_evaluation(actor=teacher, wanted=wanted)
        for pupil, code in zip(pupils, "34" * 14):
            MarkFactory(evaluation=evaluation, pupil=pupil, item=item, author=signature_of(teacher), code=code)
        if reference == "MATHS":
            maths = matiere.pk
    answer = [number, school_class.pk, dates.period.pk, maths, matiere.pk, pupils[0].pk, pupils[1].pk]
"""
WIDTHS = (1366, 768, 360)
AWAY = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


class Term:
    """The class, and whoever comes in."""

    def __init__(
        self,
        server: Server,
        sign_in: Callable[..., object],
        new_context: Callable[..., BrowserContext],
        names: list[str] = NAMES[:2],
    ) -> None:
        made = server.evaluate(MAKE_SCHOOL.format(names=names))
        number, school_class, period, self.maths, self.history, self.ana, self.ben = made
        self.path = f"/bilans-officiels/bulletin/{school_class}/{period}/"
        self.school = SchoolOnServer(number, "Collège des Bulletins", "eli.leroy", PASSWORD)
        self._server, self._sign_in, self._new_context = server, sign_in, new_context

    def phone_of(self, login: str) -> Page:
        phone = touch_page(self._new_context, self._server, PHONE)
        self._sign_in(self.school, login, PASSWORD, on=phone)
        return phone

    def page_of(self, login: str) -> Page:
        context = self._new_context(base_url=self._server.origin, viewport={"width": 1366, "height": 768})
        axe.load_in_each(context)
        page = context.new_page()
        self._sign_in(self.school, login, PASSWORD, on=page)
        return page

    def open(self, page: Page, what: str) -> None:
        page.goto(f"{self.path}{what}")
        expect(page.locator("html[data-texts-ready]")).to_be_attached()


@pytest.fixture
def term(server, sign_in, new_context) -> Term:
    return Term(server, sign_in, new_context)


def area_of(page: Page, pupil: int):
    return page.locator(f"#texte-{pupil} textarea").first


def state_of(page: Page, pupil: int):
    return page.locator(f"#texte-{pupil} .off-state").first


def set_status(page: Page, label: str) -> None:
    page.goto("/bilans-officiels/bulletin/")
    page.get_by_role("checkbox", name="6e 3, 1er trimestre").check()
    page.get_by_role("button", name=re.compile(label)).click()
    expect(page.get_by_text(re.compile("1 document mis en"))).to_be_visible()


def check_look(page: Page, name: str = "") -> None:
    """Readable by everybody, at each width; a picture of each when a folder is given."""
    assert axe.violations(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        _picture(page, f"{name}-{width}")
    page.set_viewport_size({"width": 1366, "height": 768})
    if os.environ.get("PICTURES"):
        page.emulate_media(color_scheme="dark")
        _picture(page, f"{name}-sombre")
        page.emulate_media(color_scheme="light", media="print")
        _picture(page, f"{name}-papier")
        page.emulate_media(media="screen")


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"bulletin-{name}.png"), full_page=True)


def test_trimester_of_a_class_of_28_from_opening_to_archive_by_four_people_then_read_on_a_phone(
    server, sign_in, new_context
) -> None:
    term = Term(server, sign_in, new_context, NAMES)
    head = term.page_of("eli.leroy")
    set_status(head, "Saisies Mixtes")
    check_look(head, "etats")
    _teacher_writes_of_two_by_keyboard(term)
    _other_teacher_writes_of_the_class(term)
    _principal_sums_up(term)
    set_status(head, "Complet")
    teacher = term.page_of("pau.durand")
    term.open(teacher, f"matiere/{term.maths}/")
    expect(teacher.get_by_text(re.compile("plus personne n.y écrit"))).to_be_visible()
    assert teacher.locator(".off-row textarea").count() == 0
    check_look(teacher, "ferme")
    _head_prints(term, head)
    _parent_reads(term)
    head.goto("/archives/?nom=alpha")
    expect(head.get_by_role("row", name="ALPHA Ana")).to_be_visible()
    expect(head.locator("td[data-label='Lu par un responsable']")).not_to_contain_text("pas encore")


def _teacher_writes_of_two_by_keyboard(term: Term) -> None:
    teacher = term.page_of("pau.durand")
    term.open(teacher, f"matiere/{term.maths}/")
    area_of(teacher, term.ana).click()
    teacher.keyboard.type("Ana progresse.")
    expect(state_of(teacher, term.ana)).to_have_text("● en cours")
    expect(state_of(teacher, term.ana)).to_have_text(re.compile(r"^✓ enregistré à \d\d:\d\d$"))
    teacher.keyboard.press("Control+Enter")
    expect(area_of(teacher, term.ben)).to_be_focused()
    teacher.keyboard.type("Ben doit oser.")
    teacher.keyboard.press("Control+Shift+Enter")
    expect(area_of(teacher, term.ana)).to_be_focused()
    expect(teacher.locator("[data-written]")).to_have_text("2")
    expect(state_of(teacher, term.ben)).to_have_text(re.compile("^✓ enregistré"))
    mean = teacher.get_by_label("Moyenne de BRAVO Ben")
    expect(mean).to_have_value("20,0")
    mean.fill("18,5")
    mean.press("Enter")
    row = teacher.locator(f"#texte-{term.ben}")
    expect(row.locator("[data-mean-said]")).to_have_text(re.compile("✎ saisie"))
    row.get_by_role("button", name=re.compile("recalculer")).click()
    expect(mean).to_have_value("20,0")
    check_look(teacher, "matiere")


def _other_teacher_writes_of_the_class(term: Term) -> None:
    teacher = term.page_of("eva.morel")
    term.open(teacher, f"matiere/{term.history}/")
    teacher.get_by_label("Appréciation sur la classe").fill("Une classe vivante.")
    area_of(teacher, term.ana).fill("Très bon travail.")
    area_of(teacher, term.ana).blur()
    expect(state_of(teacher, term.ana)).to_have_text(re.compile("^✓ enregistré"))


def _principal_sums_up(term: Term) -> None:
    principal = term.page_of("ann.petit")
    term.open(principal, f"eleve/{term.ana}/")
    expect(principal.get_by_text("Ana progresse.")).to_be_visible()
    expect(principal.get_by_text("Très bon travail.")).to_be_visible()
    expect(principal.get_by_text("⚠ 1 matière sans appréciation")).to_be_visible()
    principal.get_by_role("textbox", name="Appréciation générale").fill("Un bon trimestre.")
    expect(principal.locator(f"#texte-{term.ana} .off-state")).to_have_text(re.compile("^✓ enregistré"))
    check_look(principal, "eleve")
    principal.keyboard.press("Alt+PageDown")
    expect(principal.get_by_role("heading", level=1)).to_have_text("BRAVO Ben")


def _head_prints(term: Term, head: Page) -> None:
    head.goto("/impression/")
    check_look(head, "imprimer")
    head.get_by_role("button", name="Imprimer et archiver…").click()
    expect(head.get_by_text("28 documents seront archivés")).to_be_visible()
    head.get_by_role("button", name="Imprimer et archiver").click()
    expect(head.get_by_text("28 documents archivés")).to_be_visible()
    # Ana's was badly printed: hers alone, from her page.
    head.goto(f"{term.path}eleve/{term.ana}/")
    head.get_by_role("link", name="Imprimer…").click()
    expect(head.get_by_role("checkbox", name="ALPHA Ana")).to_be_checked()
    expect(head.get_by_role("checkbox", name="BRAVO Ben")).not_to_be_checked()
    check_look(head, "choisir")
    head.get_by_role("button", name="Imprimer et archiver…").click()
    expect(head.get_by_text("1 élève a déjà ce document dans les archives")).to_be_visible()
    head.get_by_role("button", name="Imprimer et archiver").click()
    expect(head.get_by_text("1 document archivé")).to_be_visible()


def _parent_reads(term: Term) -> None:
    phone = term.phone_of("nad.alpha")
    phone.goto("/archives/")
    bulletin = phone.locator(".archives-own li", has_text="ALPHA Ana")
    expect(bulletin).to_have_count(1)
    assert fits(phone)
    _picture(phone, "parent")
    with phone.expect_download() as download:
        bulletin.get_by_role("button").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"%PDF")
    if folder := os.environ.get("PICTURES"):
        (Path(folder) / "bulletin-parent.pdf").write_bytes(content)


def test_two_windows_show_both_texts_and_one_is_chosen_p184(term) -> None:
    set_status(term.page_of("eli.leroy"), "Saisies Profs")
    one = term.page_of("pau.durand")
    other = one.context.new_page()
    for page in (one, other):
        term.open(page, f"matiere/{term.maths}/")
    area_of(one, term.ana).fill("De la première.")
    area_of(one, term.ana).blur()
    expect(state_of(one, term.ana)).to_have_text(re.compile("^✓ enregistré"))
    area_of(other, term.ana).fill("De la seconde.")
    area_of(other, term.ana).blur()
    row = other.locator(f"#texte-{term.ana}")
    expect(row.get_by_text(re.compile("De la première."))).to_be_visible()
    check_look(other)
    row.get_by_role("button", name="Garder le mien").click()
    expect(state_of(other, term.ana)).to_have_text(re.compile("^✓ enregistré"))
    row.get_by_role("button", name="histoire").click()
    expect(other.locator("dialog[open] ins").first).to_have_text("De la seconde.")
    other.get_by_role("button", name="Remettre le texte d'avant").click()
    expect(area_of(other, term.ana)).to_have_value("De la première.")


def test_text_survives_a_lost_network_and_a_closed_page_p184(term, witness) -> None:
    witness.allowed = AWAY
    set_status(term.page_of("eli.leroy"), "Saisies Profs")
    page = term.page_of("pau.durand")
    term.open(page, f"matiere/{term.maths}/")
    page.context.set_offline(True)
    area_of(page, term.ana).fill("Écrit sans réseau.")
    area_of(page, term.ana).blur()
    expect(state_of(page, term.ana)).to_have_text(re.compile("gardé ici"))
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    term.open(again, f"matiere/{term.maths}/")
    expect(area_of(again, term.ana)).to_have_value("Écrit sans réseau.")
    expect(again.get_by_text("Un texte gardé sur cet appareil est revenu")).to_be_visible()
    expect(state_of(again, term.ana)).to_have_text(re.compile("^✓ enregistré"))


def test_key_beyond_the_limit_is_refused_and_a_long_paste_stays_whole_p183(term) -> None:
    set_status(term.page_of("eli.leroy"), "Saisies Profs")
    page = term.page_of("pau.durand")
    term.open(page, f"matiere/{term.maths}/")
    area, counted = area_of(page, term.ana), page.locator(f"#texte-{term.ana} [data-count]")
    area.fill("x" * 400)
    area.press("End")
    page.keyboard.press("y")
    expect(counted).to_have_text("400 / 400")
    expect(state_of(page, term.ana)).to_have_text(re.compile("^✓ enregistré"))
    area.fill("z" * 5000)
    expect(counted).to_have_text("5000 / 400")
    expect(state_of(page, term.ana)).to_have_text("trop long de 4600 : rien n'est enregistré")
    assert area.input_value() == "z" * 5000
