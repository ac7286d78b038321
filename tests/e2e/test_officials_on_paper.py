"""The head closes a class, prints it, a parent reads the archive on a phone; the council goes by with the arrows."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import axe
from tests.e2e.server import SchoolOnServer, Server
from tests.e2e.test_releves import FURNISH
from tests.e2e.touch import PHONE, targets_too_small, touch_page

# The class of the relevés, with a period, what was written in it, a professeur principal and two homes.
TERM = (
    FURNISH.replace("    answer = True\n", "")
    + """
    from accounts.access.services import set_right
    from bilans.models import Appreciation, Configuration, ClassConfiguration, Section
    from sacoche.kit.access import rights
    from schools.years import first_year
    from tests.factories import AddressFactory, PeriodDatesFactory
    dates = PeriodDatesFactory(period__name="1er trimestre", school_class=school_class, starts_on=first,
        ends_on=today())
    made = Configuration.objects.create(kind="bulletin", name="Collège", has_general_mean=True, has_absences=True,
        has_professeur_principal=True)
    ClassConfiguration.objects.create(kind="bulletin", school_class=school_class, configuration=made)
    for profile in ("TUT", "ELV"):
        set_right(actor=None, school=school, right=rights.get("bilans.bulletin_archives"), profile=profile, is_on=True)
    told = dict(kind="bulletin", year=first_year(first, switch_month=school.year_switch_month), period=dates.period,
        author=teacher, author_label=teacher.author_label)
    for pupil in pupils:
        Appreciation.objects.create(pupil=pupil, section=Section.MATIERE, matiere=maths, matiere_label=maths.label,
            text=pupil.first_name + " progresse en calcul. Les problèmes demandent plus de méthode.", **told)
        Appreciation.objects.create(pupil=pupil, section=Section.SYNTHESIS, text="Un bon trimestre.", **told)
    AddressFactory(account=parent, line1="3 bis rue du Général", postal_code="57950", town="MONTIGNY")
    other = MatiereFactory(reference="ARTPL", label="Arts plastiques", is_own=False)
    answer = [school_class.pk, dates.period.pk]
