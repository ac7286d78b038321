"""A pupil on his telephone and his teacher: self-evaluation, requests, a recorded voice; two teachers in one grid."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import axe
from tests.e2e.grid import PASSWORD
from tests.e2e.server import SchoolOnServer, Server

MAKE_SCHOOL = """
import datetime
from django.db.models import Max
from evaluations.dates import Dates
from evaluations.models import Level
from evaluations.services.evaluations import Wanted, create_evaluation, share_evaluation
from referentiels.models import Item as RefItem
from referentiels.services.making import create
from referentiels.tree import Domaine, Item, Theme, Tree
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolNiveau
from tests.factories import (
    AccountFactory, MatiereFactory, MatiereTeachingFactory, SchoolClassFactory, SchoolFactory, TeachingAssignmentFactory
)
number = (School.objects.aggregate(last=Max("number"))["last"] or 0) + 1
with school_scope(SchoolFactory(number=number, name="École des Familles")):
    niveau = Niveau.objects.get(reference="6")
    SchoolNiveau.objects.get_or_create(niveau=niveau)
    maths = MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False, request_limit=2)
    school_class = SchoolClassFactory(niveau="6", reference="6E3", name="6e 3")
    teachers = []
    for login, last_name in (("pau.durand", "DURAND"), ("ann.petit", "PETIT")):
        teacher = AccountFactory(profile="ENS", login=login, last_name=last_name, first_name=login[:3].capitalize())
        TeachingAssignmentFactory(teacher=teacher, school_class=school_class)
        MatiereTeachingFactory(teacher=teacher, matiere=maths)
        teachers.append(teacher)
    for login, last_name in (("tom.faure", "FAURE"), ("ros.bailly", "BAILLY")):
        AccountFactory(login=login, last_name=last_name, first_name=login[:3].capitalize(), school_class=school_class)
    items = tuple(Item(f"Résoudre le problème n° {rank}") for rank in range(1, 6))
    create(author=None, matiere=maths, niveau=niveau,
        tree=Tree((Domaine("N", "Nombres", themes=(Theme("Calculs", items=items),)),)))
    day = today()
    wanted = Wanted(title="Bilan 2", dates=Dates(day, day, day + datetime.timedelta(days=7)),
        items=list(RefItem.objects.order_by("order").values_list("pk", flat=True)), school_class=school_class)
    made = create_evaluation(actor=teachers[0], wanted=wanted)
    share_evaluation(actor=teachers[0], pk=made.pk, shares={teachers[1].pk: Level.ENTER})
    answer = [number, made.pk]
