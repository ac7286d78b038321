"""A school changes year with its marks; a mother takes all that is kept of her daughter, in one file."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.grid import PASSWORD
from tests.e2e.pages import AnyPage, saved
from tests.e2e.server import SchoolOnServer

MAKE_SCHOOL = """
import datetime
from django.db.models import Max
from accounts.enums import Profile
from accounts.models import Account
from evaluations.models import Mark
from operation.models import Backup
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.calendar import year_of
from schools.models import School
from tests.evaluations.class_5a import build_5a
from tests.factories import (
    AccountFactory, EvaluationFactory, GroupFactory, GuardianshipFactory, MarkFactory, SchoolFactory
)
number = (School.objects.aggregate(last=Max("number"))["last"] or 0) + 1
this_year = year_of(today(), switch_month=8).first
school = SchoolFactory(number=number, name="Collège de la Bascule", year_opened=this_year.year - 1)
with school_scope(school):
    AccountFactory(profile=Profile.ADM, login="admin", last_name="MARCHAND", first_name="Claire")
    teacher = AccountFactory(profile=Profile.ENS, login="pau.durand", last_name="DURAND", first_name="Paul")
    made = build_5a(teacher)
    day = this_year - datetime.timedelta(days=40)
    for rank in range(3):
        old = EvaluationFactory(owner=teacher, owner_label="DURAND P.", title=f"Ancienne {rank}", given_on=day,
            visible_on=day, year=day.year - 1, school_class=made.school_class)
        for pupil in made.pupils.values():
            MarkFactory(evaluation=old, pupil=pupil, item=made.items["A10"], code="3")
    # Six hundred pupils, each with a result of the year that ended.
    told = {"profile": "ELV", "password": "!", "school_class_id": made.school_class.pk}
    names = [f"ELEVE{rank:03d}" for rank in range(600)]
    bulk_insert(Account, ({"login": name, "last_name": name, "sort_key": name.lower()} | told for name in names))
    of_day = {"evaluation_id": old.pk, "item_id": made.items["A10"].pk, "given_on": day, "visible_on": day}
    pupils = Account.objects.filter(login__startswith="ELEVE").values_list("pk", flat=True)
    bulk_insert(Mark, ({"pupil_id": pk, "year": old.year, "code": "3"} | of_day for pk in pupils))
    GroupFactory(name="Chorale")
    mother = AccountFactory(profile=Profile.TUT, login="eve.alpha", last_name="ALPHA", first_name="Ève")
    GuardianshipFactory(guardian=mother, pupil=made.pupils["ALPHA"])
    Backup.objects.create(origin="asked", name="sauvegarde", size=9, row_count=9, file_count=0)
answer = number
"""

# The results of the six hundred, each still under the title of its évaluation, which is gone.
LEFT = """
from evaluations.models import Evaluation, Mark
from sacoche.kit.tenancy import school_scope
from schools.models import Group, School
with school_scope(School.objects.get(number={number})):
    marks = Mark.objects.filter(pupil__login__startswith="ELEVE")
    answer = {{
        "evaluations": Evaluation.objects.live().filter(title__startswith="Ancienne").count(),
        "groups": Group.objects.count(),
        "results": marks.count(),
        "titles": sorted(set(marks.values_list("evaluation__title", flat=True))),
    }}
"""


@pytest.fixture
def school(server):
    return SchoolOnServer(server.evaluate(MAKE_SCHOOL), "Collège de la Bascule", "admin", PASSWORD)


def test_year_is_opened_on_a_school_with_marks(server, school, sign_in, page):
    sign_in(school, "admin", PASSWORD, on=page)
    page.goto("/accueil/")
    expect(page.locator("#year-to-open")).to_be_visible()
    desk = AnyPage(page)
    desk.follow_menu("Administration générale", "Initialisation annuelle")
    gone = page.get_by_role("region", name="Effacé")
    expect(gone.locator("li", has_text=re.compile("^évaluations"))).to_contain_text(re.compile(r"\d"))
    hundreds = re.compile(r"résultats\D+[6-9]\d\d|[6-9]\d\d\D+résultats")
    expect(page.get_by_role("region", name="Gardé")).to_contain_text(hundreds)

    asked = page.get_by_label(re.compile("Pour confirmer, recopiez"))
    words = re.search(r"recopiez «\s(année [\d-]+)", page.locator("main").inner_text())[1]
    if page.locator("[name=sure]").count():
        page.locator("[name=sure]").check()
    asked.fill(words)
    page.get_by_role("button", name=re.compile("(Passer à|Initialiser de nouveau) l'année")).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("est ouverte", timeout=60_000)
    expect(page.get_by_role("region", name="Ce qui a été fait")).to_contain_text("évaluations")
    expect(page.locator("main")).to_contain_text("restaurez la sauvegarde")
    page.goto("/accueil/")
    expect(page.locator("#year-to-open")).to_have_count(0)
    left = server.evaluate(LEFT.format(number=school.number))
    assert left == {"evaluations": 0, "groups": 0, "results": 600, "titles": ["Ancienne 2"]}


def test_mother_takes_all_that_is_kept_of_her_daughter(school, sign_in, page, tmp_path: Path):
    sign_in(school, "eve.alpha", PASSWORD, on=page)
    AnyPage(page).follow_menu("Informations", "Mes données")
    page.get_by_role("button", name="Faire le fichier de ALPHA Ana").click()

    with page.expect_download() as downloading:
        page.get_by_role("link", name="Télécharger").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(saved(downloading.value, tmp_path)).read_bytes()))

    assert {"donnees.json", "LISEZMOI.txt", "pdf/releve-pluridisciplinaire.pdf"} <= set(archive.namelist())
    found = json.loads(archive.read("donnees.json"))["sections"]
    assert found["identite"][0]["nom"] == "ALPHA"
    assert len(found["resultats"]) >= 3
    assert "BRAVO" not in archive.read("donnees.json").decode()