"""
)


@pytest.fixture
def term(make_school: Callable[..., SchoolOnServer], server: Server) -> tuple[SchoolOnServer, str]:
    """A school whose class 6e 3 is to be closed, and the end of the addresses of its bulletin."""
    school = make_school("Collège des Bulletins")
    school_class, period = server.evaluate(TERM.format(number=school.number))
    return school, f"bulletin/{school_class}/{period}/"


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def _look_over(page: Page) -> None:
    axe.load(page)
    assert axe.violations(page) == []


def test_head_closes_and_prints_and_a_parent_reads_the_archive_on_a_phone_p193_p194(
    term, sign_in, page: Page, new_context: Callable[..., BrowserContext], server: Server, witness
) -> None:
    # What is not « Complet » is refused on its page.
    witness.allow("status of 422", "Unprocessable Entity")
    school, _address = term
    sign_in(school, "elo.leroy")
    page.goto("/impression/")
    page.get_by_role("button", name="Imprimer et archiver…").click()
    expect(page.locator("main [role=alert]")).to_contain_text("on n'imprime que ce qui est « Complet")
    _picture(page, "imprimer-refuse")
    _close(page)
    page.goto("/impression/")
    _look_over(page)
    page.get_by_role("button", name="Imprimer et archiver…").click()
    expect(page.get_by_text("8 documents seront archivés")).to_be_visible()
    expect(page.get_by_text("1 responsable sans courriel")).to_be_visible()
    _look_over(page)
    _picture(page, "imprimer-question")
    page.get_by_role("button", name="Imprimer et archiver").click()
    expect(page.get_by_text("8 documents archivés")).to_be_visible()
    _look_over(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()
    _kept(download.value.path(), "bulletins")
    _parent_reads(touch_page(new_context, server, PHONE), sign_in, school)
    page.goto("/archives/?nom=aubry")
    expect(page.get_by_role("row", name="AUBRY Éloïse")).to_contain_text("pas encore")
    expect(page.locator("td[data-label='Lu par un responsable']")).not_to_contain_text("pas encore")
    _look_over(page)
    _picture(page, "archives")


def _close(page: Page) -> None:
    """The board of the bulletins: the only cell is ticked, then « Complet »."""
    page.goto("/bilans-officiels/bulletin/")
    page.get_by_role("checkbox", name="6e 3, 1er trimestre").check()
    page.get_by_role("button", name="Complet (fermé)").click()
    expect(page.get_by_role("link", name="Complet (fermé)")).to_be_visible()


def _parent_reads(phone: Page, sign_in, school: SchoolOnServer) -> None:
    sign_in(school, "ali.aubry", on=phone)
    phone.goto("/archives/")
    bulletin = phone.locator(".archives-own li", has_text="AUBRY Éloïse")
    expect(bulletin).to_contain_text("Bulletin scolaire – 1er trimestre")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert targets_too_small(phone, "main .archives-own button") == []
    _look_over(phone)
    _picture(phone, "archives-parent")
    with phone.expect_download() as download:
        bulletin.get_by_role("button").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"%PDF")
    _kept(download.value.path(), "bulletin-parent")


def _kept(path: Path, name: str) -> None:
    """The PDF beside the pictures, to be looked at."""
    if folder := os.environ.get("PICTURES"):
        (Path(folder) / f"{name}.pdf").write_bytes(Path(path).read_bytes())


def test_council_goes_from_pupil_to_pupil_with_the_arrows_of_the_keyboard(term, sign_in, page: Page) -> None:
    school, address = term
    sign_in(school, "elo.leroy")
    page.goto(f"/conseil-de-classe/{address}")
    expect(page.get_by_role("heading", level=1)).to_have_text("ABDOULAYE-TRAORÉ Mamadou")
    _look_over(page)
    _picture(page, "conseil")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("AUBRY Éloïse")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("heading", level=1)).to_have_text("BA Aïssatou")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text("AUBRY Éloïse")


def test_matieres_are_put_in_order_by_the_keyboard_and_by_dragging_p196(term, sign_in, page: Page) -> None:
    school, _address = term
    sign_in(school, "elo.leroy")
    page.goto("/matieres/ordre/")
    names = page.locator("[data-placed] [data-name]")
    expect(names).to_have_text(["Arts plastiques", "Mathématiques"])
    page.get_by_role("button", name="Monter : Mathématiques").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(names).to_have_text(["Mathématiques", "Arts plastiques"])
    expect(page.get_by_role("button", name="Monter : Mathématiques")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="place 1 sur 2")).to_be_attached()
    page.get_by_role("button", name="Enregistrer cet ordre").click()
    expect(page.get_by_text("Ordre des matières enregistré")).to_be_visible()
    expect(names).to_have_text(["Mathématiques", "Arts plastiques"])
    _look_over(page)
    page.locator("[data-placed]").nth(1).drag_to(
        page.locator("[data-placed]").nth(0), target_position={"x": 40, "y": 2}
    )
    expect(names).to_have_text(["Arts plastiques", "Mathématiques"])
    _picture(page, "ordre-des-matieres")


@pytest.mark.parametrize("width", [1366, 768, 360])
def test_pages_of_paper_are_looked_at(term, sign_in, page: Page, width: int) -> None:
    school, _address = term
    sign_in(school, "elo.leroy")
    page.set_viewport_size({"width": width, "height": 768})
    for path, name in (
        ("/impression/", "imprimer"),
        ("/impression/mise-en-page/", "mise-en-page"),
        ("/impression/signatures/", "signatures"),
        ("/archives/", "archives-vides"),
        ("/archives/transmettre/", "transmettre"),
        ("/conseil-de-classe/", "conseil-choix"),
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        _picture(page, f"{name}-{width}")