"""
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
LISTEN = """
sound => new Promise((done) => {
  sound.addEventListener("loadedmetadata", () => done("heard"));
  sound.addEventListener("error", () => done(sound.error.message));
  sound.load();
})
"""
AWAY = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


class Place:
    """The school, its évaluation, and whoever comes in."""

    def __init__(self, server: Server, sign_in: Callable[..., object], new_context: Callable[..., BrowserContext]):
        number, self.evaluation = server.evaluate(MAKE_SCHOOL)
        self.school = SchoolOnServer(number, "École des Familles", "pau.durand", PASSWORD)
        self._server, self._sign_in, self._new_context = server, sign_in, new_context

    def page_of(self, login: str, **options: object) -> Page:
        context = self._new_context(base_url=self._server.origin, **options)
        axe.load_in_each(context)
        page = context.new_page()
        self._sign_in(self.school, login, PASSWORD, on=page)
        return page

    def grid_of(self, login: str) -> Page:
        page = self.page_of(login, viewport={"width": 1366, "height": 768})
        page.goto(f"/evaluations/{self.evaluation}/saisir/")
        expect(page.locator("html[data-grid-ready]")).to_be_attached()
        return page


@pytest.fixture
def place(server, sign_in, new_context) -> Place:
    return Place(server, sign_in, new_context)


def _no_width_too_much(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_pupil_evaluates_himself_then_asks_to_try_again_and_his_teacher_prepares_it_p110_p112_p114(place) -> None:
    pupil = place.page_of("tom.faure", **PHONE)
    pupil.goto("/mes-evaluations/")
    _no_width_too_much(pupil)
    pupil.get_by_role("link", name=re.compile("^Évalue-toi")).click()
    for name, words in (
        ("Résoudre le problème n° 1", "très satisfaisant"),
        ("Résoudre le problème n° 2", "insuffisant"),
    ):
        group = pupil.get_by_role("group", name=re.compile(name))
        group.locator("label").filter(has_text=re.compile(rf"^\s*\S+\s+{words}$")).click()
    pupil.get_by_label("Un mot pour ton professeur").fill("Le 2 était dur.")
    assert axe.violations(pupil) == []
    pupil.get_by_role("button", name="J'ai fini").click()
    expect(pupil.get_by_text("C'est enregistré.")).to_be_visible()
    expect(pupil.get_by_text("« Le 2 était dur. »")).to_be_visible()
    _no_width_too_much(pupil)

    pupil.get_by_role("link", name="Je veux réessayer : Résoudre le problème n° 2").click()
    pupil.get_by_label("Un mot pour lui").fill("J'ai revu la leçon.")
    pupil.get_by_role("button", name="Envoyer ma demande").click()
    expect(pupil.get_by_text("Ta demande est partie. Tu peux encore en faire 1")).to_be_visible()

    teacher = place.page_of("pau.durand", viewport={"width": 1366, "height": 768})
    teacher.goto("/evaluations/demandes/")
    assert axe.violations(teacher) == []
    teacher.get_by_role("checkbox", name=re.compile("^FAURE Tom")).check()
    teacher.get_by_label("Un mot aux élèves").fill("Mardi.")
    teacher.get_by_role("button", name="Évaluer maintenant").click()
    expect(teacher.locator("html[data-grid-ready]")).to_be_attached()
    teacher.locator("td[data-v]").first.focus()
    teacher.keyboard.press("4")
    teacher.keyboard.press("Enter")
    expect(teacher.get_by_text("1 demande d'élève traitée.").first).to_be_visible()

    pupil.goto("/mes-demandes/")
    expect(pupil.get_by_text("traitée", exact=True)).to_be_visible()
    expect(pupil.get_by_text("Mardi.")).to_be_visible()


def test_voice_is_recorded_in_the_browser_and_listened_to_by_the_pupil_p116(place) -> None:
    teacher = place.page_of("pau.durand", permissions=["microphone"])
    teacher.goto(f"/evaluations/{place.evaluation}/commentaires/")
    row = teacher.get_by_role("listitem").filter(has_text="FAURE Tom")
    row.get_by_role("button", name="Parler").click()
    expect(row.locator("[data-voice=time]")).to_have_text("1 s sur 120")
    row.get_by_role("button", name="Arrêter").click()
    expect(row.get_by_text("Commentaire parlé pour FAURE Tom enregistré.")).to_be_visible()
    expect(row.locator("audio")).to_be_visible()

    pupil = place.page_of("tom.faure", **PHONE)
    pupil.goto("/mes-evaluations/")
    pupil.get_by_role("link", name="Bilan 2", exact=True).click()
    audio = pupil.locator("audio")
    assert audio.evaluate(LISTEN) == "heard"
    assert axe.violations(pupil) == []

    row.get_by_role("button", name="Effacer").click()
    expect(teacher.get_by_text("Commentaire parlé pour FAURE Tom effacé.")).to_be_visible()


def test_without_a_microphone_it_is_said_p116(place) -> None:
    teacher = place.page_of("pau.durand", permissions=[])
    teacher.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('none'));")
    teacher.goto(f"/evaluations/{place.evaluation}/commentaires/")
    row = teacher.get_by_role("listitem").filter(has_text="FAURE Tom")

    row.get_by_role("button", name="Parler").click()

    expect(row.get_by_text("Aucun micro")).to_be_visible()


def test_two_teachers_in_one_grid_and_marks_typed_without_network_p92_p93(place, witness) -> None:
    witness.allow(*AWAY)
    mine, hers = place.grid_of("pau.durand"), place.grid_of("ann.petit")
    mine.context.set_offline(True)
    expect(mine.get_by_text("Hors connexion : vous pouvez continuer").first).to_be_visible()
    mine.locator("td[data-v]").first.focus()
    for key in "3434343434":
        mine.keyboard.press(key)
    expect(mine.get_by_text(re.compile("^Hors connexion : 10 cases gardées sur cet appareil")).first).to_be_visible()
    hers.locator("td[data-v]").first.focus()
    hers.keyboard.press("1")
    hers.keyboard.press("Enter")
    expect(hers.get_by_text("Résultats enregistrés : 1 case.").first).to_be_visible()

    mine.context.set_offline(False)

    # Nine are saved by themselves; the tenth waits for a choice, with the name of who was there first.
    conflict = mine.get_by_role("button", name=re.compile("^(Prendre|Garder) "))
    expect(conflict).to_be_visible()
    expect(mine.get_by_text(re.compile("enregistré par PETIT A\\.")).first).to_be_visible()
    conflict.click()
    hers.reload()
    expect(hers.locator("html[data-grid-ready]")).to_be_attached()
    shown = hers.locator("td[data-v]").evaluate_all("cells => cells.map(cell => cell.dataset.s ?? '')")
    assert shown.count("V") + shown.count("VV") == 9
    assert shown.count("RR") == 1
