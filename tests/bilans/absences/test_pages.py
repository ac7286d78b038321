"""« Absences / Retards »: typed by whoever keeps them, never lost, put back when it was wrong."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account, JournalEntry
from bilans.absences.queries import attendance_of
from bilans.models import AttendanceSave
from sacoche.kit.journal import verbs
from schools.models import SchoolClass
from tests.bilans.absences.conftest import Office
from tests.factories import AccountFactory, PeriodFactory, SchoolClassFactory, TeachingAssignmentFactory

pytestmark = pytest.mark.usefixtures("autumn")


@pytest.fixture
def autumn():
    """A day of the period, at noon of the school's wall."""
    with time_machine.travel("2026-11-16 11:00:00+00:00", tick=True):
        yield


# --- Who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "status"),
    [("EDU", 200), ("DIR", 200), ("ENS", 403), ("DOC", 403), ("ADM", 403), ("ELV", 403), ("TUT", 403)],
)
def test_absences_are_kept_by_vie_scolaire_and_the_head(office, client_as, profile, status):
    client = client_as(AccountFactory(profile=Profile(profile)))

    assert client.get(office.address).status_code == status
    assert client.post(office.address, office.typed(Anna="8/3/2/")).status_code == (302 if status == 200 else 403)
    assert (reverse("bilans:absences") in client.get("/accueil/").text) == (status == 200)


def test_teacher_to_whom_the_school_gives_it_has_his_own_classes(office, client_as, teacher: Account, class_5a):
    office.school.access = {"rights": {"bilans.attendance": {"profiles": ["ENS"], "restrictions": []}}}
    office.school.save()
    other = SchoolClassFactory(niveau="5", reference="5B")
    TeachingAssignmentFactory(teacher=teacher, school_class=other)
    client = client_as(teacher)

    assert client.get(office.address).status_code == 403
    assert client.get(reverse("bilans:absences_pupil", args=[office.pupils["Anna"].pk])).status_code == 403
    assert [each.pk for each in client.get(reverse("bilans:absences")).context["choice"].classes] == [other.pk]


# --- Typing -----------------------------------------------------------------------------------------------------------


def test_figures_typed_are_kept_and_what_is_empty_is_not_nought(office: Office):
    answer = office.type(Anna="8/3/2/", Ben="0/0/0/0")

    assert answer.status_code == 302
    assert office.kept == {"Anna": (8, 3, 2, None), "Ben": (0, 0, 0, 0)}
    page = office.client.get(office.address).text
    assert "2 élèves modifiés." in page
    assert f'name="n{office.pupils["Anna"].pk}-3" value=""' in page


def test_figures_emptied_are_not_known_any_more(office: Office):
    office.type(Anna="8/3/2/1")

    office.type(Anna="///")

    assert office.kept == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1000///", "« 1000 » n'est pas un nombre entier de 0 à 999"),
        ("-1///", "« -1 » n'est pas un nombre entier de 0 à 999"),
        ("2/3//", "Absences non justifiées : 3, plus que le total (2)."),
        ("//1/2", "Retards non justifiés : 2, plus que le total (1)."),
        ("/1//", "sans le nombre total"),
        ("deux///", "« deux »"),
        ("²///", "« ² »"),
    ],
)
def test_figures_that_cannot_be_are_refused_and_stay_in_their_cells(office: Office, typed, said):
    answer = office.type(Anna=typed, Ben="1/0/0/0")

    assert answer.status_code == 422
    assert said in answer.text.replace("\u00a0", " ").replace("&#x27;", "'")
    for rank, value in enumerate(typed.split("/")):
        assert f'name="n{office.pupils["Anna"].pk}-{rank}" value="{value}"' in answer.text
    assert office.kept == {}


def test_999_is_kept(office: Office):
    office.type(Anna="999/999/999/999")

    assert office.kept == {"Anna": (999, 999, 999, 999)}


def test_page_saved_as_it_was_leaves_no_trace(office: Office):
    office.type()

    assert AttendanceSave.objects.count() == 0
    assert "Rien n&#x27;avait changé" in office.client.get(office.address).text


def test_pupil_who_left_in_the_period_is_still_there_and_one_who_left_before_is_not(office: Office, class_5a):
    AccountFactory(last_name="PARTI", first_name="Tôt", school_class=class_5a, left_on="2026-08-31")
    AccountFactory(last_name="PARTI", first_name="Tard", school_class=class_5a, left_on="2026-10-02")

    names = [row.pupil.first_name for row in office.client.get(office.address).context["rows"]]

    assert names == ["Anna", "Ben", "Chloé", "Tard"]


def test_two_persons_on_one_class_lose_nothing_and_are_told(office: Office, client_as, director: Account):
    mine = office.typed(Anna="8/3/2/", Ben="1/0/0/0")
    client_as(director).post(office.address, office.typed(Anna="5/0/0/0"))

    answer = office.client.post(office.address, mine)

    assert answer.status_code == 409
    assert "Enregistré entre-temps : 5/0/0/0" in answer.text.replace("\u00a0", " ")
    assert office.kept == {"Anna": (5, 0, 0, 0), "Ben": (1, 0, 0, 0)}
    again = {name: value for name, value in mine.items() if not name.startswith("avant")}
    again |= {f"avant{row.pupil.pk}": row.drawn_from for row in answer.context["rows"]}
    assert office.client.post(office.address, again).status_code == 302
    assert office.kept["Anna"] == (8, 3, 2, None)


