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
