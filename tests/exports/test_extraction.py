"""« Extraction de données »: each table, in its formats, for those who may."""

import csv
import datetime
import io

import openpyxl
import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import (
    Account,
    Address,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    JournalEntry,
    MatiereTeaching,
)
from exports.registry import extractions
from referentiels.services.making import create
from referentiels.tree import Domaine, Item, SocleLink, Theme, Tree
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import Group, GroupKind, Matiere, Niveau
from tests.exports.test_referentiel_tables import TABLES as ABOUT_ITEMS
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.html import words

ADDRESS = reverse("exports:extraction")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


@pytest.fixture
def filled(school):
    """Everything that the tables tell of, once, and once again for those who have left."""
    cm2 = SchoolClassFactory(reference="CM2_A", name="[CM2] A", long_name="Cours moyen A")
    zoe = AccountFactory(
        last_name="MARTIN",
        first_name="Zoé",
        login="zmartin",
        gender="F",
        birth_date=datetime.date(2004, 5, 6),
        school_class=cm2,
        sconet_id=77,
        elenoet="0042",
        reference="123ABC",
        id_ent="ent-1",
        email="zoe@example.org",
    )
    gone = AccountFactory(last_name="ABSENT", login="gone", school_class=cm2, left_on=today())
    teacher = AccountFactory(profile=Profile.ENS, last_name="DURAND", first_name="Paul", login="pdurand", id_gepi="g")
    AccountFactory(profile=Profile.DIR, last_name="LEROY", first_name="Ana", login="aleroy", left_on=today())
    mother = AccountFactory(profile=Profile.TUT, last_name="MARTIN", first_name="Ève", login="emartin", email="e@x.org")
    Address.objects.create(account=mother, line1="3 rue des Lilas", postal_code="57000", town="Metz", country="France")
    father = AccountFactory(profile=Profile.TUT, last_name="NOIR", first_name="Luc", login="lnoir")
    for pupil in (zoe, gone):
        Guardianship.objects.create(pupil=pupil, guardian=mother, rank=1)
    Guardianship.objects.create(pupil=zoe, guardian=father, rank=2)
    group = Group.objects.create(niveau=Niveau.objects.get(reference="CM2"), reference="LATIN", name="Latin")
    own = Group.objects.create(niveau=group.niveau, name="Besoin", kind=GroupKind.BESOIN)
    for each in (group, own):
        GroupMembership.objects.create(pupil=zoe, group=each)
        GroupTeaching.objects.create(teacher=teacher, group=each)
    GroupMembership.objects.create(pupil=gone, group=group)
    TeachingAssignmentFactory(teacher=teacher, school_class=cm2, is_pp=True)
    maths = Matiere.objects.create(reference="MATHS", label="Mathématiques")
    MatiereTeaching.objects.create(teacher=teacher, matiere=maths, is_coordonnateur=True)


def ask(client, code, table_format="csv", **more):
    return client.post(ADDRESS, {"extraction": code, "table_format": table_format, **more})


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(client, code, **more):
    """The rows of the CSV, without its heads and its empty cells."""
    text = body(ask(client, code, **more)).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    return [[cell for cell in line if cell] for line in lines[1:]]


ZOE = ["MARTIN", "Zoé"]
ZOE_IDS = ["77", "123ABC", "ent-1", "zoe@example.org"]
EVE = ["MARTIN", "Ève"]
PAUL = ["DURAND", "Paul"]
LILAS = ["e@x.org", "3 rue des Lilas", "57000", "Metz", "France"]
CM2 = ["CM2_A", "[CM2] A"]
TODAY = "05/01/2026"