def test_forged_names_of_fields_write_nothing(office: Office):
    other = AccountFactory(school_class=SchoolClassFactory(niveau="5"))
    sent = {f"avant{other.pk}": "", f"n{other.pk}-0": "9", f"avant{office.pupils['Anna'].pk}": "x/y/z/t"}

    answer = office.client.post(office.address, sent)

    assert answer.status_code == 302
    assert attendance_of([other], office.period, year=2026) == {}


def test_period_and_class_that_the_school_does_not_have_are_not_found(office: Office):
    for query in ("classe=999999", "periode=999999", "classe=x", "periode=²", f"classe={10**30}"):
        assert office.client.get(f"{reverse('bilans:absences')}?{query}").status_code == 404


def test_page_opens_on_the_period_that_has_begun(office: Office):
    PeriodFactory(name="Trimestre 2", order=2)

    assert office.client.get(reverse("bilans:absences")).context["choice"].period == office.period


def test_page_of_a_class_asks_as_many_questions_for_one_pupil_as_for_forty(
    office: Office, class_5a: SchoolClass, django_assert_num_queries
):
    office.type(Anna="8/3/2/")
    office.client.get(office.address)
    with CaptureQueriesContext(connection) as few:
        office.client.get(office.address)
    number = len(few.captured_queries)
    for _ in range(37):
        AccountFactory(school_class=class_5a)

    with django_assert_num_queries(number):
        office.client.get(office.address)


# --- History and undo -------------------------------------------------------------------------------------------------


def test_save_is_put_back_but_for_what_has_changed_since(office: Office):
    office.type(Anna="1/0/0/0")
    office.type(Anna="8/3/2/", Ben="4/0/0/0")
    made = AttendanceSave.objects.latest("pk")
    office.type(Ben="5/0/0/0")
    address = reverse("bilans:absences_save", args=[made.pk])

    asked = office.client.get(address).text
    answer = office.client.post(address, follow=True)

    assert "1 élève retrouvera" in asked
    assert "1 autre, modifié depuis, restera comme il est" in asked
    assert "Annulé : 1 élève remis comme avant." in answer.text.replace("\u00a0", " ")
    assert office.kept == {"Anna": (1, 0, 0, 0), "Ben": (5, 0, 0, 0)}
    assert "était déjà annulé" in office.client.post(address, follow=True).text


def test_undo_is_itself_a_save_that_can_be_undone(office: Office):
    office.type(Anna="8/3/2/")
    office.client.post(reverse("bilans:absences_save", args=[AttendanceSave.objects.latest("pk").pk]))
    assert office.kept == {}

    office.client.post(reverse("bilans:absences_save", args=[AttendanceSave.objects.latest("pk").pk]))

    assert office.kept == {"Anna": (8, 3, 2, None)}


def test_history_of_a_pupil_tells_each_change_and_by_whom(office: Office):
    office.type(Anna="1/0/0/0")
    office.type(Anna="8/3/2/")

    page = office.client.get(reverse("bilans:absences_pupil", args=[office.pupils["Anna"].pk]))

    assert [(change.before, change.after) for change, _figures in page.context["changes"]] == [
        ([1, 0, 0, 0], [8, 3, 2, None]),
        ([None] * 4, [1, 0, 0, 0]),
    ]
    assert page.text.count("Saisie, Inès VASSEUR") == 2


def test_journal_tells_what_was_typed_and_put_back(office: Office):
    office.type(Anna="8/3/2/", Ben="0/0/0/0")
    office.client.post(reverse("bilans:absences_save", args=[AttendanceSave.objects.latest("pk").pk]))

    told = [
        verbs.get(entry.code).told(entry.details)
        for entry in JournalEntry.objects.filter(code__startswith="bilans.").order_by("pk")
    ]

    assert told == [
        "a saisi les absences de 2 élèves (5A, Trimestre 1)",
        "a annulé un enregistrement d'absences (Saisie, Trimestre 1) : 2 élèves",
    ]


# --- The table --------------------------------------------------------------------------------------------------------


def test_table_of_a_class_is_ours_and_comes_back_without_a_change(office: Office):
    office.type(Anna="8/3/2/", Ben="0/0/0/0")

    answer = office.client.get(f"{reverse('bilans:absences_table')}?{office.address.split('?')[1]}&format=csv")
    content = b"".join(answer.streaming_content)

    assert answer["Content-Disposition"] == 'attachment; filename="absences_5a_trimestre-1.csv"'
    assert content.decode("utf-8-sig").splitlines() == [
        "INE;Elenoet;NOM;Prénom;Classe;abs;abs_nj;ret;ret_nj",
        "060000001AB;1001;ALPHA;Anna;5A;8;3;2;",
        ";1002;BRAVO;Ben;5A;0;0;0;0",
        ";;CHARLIE;Chloé;5A;;;;",
    ]
    preview = office.send("own", content)
    assert "0 changement" in preview.text


def test_table_of_every_class_is_a_workbook_too(office: Office):
    answer = office.client.get(f"{reverse('bilans:absences_table')}?periode={office.period.pk}&format=xlsx")
    content = b"".join(answer.streaming_content)

    assert answer["Content-Disposition"] == 'attachment; filename="absences_toutes_trimestre-1.xlsx"'
    assert office.send("own", content).context["draft"].brought.lines[0].name == "ALPHA Anna"
