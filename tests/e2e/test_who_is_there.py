"""« C'est bien vous ? » in the middle of a procedure, in a browser: a file is asked for, and nothing is lost."""

from playwright.sync_api import expect

from tests.e2e.procedures import Administrator

# The administrator proved who she is more than a quarter of an hour ago.
PROVED_LONG_AGO = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    session.pop("proved_at", None)
    session.save()
answer = None
"""
FILE = "Télécharger le fichier CSV des noms et des identifiants"


def test_file_of_identifiers_comes_after_the_question_which_leads_back(make_school, server, sign_in, page, witness):
    witness.allow("403 (Forbidden)")
    school = make_school("École de la Question")
    sign_in(school)
    office = Administrator(page)
    office.follow_menu("Administration générale", "Importer / Imposer des identifiants")
    page.get_by_label("Objectif").select_option(value="imposer")
    expect(page.get_by_role("link", name=FILE)).to_be_visible()
    there = page.url
    server.evaluate(PROVED_LONG_AGO)

    page.get_by_role("link", name=FILE).click()
    office.expect_heading("C'est bien vous ?")
    page.locator("input[name=preuve]").fill(school.password)
    with page.expect_download() as download:
        page.get_by_role("button", name="Continuer").click()
    assert download.value.suggested_filename.endswith(".csv")

    office.expect_message("C'est fait : le fichier demandé se télécharge.")
    expect(page.locator("input[name=preuve]")).to_be_hidden()
    page.get_by_role("link", name="Revenir à la page précédente").click()
    expect(page).to_have_url(there)