# A table, who is in it, who is in it too with those who have left.
TABLES = [
    (
        "eleves",
        [[*ZOE, "féminin", "06/05/2004", "Cours moyen 2e année", *CM2, "zmartin", "0042", *ZOE_IDS]],
        [["ABSENT", "Camille", "non renseigné", "Cours moyen 2e année", *CM2, "gone", TODAY]],
    ),
    (
        "personnels",
        [[*PAUL, "professeur", "pdurand", "g"], ["MARCHAND", "Claire", "administrateur", "admin"]],
        [["LEROY", "Ana", "directeur", "aleroy", TODAY]],
    ),
    ("responsables", [[*EVE, "emartin", *LILAS], ["NOIR", "Luc", "lnoir"]], []),
    ("classes", [["Cours moyen 2e année", *CM2, "Cours moyen A", "1"]], []),
    ("groupes", [["Cours moyen 2e année", "LATIN", "Latin", "1"]], []),
    (
        "eleves-responsables",
        [
            [*ZOE, "zmartin", *CM2, "1", *EVE, "emartin", *LILAS],
            [*ZOE, "zmartin", *CM2, "2", "NOIR", "Luc", "lnoir"],
        ],
        [["ABSENT", "Camille", "gone", *CM2, "1", *EVE, "emartin", *LILAS]],
    ),
    (
        "eleves-groupes",
        [["LATIN", "Latin", *ZOE, "zmartin", *CM2]],
        [["LATIN", "Latin", "ABSENT", "Camille", "gone", *CM2]],
    ),
    ("professeurs-classes", [[*CM2, *PAUL, "professeur", "pdurand", "oui"]], []),
    ("professeurs-groupes", [["LATIN", "Latin", *PAUL, "professeur", "pdurand"]], []),
    ("professeurs-matieres", [["MATHS", "Mathématiques", *PAUL, "professeur", "pdurand", "oui"]], []),
]


@pytest.mark.parametrize(("code", "present", "left"), TABLES)
def test_table_tells_who_is_there_and_those_who_left_when_asked(filled, client, code, present, left):
    assert rows(client, code) == present
    assert sorted(rows(client, code, is_with_left="on")) == sorted(present + left)


def test_every_table_is_told_above_or_by_its_command():
    told = {code for code, *_ in TABLES} | {"comptes"} | set(ABOUT_ITEMS)
    assert told == {each.code for each in extractions}


@pytest.mark.parametrize("table", extractions, ids=lambda table: table.code)
def test_both_formats_hold_the_same_table(filled, client, table):
    assert len({column.key for column in table.columns}) == len(table.columns)

    lines = body(ask(client, table.code)).decode("utf-8-sig").split("\r\n")
    sheet = openpyxl.load_workbook(io.BytesIO(body(ask(client, table.code, "xlsx")))).worksheets[0]

    heads, *cells = sheet.values
    assert list(heads) == [column.label for column in table.columns] == lines[0].split(";")
    assert len(cells) == len(lines) - 2
    assert sheet.title == table.label[:31]


def test_dates_and_numbers_stay_so_in_a_workbook(filled, client):
    sheet = openpyxl.load_workbook(io.BytesIO(body(ask(client, "eleves", "xlsx")))).worksheets[0]

    zoe = dict(zip(*sheet.values, strict=True))
    assert zoe["Date de naissance"].date() == datetime.date(2004, 5, 6)
    assert (zoe["Id Sconet"], zoe["N° Sconet"], zoe["Date de sortie"]) == (77, "0042", None)


@pytest.mark.parametrize("table_format", ["csv", "xlsx"])
def test_formula_in_a_name_is_neutralised(school, client, table_format):
    AccountFactory(last_name="=CMD()", first_name="@SOMME", login="a")

    content = body(ask(client, "eleves", table_format))

    if table_format == "csv":
        assert "\r\n'=CMD();'@SOMME;" in content.decode("utf-8-sig")
    else:
        first = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0][2]
        assert [(cell.value, cell.data_type) for cell in first[:2]] == [("=CMD()", "s"), ("@SOMME", "s")]


def test_file_is_named_after_the_table_the_school_and_the_day(client):
    response = ask(client, "eleves-responsables", "xlsx")

    assert response["Content-Disposition"] == 'attachment; filename="eleves-responsables_1_2026-01-05.xlsx"'
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["Cache-Control"] == "no-store"


