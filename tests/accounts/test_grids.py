"""The tick grids: teachers, pupils, and what each of them has."""

import json

import pytest
from django.urls import reverse

from accounts.enums import Profile
from accounts.grids import grids
from accounts.grids.links import PUPIL_GROUPS, TEACHER_CLASSES, Tick, place_pupils, set_links
from accounts.models import Account, GroupMembership, GroupTeaching, JournalEntry, MatiereTeaching, TeachingAssignment
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words


@pytest.fixture
def as_admin(client_as, admin):
    return client_as(admin)


@pytest.fixture
def school_class(school):
    return SchoolClassFactory(name="CM2 A")


def show(as_admin, code, **query):
    return as_admin.get(reverse(f"accounts:{code}"), query)


def board(as_admin, code, **query):
    return show(as_admin, code, **query).context["board"]


def send(as_admin, code, *cells):
    """Tick boxes: (row, column, "on")."""
    sent = [[row.pk, column.pk if column else 0, tick] for row, column, tick in cells]
    return post(as_admin, code, {"cells": sent})


def post(as_admin, code, body):
    address = reverse(f"accounts:save_{code}")
    return as_admin.post(address, json.dumps(body), "application/json", headers={"accept": "application/json"})


def class_links():
    rows = TeachingAssignment.objects.order_by("teacher__sort_key", "school_class__name")
    return [(link.teacher.last_name, link.school_class.name, link.is_pp) for link in rows]


def sentences():
    return [(line.code, line.details["what"], line.details["people"]) for line in JournalEntry.objects.order_by("pk")]


# --- Teachers and classes (S131 to S133) ------------------------------------------------------------------------------


def test_assignments_without_teacher_or_class_says_what_to_do(as_admin):
    text = words(show(as_admin, "assignments"))

    assert "Créez d'abord leurs comptes" in text
    assert "Ajoutez-les dans « Classes (gestion) »" in text


def test_assignments_shows_active_teachers_and_every_class(as_admin, school_class, teacher, director, pupil):
    AccountFactory(profile=Profile.ENS, last_name="PARTIE", left_on=today())

    shown = board(as_admin, "assignments")

    assert [row.line.label for row in shown.rows] == ["DURAND Paul"]
    assert [column.line.label for column in shown.columns] == ["CM2 A"]


def test_assignments_leaves_out_those_who_have_every_class_but_to_take_a_link_away(as_admin, school_class):
    AccountFactory(profile=Profile.EDU, last_name="SANS")
    TeachingAssignmentFactory(teacher=AccountFactory(profile=Profile.DOC, last_name="AVEC"), school_class=school_class)

    assert [row.line.label for row in board(as_admin, "assignments").rows] == ["AVEC Camille"]


def test_assign_teacher_is_saved_at_once(as_admin, teacher, school_class):
    answer = send(as_admin, "assignments", (teacher, school_class, "on"))

    assert class_links() == [("DURAND", "CM2 A", False)]
    assert answer.json()["counts"] == {str(school_class.pk): 1}
    assert "DURAND Paul" in answer.json()["summaries"][0]
    assert board(as_admin, "assignments").rows[0].ticks == [True]


def test_assign_teacher_twice_is_harmless(as_admin, teacher, school_class):
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=True)

    send(as_admin, "assignments", (teacher, school_class, "on"))

    assert class_links() == [("DURAND", "CM2 A", True)]
    assert sentences() == []


def test_unassign_teacher_takes_the_role_of_pp_away_and_undoing_gives_it_back(as_admin, teacher, school_class):
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=True)

    answer = send(as_admin, "assignments", (teacher, school_class, "off"))
    assert class_links() == []
    assert "Aucun professeur" in answer.json()["summaries"][0]

    send(as_admin, "assignments", (teacher, school_class, "role"))
    assert class_links() == [("DURAND", "CM2 A", True)]


def test_name_professeur_principal(as_admin, teacher, school_class):
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class)

    send(as_admin, "assignments", (teacher, school_class, "role"))

    assert class_links() == [("DURAND", "CM2 A", True)]
    assert [has_role for _, has_role in board(as_admin, "assignments").summaries[0].people] == [True]
    assert sentences() == [("accounts.set_pp", "CM2 A", "DURAND Paul")]


def test_several_professeurs_principaux_of_one_class(as_admin, teacher, school_class):
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=True)
    other = AccountFactory(profile=Profile.ENS, last_name="ROY")
    TeachingAssignmentFactory(teacher=other, school_class=school_class)

    send(as_admin, "assignments", (other, school_class, "role"))

    assert class_links() == [("DURAND", "CM2 A", True), ("ROY", "CM2 A", True)]


