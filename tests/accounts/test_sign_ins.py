"""« Dates de dernière connexion » and « Dates des périodes »: what the staff, and everybody, may read."""

import datetime

import pytest
from lxml import html

from accounts.enums import Profile
from accounts.models import Account
from sacoche.kit.clock import today
from tests.factories import (
    AccountFactory,
    GuardianshipFactory,
    PeriodDatesFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)

PAGE = "/dernieres-connexions/"
MORNING = datetime.datetime(2026, 9, 15, 6, 30, tzinfo=datetime.UTC)


def rows(response):
    return [
        [cell.text_content().strip() for cell in row] for row in html.fromstring(response.content).xpath("//tbody/tr")
    ]


@pytest.fixture
def own_class(teacher):
    found = SchoolClassFactory(reference="CM2", name="CM2 Bleu")
    TeachingAssignmentFactory(teacher=teacher, school_class=found)
    return found


@pytest.fixture
def pupils(own_class):
    anne = AccountFactory(profile=Profile.ELV, last_name="LEGALL", first_name="Anne", school_class=own_class)
    come = AccountFactory(profile=Profile.ELV, last_name="MOREAU", first_name="Côme", school_class=own_class)
    Account.objects.filter(pk=anne.pk).update(last_login=MORNING)
    return anne, come


def test_teacher_reads_the_dates_of_the_pupils_of_his_class_and_of_their_guardians_p282(client_as, teacher, pupils):
    mother = AccountFactory(profile=Profile.TUT, last_name="LEGALL", first_name="Maud")
    GuardianshipFactory(guardian=mother, pupil=pupils[0], rank=1)

    assert rows(client_as(teacher).get(PAGE)) == [
        ["LEGALL Anne", "élève", "", "15/09/2026 08:30"],
        ["MOREAU Côme", "élève", "", "jamais"],
        ["LEGALL Maud", "responsable légal", "LEGALL Anne", "jamais"],
    ]


def test_class_of_a_colleague_is_not_found(client_as, teacher, pupils):
    other = SchoolClassFactory(reference="CM1", name="CM1")

    assert client_as(teacher).get(PAGE, {"classe": other.pk}).status_code == 404
    for wrong in ("0", "x", "9" * 30, "-1"):
        assert client_as(teacher).get(PAGE, {"classe": wrong}).status_code == 404


def test_administrator_and_head_choose_among_all_the_classes(client_as, admin, director, pupils):
    SchoolClassFactory(reference="CM1", name="CM1")
    for reader in (admin, director):
        options = html.fromstring(client_as(reader).get(PAGE).content).xpath("//select/option")
        assert len(options) == 3


def test_families_do_not_read_them(client_as, pupils):
    assert client_as(pupils[0]).get(PAGE).status_code == 403


def test_pupil_who_has_left_is_not_there(client_as, teacher, pupils):
    Account.objects.filter(pk=pupils[1].pk).update(left_on=today() - datetime.timedelta(days=1))

    assert [row[0] for row in rows(client_as(teacher).get(PAGE))] == ["LEGALL Anne"]


def test_everybody_reads_the_dates_of_the_periods_p282(client_as, teacher, pupils, own_class):
    first = PeriodDatesFactory(period__name="Trimestre 1", school_class=own_class)
    days = f"du {first.starts_on:%d/%m/%Y} au {first.ends_on:%d/%m/%Y}"

    for reader in (teacher, pupils[0]):
        assert rows(client_as(reader).get("/periodes/lire/")) == [["CM2 Bleu", days]]


def test_school_without_dates_says_so(client_as, teacher):
    assert "pas encore donné de dates" in client_as(teacher).get("/periodes/lire/").content.decode()
