"""An import of more than 2,000 lines: validated, left, found again, written by a real worker meanwhile."""

import re

import pytest
from playwright.sync_api import expect

# Up to the review of its people.
STAGED = """
from accounts.models import Account
from imports import services
from imports.sources import sources
from imports.steps import steps
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolNiveau
school = School.objects.get(number={number})
with school_scope(school):
    admin = Account.objects.get(login={login!r})
    SchoolNiveau.objects.create(niveau=Niveau.objects.get(reference="CP"))
    source = sources.get("base_eleves_eleves")
    rows = "".join(f"NOM{{rank}};Zoé;CP;CP A\\n" for rank in range(2001))
    data = ("Nom Elève;Prénom Elève;Niveau;Classe\\n" + rows).encode()
    run = services.stage_upload(
        school=school, actor=admin, source_code=source.code, source_label=source.heading(), file_name="liste.csv",
        data=data, steps=source.steps, audience=source.audience,
    )
    services.stage_extraction(run=run, extraction=source.read(data))
    run.refresh_from_db()
    steps.get("classes").accept(run, admin)
answer = str(run.uuid)
"""


@pytest.mark.full
def test_long_import_is_written_while_its_page_is_closed_and_its_result_found_in_the_header(
    server, make_school, sign_in, page
):
    school = make_school("Collège des deux mille")
    run = server.evaluate(STAGED.format(number=school.number, login=school.login))
    sign_in(school)
    strip = page.locator("#travaux")
    with server.expected_worker() as come:
        page.goto(f"/imports/{run}/utilisateurs/")
        page.get_by_role("button", name="Valider et afficher le bilan").click()
        expect(page.get_by_text("Vous pouvez quitter cette page")).to_be_visible()
        expect(page.get_by_role("heading", name="En attente")).to_be_visible()
        page.goto("/accueil/")
        expect(strip).to_contain_text(re.compile(r"Utilisateurs d'un import de 2.001 lignes"))
        come()
        expect(strip).to_contain_text(re.compile(r"2.001 utilisateurs ajoutés"), timeout=60_000)
    strip.get_by_role("button", name="Voir").click()
    expect(page).to_have_url(re.compile(rf"/imports/{run}/utilisateurs/$"))
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"2.001 utilisateurs ajoutés"))