def test_professeur_principal_no_longer(as_admin, teacher, school_class):
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=True)

    send(as_admin, "assignments", (teacher, school_class, "plain"))

    assert class_links() == [("DURAND", "CM2 A", False)]


def test_a_whole_column_is_one_gesture_and_one_line_of_the_journal(as_admin, school_class):
    teachers = AccountFactory.create_batch(7, profile=Profile.ENS)

    send(as_admin, "assignments", *[(teacher, school_class, "on") for teacher in teachers])

    assert TeachingAssignment.objects.count() == 7
    (line,) = JournalEntry.objects.all()
    names = ", ".join(teacher.full_name for teacher in teachers[:5])
    assert line.details["people"] == f"{names} et 2 autres"
    assert line.details["ids"] == [teacher.pk for teacher in teachers]


def test_gesture_mixing_what_is_given_and_taken_writes_both(as_admin, teacher, school_class):
    other = SchoolClassFactory(name="CM2 B")
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class)

    send(as_admin, "assignments", (teacher, school_class, "off"), (teacher, other, "role"))

    assert class_links() == [("DURAND", "CM2 B", True)]
    assert [code for code, _, _ in sentences()] == ["accounts.unassign", "accounts.assign", "accounts.set_pp"]


# --- Teachers and groups ----------------------------------------------------------------------------------------------


def test_teachers_too_many_for_a_screen_are_shown_some_letters_at_a_time(as_admin, school_class):
    names = ["ABBES", *[f"BARRE {rank}" for rank in range(120)], *[f"DUPUIS {rank}" for rank in range(90)], "ZOLA"]
    people = [AccountFactory(profile=Profile.ENS, last_name=name) for name in names]
    TeachingAssignmentFactory(teacher=people[-1], school_class=school_class)

    shown = board(as_admin, "assignments")
    last = board(as_admin, "assignments", noms="dz")

    [choice] = shown.choices
    labels = [option.label for option in choice.groups[0].options]
    assert labels == ["Tous les professeurs", "Noms de A à B", "Noms de D à Z"]
    assert (len(shown.rows), len(last.rows)) == (121, 91)
    assert len(board(as_admin, "assignments", noms="tous").rows) == 212
    # The second table names everybody, wherever the first one is.
    assert [len(summary.people) for summary in shown.summaries] == [1]
    assert show(as_admin, "assignments", noms="xy").status_code == 404


def test_teacher_is_given_a_group(as_admin, teacher):
    group = GroupFactory(name="6e ALL1")

    answer = send(as_admin, "teacher_groups", (teacher, group, "on"))

    assert [(link.teacher, link.group, link.is_by_hand) for link in GroupTeaching.objects.all()] == [
        (teacher, group, True)
    ]
    assert "DURAND Paul" in answer.json()["summaries"][0]
    assert sentences() == [("accounts.assign_group", "6e ALL1", "DURAND Paul")]


def test_documentalist_with_a_group_of_his_own_needs_none_from_the_administrator(as_admin):
    GroupTeachingFactory(teacher=AccountFactory(profile=Profile.DOC), group=GroupFactory(kind="besoin", reference=""))
    GroupFactory()

    assert board(as_admin, "teacher_groups").rows == []


def test_groups_that_teachers_make_for_themselves_are_not_the_administrators(as_admin, teacher):
    own = GroupFactory(kind="besoin", reference="")
    GroupFactory(name="6e ALL1")

    assert [column.line.label for column in board(as_admin, "teacher_groups").columns] == ["6e ALL1"]
    assert send(as_admin, "teacher_groups", (teacher, own, "on")).status_code == 404


# --- Teachers and matières --------------------------------------------------------------------------------------------


def test_teacher_is_given_a_matiere_then_coordinates_it(as_admin, teacher):
    matiere = MatiereFactory(reference="SVT", label="Sciences de la vie et de la Terre")

    send(as_admin, "teacher_matieres", (teacher, matiere, "on"))
    answer = send(as_admin, "teacher_matieres", (teacher, matiere, "role"))

    link = MatiereTeaching.objects.get()
    assert (link.teacher, link.matiere, link.is_coordonnateur) == (teacher, matiere, True)
    assert "coordonnateur" in answer.json()["summaries"][0]
    assert [code for code, _, _ in sentences()] == ["accounts.assign_matiere", "accounts.set_coordonnateur"]
    assert {what for _, what, _ in sentences()} == {"Sciences de la vie et de la Terre"}


def test_everybody_who_teaches_may_have_a_matiere_documentalists_too(as_admin):
    AccountFactory(profile=Profile.DOC, last_name="LIVRE")
    MatiereFactory(reference="DOC")

    shown = board(as_admin, "teacher_matieres")

    assert [row.line.label for row in shown.rows] == ["LIVRE Camille"]
    assert [column.line.label for column in shown.columns] == ["DOC"]


