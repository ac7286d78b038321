"""What made a careful reader hesitate in the printed procedures: refusals, questions, a sound, a file to choose."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import AnyPage

MINUTE = 60_000
# Counts the notes, that nobody hears here.
LISTEN = """
window.notes = 0;
window.AudioContext = class {
  currentTime = 0;
  destination = {};
  createGain() { return { gain: {}, connect() {} }; }
  createOscillator() { return { frequency: {}, connect() {}, start() { window.notes += 1; }, stop() {} }; }
  close() {}
};
"""


def test_refusal_disappears_as_soon_as_it_is_mended(make_school, sign_in, page, witness):
    witness.allow("422")
    sign_in(make_school("École Duras"))
    page.goto("/acces/mode-identification/?choix=perso")
    page.get_by_label("Nom de l'ENT").fill("Mon Bureau")
    page.get_by_role("button", name="Valider ce mode d'identification").click()
    host = page.get_by_role("textbox", name="Hôte")
    expect(page.locator(".field.has-error .error")).to_have_count(1)
    expect(host).to_have_attribute("aria-invalid", "true")

    host.press_sequentially("c")

    expect(page.locator(".has-error, .error")).to_have_count(0)
    expect(host).not_to_have_attribute("aria-invalid", "true")


def test_paliers_ticked_and_not_validated_are_not_left_without_a_question(make_school, sign_in, page):
    sign_in(make_school("École Gracq"))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    office = AnyPage(page)
    office.follow_menu("Paramétrages établissement", "Paliers du socle")
    box = page.get_by_role("checkbox", name=re.compile("^Palier 2"))
    box.check()

    page.get_by_role("link", name="SACoche", exact=True).first.click()

    expect(box).to_be_checked()
    assert asked == ["beforeunload"]
    page.get_by_role("button", name=re.compile("Valide")).click()
    page.get_by_role("link", name="SACoche", exact=True).first.click()
    page.wait_for_url("**/accueil/")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(("is_wanted", "notes"), [(True, 2), (False, 0)])
def test_sound_warns_once_before_the_session_ends_where_it_was_asked_for(
    make_school, sign_in_by_form, page, is_wanted, notes
):
    page.add_init_script(LISTEN)
    page.clock.install()
    sign_in_by_form(make_school("École Butor"))
    page.goto("/mon-compte/sessions/")
    page.get_by_role("checkbox", name=re.compile("^Un son prévient aussi")).set_checked(is_wanted)
    page.goto("/accueil/")

    page.clock.run_for(24 * MINUTE)
    assert page.evaluate("window.notes") == 0
    page.clock.run_for(3 * MINUTE)

    expect(page.locator("[data-session-words]")).to_contain_text("votre session se ferme dans")
    assert page.evaluate("window.notes") == notes


@pytest.mark.full
def test_file_of_identifiers_is_chosen_by_parcourir_and_named(make_school, sign_in, page, tmp_path):
    file = tmp_path / "identifiants.csv"
    file.write_text("Nom;Prénom;Identifiant ENT\n", encoding="utf-8")
    sign_in(make_school("École Perec"))
    page.goto("/identifiants/?objectif=gepi")

    with page.expect_file_chooser() as chooser:
        page.get_by_text("Parcourir…").click()
    chooser.value.set_files(file)

    expect(page.locator("[data-file-name]")).to_have_text("identifiants.csv")
