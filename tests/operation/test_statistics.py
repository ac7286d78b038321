"""« Statistiques »: how much a school uses SACoche, for its direction; every school, for the operator. Never who."""

import csv
import datetime
import io
from collections.abc import Callable, Iterator

import openpyxl
import pytest
import time_machine
from django.test import Client

from accounts.enums import Profile
from accounts.models import Account
from operation.console.models import OperatorEntry
from operation.console.services.figures import count_due_schools
from operation.statistics.queries import statistics_of, told
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.tenancy import all_schools, school_scope
from tests.console import enter_console, operator_called
from tests.evaluations.class_5a import MONDAY, Class5A, build_5a
from tests.factories import AccountFactory
from tests.html import words
from tests.pages.world import build_world

PAGE, FILE = "/statistiques/", "/statistiques/fichier/"
ClientAs = Callable[[Account], Client]


@pytest.fixture
def console(db: None) -> Client:
    client = Client()
    enter_console(client, operator_called())
    return client


@pytest.fixture
def class_5a(teacher: Account) -> Iterator[Class5A]:
    with time_machine.travel(MONDAY, tick=False):
        yield build_5a(teacher)


def signs_in(account: Account, *, weeks_ago: int = 0) -> None:
    """The line that a sign-in leaves in the journal."""
    with time_machine.travel((now() - datetime.timedelta(weeks=weeks_ago)).timestamp(), tick=False):
        record("accounts.sign_in", actor=account, school=account.school, way="SACoche")


def lines_of(answer) -> list[list[str]]:
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_direction_reads_4_pupils_and_37_entries_in_3_evaluations(class_5a, director, client_as: ClientAs):
    client = client_as(director)

    page = words(client.get(PAGE))
    lines = lines_of(client.get(FILE))

    assert "Évaluations de l'année 2026-2027 3" in page.replace("’", "'")
    assert "Saisies dans ces évaluations 37" in page
    assert ["Évaluations de l'année 2026-2027", "", "", "3", ""] in lines
    assert ["Saisies dans ces évaluations", "", "", "37", ""] in lines
    assert ["Comptes ouverts", "élève", "", "4", ""] in lines


def test_who_came_is_counted_by_profile_and_week_and_few_are_not_counted(school, director, client_as: ClientAs):
    pupils = [AccountFactory(profile=Profile.ELV) for _ in range(6)]
    for pupil in pupils:
        signs_in(pupil)
        signs_in(pupil)
    for pupil in pupils[:4]:
        signs_in(pupil, weeks_ago=1)

    [line] = [line for line in statistics_of(school).profiles if line.label == Profile.ELV.label]
    rows = [row for row in lines_of(client_as(director).get(FILE)) if row[:2] == ["Personnes connectées", "élève"]]

    assert [came.said for came in line.weeks[-3:]] == ["moins de 5", "moins de 5", "6"]
    assert line.weeks[-1].times == 12
    assert [row[3:] for row in rows[-2:]] == [["moins de 5", ""], ["6", "12"]]


@pytest.mark.parametrize(("people", "said"), [(0, "moins de 5"), (4, "moins de 5"), (5, "5"), (1234, "1\u202f234")])
def test_small_numbers_of_people_are_not_said(people, said):
    assert told(people) == said


def test_old_sign_ins_and_those_of_another_school_are_not_counted(school, other_school):
    with school_scope(other_school):
        for _ in range(6):
            signs_in(AccountFactory(profile=Profile.ELV))
    for _ in range(6):
        signs_in(AccountFactory(profile=Profile.ELV), weeks_ago=13)

    [line] = [line for line in statistics_of(school).profiles if line.label == Profile.ELV.label]

    assert {came.people for came in line.weeks} == {0}


def test_spreadsheet_has_the_lines_of_the_csv(class_5a, director, client_as: ClientAs):
    client = client_as(director)

    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(FILE, {"format": "xlsx"}))))

    [sheet] = book.worksheets
    assert [cell.value for cell in sheet[1]] == ["Rubrique", "Profil", "Semaine du", "Nombre", "Connexions"]
    assert sheet.max_row == len(lines_of(client.get(FILE)))


@pytest.mark.parametrize("profile", [Profile.ENS, Profile.ELV, Profile.TUT])
def test_statistics_are_for_the_direction(profile, school, client_as: ClientAs):
    client = client_as(AccountFactory(profile=profile))

    assert {client.get(address).status_code for address in (PAGE, FILE)} == {403}


def test_operator_reads_every_school_and_no_person(console):
    world = build_world(number=11, mark="QUOKKA")
    count_due_schools()

    page = words(console.get("/console/statistiques/"))
    heads, line, *_ = lines_of(console.post("/console/statistiques/fichier/", {"format": "csv"}))

    assert "moins de 5" in page
    said = dict(zip(heads, line, strict=True))
    assert (said["Numéro"], said["Établissement"], said["Élèves venus en six mois"]) == (
        "11",
        "École Quokka",
        "moins de 5",
    )
    with all_schools():
        names = set(Account.objects.filter(school__number=world.number).values_list("login", flat=True))
    assert not any(name in page or name in " ".join(line) for name in names)
    assert OperatorEntry.objects.get().code == "statistics.download"


def test_operator_reads_one_school_as_its_direction_does(class_5a, school, console):
    enter_console(console, operator_called())

    page = words(console.get(f"/console/statistiques/{school.number}/"))

    assert "Saisies dans ces évaluations 37" in page
    assert class_5a.teacher.last_name not in page