def test_extraction_is_a_line_of_the_journal(filled, client):
    body(ask(client, "responsables", "xlsx"))

    page = words(client.get(reverse("accounts:journal")))
    assert "MARCHAND Claire (administrateur) a extrait « Responsables légaux » (2 lignes, xlsx) 127.0.0.1" in page


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, ["Choisissez ce que vous voulez extraire.", "Choisissez un format."]),
        ({"extraction": "mots-de-passe", "table_format": "csv"}, ["Choisissez ce que vous voulez extraire."]),
        ({"extraction": "eleves", "table_format": "pdf"}, ["Choisissez un format."]),
    ],
)
def test_choice_that_is_missing_or_unknown_is_asked_for_again(client, sent, errors):
    response = client.post(ADDRESS, sent)

    assert response.status_code == 422
    assert [error in words(response) for error in errors] == [True] * len(errors)
    assert JournalEntry.objects.count() == 0


def test_empty_school_gives_tables_with_their_heads(client):
    assert rows(client, "eleves") == []


def test_no_password_is_in_any_table(filled, client):
    hashed = Account.objects.get(login="zmartin").password

    assert [table.code for table in extractions if hashed in body(ask(client, table.code)).decode()] == []


def test_tables_are_those_of_one_school(filled, other_school, client_as):
    with school_scope(other_school):
        stranger = client_as(AccountFactory(profile=Profile.ADM, last_name="SEUL", login="seul"))

    assert {table.code: len(rows(stranger, table.code)) for table in extractions} == {
        table.code: int(table.code in ("comptes", "personnels")) for table in extractions
    }


@pytest.mark.parametrize("profile", [Profile.ENS, Profile.DOC, Profile.ELV, Profile.TUT])
def test_extraction_is_closed_to_the_others(school, client_as, profile):
    client = client_as(AccountFactory(profile=profile))

    assert (client.get(ADDRESS).status_code, ask(client, "eleves").status_code) == (403, 403)


@pytest.mark.parametrize("size", [1, 30])
@pytest.mark.parametrize("table", extractions, ids=lambda table: table.code)
def test_table_takes_one_query_whatever_its_length(school, django_assert_num_queries, table, size):
    cm2, maths = SchoolClassFactory(), Matiere.objects.create(reference="M", label="M")
    for rank in range(size):
        group = Group.objects.create(niveau=cm2.niveau, reference=f"G{rank}", name="G")
        pupil, guardian = AccountFactory(school_class=cm2), AccountFactory(profile=Profile.TUT)
        teacher = AccountFactory(profile=Profile.ENS)
        Address.objects.create(account=guardian, town="Metz")
        Guardianship.objects.create(pupil=pupil, guardian=guardian, rank=1)
        GroupMembership.objects.create(pupil=pupil, group=group)
        GroupTeaching.objects.create(teacher=teacher, group=group)
        TeachingAssignmentFactory(teacher=teacher, school_class=cm2)
        MatiereTeaching.objects.create(teacher=teacher, matiere=maths)
    items = tuple(Item(f"Item {rank}", comment="Seul", socle=(SocleLink("2016", 3, 13),)) for rank in range(size))
    tree = Tree((Domaine("A", "Nombres", themes=(Theme("Fractions", items=items),)),))
    create(author=None, matiere=maths, niveau=cm2.niveau, tree=tree)

    with django_assert_num_queries(1):
        told = list(table.rows(is_with_left=False))

    assert len(told) == {"comptes": 3 * size, "classes": 1}.get(table.code, size)


def test_command_writes_any_table_for_scripts(filled, capsys):
    call_command("extract_users", "--school", "1", "--table", "professeurs-matieres")

    assert capsys.readouterr().out.splitlines() == [
        "matiere_ref;matiere_nom;nom;prenom;profil;login;coordonnateur",
        "MATHS;Mathématiques;DURAND;Paul;professeur;pdurand;oui",
    ]


def test_day_of_departure_is_in_the_extraction_of_those_who_left(filled, client):
    text = body(ask(client, "eleves", is_with_left="on")).decode("utf-8-sig")
    found = {row["Nom"]: row["Date de sortie"] for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")}
    assert found == {"MARTIN": "", "ABSENT": f"{today():%d/%m/%Y}"}