# --- Pupils and classes -----------------------------------------------------------------------------------------------


def test_pupil_is_moved_from_a_class_to_another(as_admin, pupil, school_class):
    Account.objects.filter(pk=pupil.pk).update(school_class=school_class)
    other = SchoolClassFactory(name="CM2 B")

    answer = send(as_admin, "pupil_classes", (pupil, other, "on"))

    pupil.refresh_from_db()
    assert pupil.school_class == other
    assert answer.json()["counts"] == {str(other.pk): 1}
    assert sentences() == [("accounts.place", "CM2 B", "MARTIN Zoé")]


def test_pupil_is_taken_out_of_the_class(as_admin, pupil, school_class):
    Account.objects.filter(pk=pupil.pk).update(school_class=school_class)

    send(as_admin, "pupil_classes", (pupil, None, "on"))

    pupil.refresh_from_db()
    assert pupil.school_class is None
    assert [code for code, _, _ in sentences()] == ["accounts.unplace"]


def test_pupil_put_where_he_is_writes_nothing(as_admin, pupil, school_class):
    Account.objects.filter(pk=pupil.pk).update(school_class=school_class)

    send(as_admin, "pupil_classes", (pupil, school_class, "on"))

    assert sentences() == []


def test_pupils_and_classes_shows_first_those_who_wait_for_a_class(as_admin, pupil, school_class):
    AccountFactory(school_class=school_class, last_name="CASÉ")

    shown = board(as_admin, "pupil_classes")

    assert [row.line.label for row in shown.rows] == ["MARTIN Zoé"]
    assert [(column.line.label, column.count) for column in shown.columns] == [("Sans classe", 1), ("CM2 A", 1)]
    assert shown.rows[0].ticks == [True, False]


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ("tous", ["CASÉ", "CEPE", "MARTIN"]),
        ("sans", ["MARTIN"]),
        ("class", ["CASÉ"]),
        ("niveau", ["CEPE"]),
    ],
)
def test_pupils_are_chosen_by_class_or_by_level(as_admin, pupil, school_class, wish, names):
    cp = SchoolClassFactory(niveau="CP")
    AccountFactory(school_class=school_class, last_name="CASÉ")
    AccountFactory(school_class=cp, last_name="CEPE")
    wishes = {"class": f"c{school_class.pk}", "niveau": f"n{cp.niveau_id}"}

    shown = board(as_admin, "pupil_classes", eleves=wishes.get(wish, wish))

    assert [row.line.label.split()[0] for row in shown.rows] == names


def test_classes_are_chosen_by_level_and_the_class_not_shown_is_still_known(as_admin, school_class):
    cp = SchoolClassFactory(niveau="CP", name="CP A")
    AccountFactory(school_class=school_class)

    shown = board(as_admin, "pupil_classes", eleves="tous", niveau=cp.niveau_id)

    assert [column.line.label for column in shown.columns] == ["Sans classe", "CP A"]
    assert (shown.rows[0].ticks, shown.rows[0].held) == ([False, False], school_class.pk)


@pytest.mark.parametrize("query", [{"eleves": "c999"}, {"eleves": "n1"}, {"eleves": "x"}, {"niveau": "abc"}])
def test_choice_that_the_school_does_not_have_is_not_found(as_admin, pupil, school_class, query):
    assert show(as_admin, "pupil_classes", **query).status_code == 404


# --- Pupils and groups ------------------------------------------------------------------------------------------------


def test_pupils_of_several_classes_join_a_group(as_admin, school_class):
    group = GroupFactory(name="6e ALL1")
    pupils = [AccountFactory(school_class=school_class), AccountFactory(school_class=SchoolClassFactory())]

    answer = send(as_admin, "pupil_groups", *[(pupil, group, "on") for pupil in pupils])

    assert {link.pupil for link in GroupMembership.objects.all()} == set(pupils)
    assert answer.json() == {"counts": {str(group.pk): 2}}


def test_pupil_leaves_a_group(as_admin, pupil):
    link = GroupMembershipFactory(pupil=pupil)

    send(as_admin, "pupil_groups", (pupil, link.group, "off"))

    assert GroupMembership.objects.count() == 0


# --- What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"cells": []},
        {"cells": [[1, 2]]},
        {"cells": [[1, 2, "peut-être"]]},
        {"cells": [["1", 2, "on"]]},
        {"cells": [[True, 2, "on"]]},
        {"cells": [[-1, 2, "on"]]},
        {"cells": [[10**30, 2, "on"]]},
        {"cells": [[1, 2, "on"], [1, 2, "off"]]},
        {"cells": [[row, 1, "on"] for row in range(20_001)]},
    ],
)
def test_cells_that_make_no_sense_are_refused_in_words(as_admin, body):
    answer = post(as_admin, "assignments", body)

    assert answer.status_code == 400
    assert "la page" in answer.json()["error"] or "moins de lignes" in answer.json()["error"]


