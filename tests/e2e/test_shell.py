"""The frame of every page, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import AnyPage, SignInPage

MINUTE = 60_000
CLOSE = """
from django.contrib.sessions.models import Session
answer = Session.objects.filter(pk={key!r}).delete()[0]
"""

# Names as long as some are; the logo of a school is another matter.
NAMED = """
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School
school = School.objects.get(number={number})
with school_scope(school):
    answer = Account.objects.filter(login={login!r}).update(
        last_name="DE LA ROCHEFOUCAULD-MONTMORENCY-LUXEMBOURG", first_name="Marie-Antoinette-Philippine"
    )
"""
# How many letters of its text an element shows before it cuts it.
LETTERS_IN_SIGHT = """element => {
  const edge = element.getBoundingClientRect().right;
  const range = document.createRange();
  let seen = 0;
  for (const node of element.childNodes) {
    for (let at = 0; node.nodeType === Node.TEXT_NODE && at < node.length; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width && box.right <= edge && box.left < innerWidth && node.data[at].trim()) seen += 1;
    }
  }
  return seen;
}"""
LONG_SCHOOL = "Collège public Jean-Baptiste-Poquelin de la Haute-Vallée-de-la-Sûre"


def test_first_sign_in_of_an_administrator_opens_the_home_page(make_school, sign_in_by_form, page):
    school = make_school("École Jean Macé", town="Lille")

    form = sign_in_by_form(school)

    form.expect_heading("Bienvenue dans votre espace identifié")
    form.sign_out()


@pytest.mark.full
def test_wrong_password_says_one_sentence_and_stays(make_school, page):
    school = make_school("École Pasteur")
    form = SignInPage(page)
    form.open(school.number)

    form.submit("admin", "faux-mot-de-passe")

    form.expect_message("Identifiant ou mot de passe incorrect")


@pytest.mark.full
def test_menu_opens_by_click_on_a_phone(make_school, sign_in_by_form, page):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in_by_form(make_school("École Prévert"))

    AnyPage(page).follow_menu("Paramétrages établissement", "Niveaux")

    AnyPage(page).expect_heading("Niveaux")


def test_session_counts_down_warns_and_ends_s82(make_school, sign_in_by_form, page, server):
    page.clock.install()
    sign_in_by_form(make_school("École Colette"))
    left, words = page.locator("[data-time-left]"), page.locator("[data-session-words]")
    expect(left).to_have_text("30 min")

    page.clock.run_for(26 * MINUTE)

    expect(left).to_have_text("4 min")
    expect(words).to_contain_text("votre session se ferme dans 4 min")
    words.get_by_role("button", name="Rester connecté").click()
    expect(left).to_have_text("30 min")
    expect(words).to_be_empty()
    close_session(server, page)
    page.clock.run_for(31 * MINUTE)
    AnyPage(page).expect_heading("Se connecter")


def test_what_was_being_typed_stays_when_the_session_ends_s82(make_school, sign_in_by_form, page, server):
    page.clock.install()
    sign_in_by_form(make_school("École Sand"))
    page.goto("/personnels/ajouter/")
    name = page.get_by_label(re.compile("^Nom"))
    name.fill("ABADIE")
    close_session(server, page)

    page.clock.run_for(31 * MINUTE)

    expect(page.locator("[data-session-words]")).to_contain_text("Ce que vous avez saisi reste dans cette page")
    expect(name).to_have_value("ABADIE")


@pytest.mark.full
def test_what_was_being_ticked_or_chosen_stays_when_the_session_ends_s82(
    make_school, sign_in_by_form, page, server, witness
):
    witness.allow("401")
    page.clock.install()
    sign_in_by_form(make_school("École Sarraute"))
    AnyPage(page).follow_menu("Paramétrages établissement", "Paliers du socle")
    box = page.get_by_role("checkbox", name=re.compile("^Palier 2"))
    box.check()
    close_session(server, page)

    page.clock.run_for(31 * MINUTE)

    expect(page.locator("[data-session-words]")).to_contain_text("Ce que vous avez saisi reste dans cette page")
    expect(box).to_be_checked()


def close_session(server, page):
    """What the server does after a long inactivity."""
    key = next(cookie["value"] for cookie in page.context.cookies() if "session" in cookie["name"])
    assert server.evaluate(CLOSE.format(key=key)) == 1


@pytest.mark.parametrize(("width", "highest"), [(1366, 104), (768, 104), (360, 160)])
def test_header_names_school_and_person_however_long_and_leads_to_the_project_site_at_every_width(
    width, highest, make_school, server, sign_in, page
):
    school = make_school(LONG_SCHOOL)
    assert server.evaluate(NAMED.format(number=school.number, login=school.login)) == 1
    sign_in(school)
    page.set_viewport_size({"width": width, "height": 740})

    page.goto("/accueil/")

    place, person = page.locator(".site-school"), page.locator(".site-user")
    assert place.evaluate(LETTERS_IN_SIGHT) >= 12
    assert person.evaluate(LETTERS_IN_SIGHT) >= 8
    expect(place).to_have_attribute("title", re.compile(re.escape(LONG_SCHOOL)))
    expect(person).to_have_attribute("title", re.compile("^Marie-Antoinette-Philippine DE LA ROCHEFOUCAULD-"))
    assert page.locator(".site-header").evaluate("header => header.offsetHeight") <= highest
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 700:
        page.locator("[data-menu-toggle]").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Site officiel")).to_be_in_viewport()