def test_body_that_is_no_json_is_refused_in_words(as_admin):
    answer = as_admin.post(reverse("accounts:save_assignments"), b"\xff{", "application/json")

    assert answer.status_code == 400


def test_assign_somebody_who_left_is_not_found(as_admin, school_class):
    left = AccountFactory(profile=Profile.ENS, left_on=today())

    assert send(as_admin, "assignments", (left, school_class, "on")).status_code == 404


def test_one_unknown_box_refuses_the_whole_gesture(as_admin, teacher, school_class, other_school):
    with school_scope(other_school):
        stranger = SchoolClassFactory()

    answer = send(as_admin, "assignments", (teacher, school_class, "on"), (teacher, stranger, "on"))

    assert answer.status_code == 404
    assert class_links() == []


def test_nobody_joins_the_column_of_those_who_have_none_where_there_is_none(as_admin, pupil):
    GroupFactory()

    assert send(as_admin, "pupil_groups", (pupil, None, "on")).status_code == 404


def test_assign_with_a_closed_session_says_so_in_words(client, teacher, school_class):
    answer = send(client, "assignments", (teacher, school_class, "on"))

    assert answer.status_code == 401
    assert answer.json()["error"] == "Votre session est fermée : reconnectez-vous."


def test_click_on_the_page_of_somebody_else_is_refused(as_admin, teacher, school_class):
    address = reverse("accounts:save_assignments")
    body = json.dumps({"cells": [[teacher.pk, school_class.pk, "on"]]})

    answer = as_admin.post(address, body, "application/json", headers={"X-Account": str(teacher.pk)})

    assert answer.status_code == 409
    assert class_links() == []


def test_services_write_without_an_actor(teacher, pupil, school_class):
    set_links(actor=None, kind=TEACHER_CLASSES, cells={(teacher, school_class): Tick.ROLE})
    place_pupils(actor=None, classes={pupil: school_class})
    set_links(actor=None, kind=PUPIL_GROUPS, cells={(pupil, GroupFactory()): Tick.ON})

    assert class_links() == [("DURAND", "CM2 A", True)]
    assert {line.actor_label for line in JournalEntry.objects.all()} == {"commande du serveur"}


# --- Long lists -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("grid", list(grids), ids=lambda grid: grid.code)
def test_grid_takes_as_many_queries_however_many(grid, client_as, school, django_assert_num_queries, rows_of):
    reader, query = rows_of(grid.code, 2)
    as_admin = client_as(reader)
    address = reverse(f"accounts:{grid.code}")
    as_admin.get(address, query)
    with django_assert_num_queries(9, exact=False) as few:
        before = len(as_admin.get(address, query).context["board"].rows)
    rows_of(grid.code, 30)

    with django_assert_num_queries(len(few)):
        assert len(as_admin.get(address, query).context["board"].rows) == before + 30


@pytest.fixture
def rows_of(admin, teacher):
    """rows_of(code, 30): thirty rows more in a grid, and as many columns; who reads it, with which choice."""

    def pupil_and_besoin():
        school_class = TeachingAssignmentFactory(teacher=teacher).school_class
        group = GroupFactory(kind="besoin", reference="")
        GroupTeachingFactory(teacher=teacher, group=group, is_owner=True)
        GroupMembershipFactory(pupil=AccountFactory(school_class=school_class), group=group)

    makers = {
        "assignments": (TeachingAssignmentFactory, {}),
        "teacher_groups": (GroupTeachingFactory, {}),
        "teacher_matieres": (MatiereTeachingFactory, {}),
        "pupil_classes": (lambda: AccountFactory(school_class=SchoolClassFactory()), {"eleves": "tous"}),
        "pupil_groups": (GroupMembershipFactory, {"eleves": "tous"}),
        "besoin_pupils": (pupil_and_besoin, {"eleves": "tous"}),
    }

    def make(code, number):
        maker, query = makers[code]
        for _ in range(number):
            maker()
        return teacher if code == "besoin_pupils" else admin, query

    return make


def test_grid_filtered_to_nothing_says_so_and_draws_no_table(as_admin, school_class):
    pupil = AccountFactory(school_class=school_class)
    empty = SchoolClassFactory(name="CM2 VIDE")
    page = show(as_admin, "pupil_classes", eleves=f"c{empty.pk}")
    assert "Personne dans ce choix : choisissez d'autres élèves dans la liste ci-dessus." in words(page)
    assert (b'id="grid"' in page.content, pupil.last_name.encode() in page.content) == (False, False)
