"""The engine serves a grid that is not of the socle: five open states, a typed column, pupils in rows."""

import datetime

import pytest
import time_machine

from accounts.models import JournalEntry
from grids.presence import PAGES_OF_ONE_ACCOUNT  # noqa: F401 (the engine is imported without the socle)
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from tests.factories import AccountFactory
from tests.fourth.models import LONGEST, REMARK, Mark, MarkChange
from tests.html import words

GRID = "/observer/grille/?tout=1"


def stored():
    return list(Mark.objects.order_by("pupil__last_name", "criterion").values_list("criterion", "state"))


def test_grid_draws_pupils_in_rows_with_five_signs_and_a_column_of_texts(place, client_as, save):
    rose, tom, _ = place.pupils
    save(place.teacher, [rose.pk, 1, "", "A"], [tom.pk, 3, "", "E"], [tom.pk, REMARK, "", "Parle <fort>."])

    page = client_as(place.teacher).get(GRID).text

    assert page.count("<tr data-i=") == 3
    assert page.count("data-p=") == 4
    assert 'data-v="A" data-c="a" data-s="A" data-k="0"' in page
    assert 'data-v="E" data-c="e" data-s="E"' in page
    assert 'data-v="Parle &lt;fort&gt;." data-t data-k="0">Parle &lt;fort&gt;.' in page
    assert "Vie de la classe" in words(client_as(place.teacher).get(GRID))


def test_grid_takes_as_many_queries_for_one_pupil_as_for_thirty(place, client_as, django_assert_max_num_queries):
    for number in range(27):
        AccountFactory(last_name=f"NOM{number:02d}", school_class=place.school_class)
    client = client_as(place.teacher)
    client.get(GRID)
    with django_assert_max_num_queries(10):
        client.get(GRID)


def test_save_writes_states_and_texts_with_their_history_and_a_line_of_journal(place, save):
    rose = place.pupils[0].pk

    answer = save(place.teacher, [rose, 1, "", "C"], [rose, REMARK, "", "Très à l'écoute."]).json()

    assert answer["message"] == "Observations enregistrées : 2 cases."
    assert stored() == [(1, "C"), (REMARK, "Très à l'écoute.")]
    lines = MarkChange.objects.order_by("criterion").values_list("criterion", "before", "after", "gesture")
    assert list(lines) == [(1, "", "C", "cell"), (REMARK, "", "Très à l'écoute.", "cell")]
    assert JournalEntry.objects.get(code="fourth.save").details["count"] == 2


def test_save_goes_from_any_state_to_any_other_and_none_is_final(place, save):
    rose = place.pupils[0].pk
    before = ""
    for after in ("A", "B", "C", "D", "E", "A", ""):
        answer = save(place.teacher, [rose, 2, before, after])
        assert (answer.json()["saved"], answer.json()["conflicts"]) == (1, [])
        before = after
    assert stored() == []


@pytest.mark.parametrize(
    "cell",
    [
        [1, "", "F"],
        [1, "", 1],
        [1, "", None],
        [1, "", "texte libre"],
        [REMARK, "", "x" * (LONGEST + 1)],
        [REMARK, "", "deux\nlignes"],
        [REMARK, "", "nul\x00"],
        [REMARK, "", "\ud800"],
        [REMARK, "", " espace"],
        [REMARK, "", ["A"]],
    ],
)
def test_value_that_no_page_sends_is_refused_and_nothing_is_written(place, save, cell):
    rose = place.pupils[0].pk

    answer = save(place.teacher, [rose, 3, "", "A"], [rose, *cell])

    assert answer.status_code == 400
    assert "incohérentes : rien n'a été enregistré" in answer.json()["error"]
    assert stored() == []


def test_unknown_criterion_and_pupil_of_another_school_are_refused(place, other_school, save):
    assert save(place.teacher, [place.pupils[0].pk, 99, "", "A"]).json()["error"].startswith("Critère inconnu")
    with school_scope(other_school):
        stranger = AccountFactory().pk
    assert save(place.teacher, [stranger, 1, "", "A"]).status_code == 404
    assert stored() == []


def test_gesture_of_another_subject_is_refused(place, save):
    assert save(place.teacher, [place.pupils[0].pk, 1, "", "A"], gesture="item_arrow").status_code == 400
    assert save(place.teacher, [place.pupils[0].pk, 1, "", "A"], gesture="criterion_arrow").status_code == 200


def test_cell_changed_meanwhile_is_a_conflict_for_a_state_and_for_a_text(place, save):
    rose = place.pupils[0].pk
    save(place.colleague, [rose, 1, "", "B"], [rose, REMARK, "", "La sienne."])

    answer = save(place.teacher, [rose, 1, "", "E"], [rose, REMARK, "", "La mienne."], [rose, 2, "", "A"]).json()

    assert answer["saved"] == 1
    assert {(each["row"], each["stored"], each["author"]) for each in answer["conflicts"]} == {
        (1, "B", "PETIT A."),
        (REMARK, "La sienne.", "PETIT A."),
    }


def test_open_page_hears_what_a_colleague_saved(place, client_as, save):
    asked = {"cadre": 1, "classe": place.school_class.pk, "depuis": 0, "page": "a" * 32}
    save(place.colleague, [place.pupils[0].pk, REMARK, "", "Bravo."])

    answer = client_as(place.teacher).post("/observer/presence/", asked).json()

    [change] = answer["changes"]
    assert change[:3] == [place.pupils[0].pk, REMARK, "Bravo."]
    assert client_as(place.colleague).post("/observer/presence/", asked | {"page": "b" * 32}).json()["others"]


def test_undo_of_one_gesture_gives_back_the_former_values_and_leaves_what_changed_since(place, client_as, save):
    rose, tom, eloi = (pupil.pk for pupil in place.pupils)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2), tick=False):
        save(place.colleague, [rose, 1, "", "B"], [rose, REMARK, "", "D'abord."])
    save(place.teacher, [rose, 1, "B", "A"], [tom, 1, "", "A"], [eloi, 1, "", "A"], gesture="criterion_arrow")
    batch = MarkChange.objects.latest("pk").batch
    save(place.colleague, [eloi, 1, "A", "E"])
    client = client_as(place.teacher)
    preview = words(client.get(f"/observer/enregistrements/{batch}/", {"geste": "criterion_arrow-1"}))
    assert "Flèche d'un critère" in words(client.get("/observer/enregistrements/"))
    assert "BAILLY Rose Écoute toujours" in preview
    assert "changé depuis par PETIT A." in preview

    client.post(f"/observer/enregistrements/{batch}/", {"geste": "criterion_arrow-1"})

    assert stored() == [(1, "B"), (REMARK, "D'abord."), (1, "E")]
    back = Mark.objects.get(pupil=rose, criterion=1)
    assert (back.author_label, back.decided_on < today()) == ("PETIT A.", True)


def test_history_of_a_cell_says_states_and_texts(place, client_as, save):
    rose = place.pupils[0].pk
    save(place.teacher, [rose, REMARK, "", "Un."])
    save(place.colleague, [rose, REMARK, "Un.", "Deux."], gesture="paste")

    told = words(client_as(place.teacher).get("/observer/histoire/", {"eleve": rose, "ligne": REMARK}))

    assert "« Un. » → puis « Deux. »" in told
    assert "pas observé → puis « Un. »" in told


def test_grid_of_a_day_shows_the_values_of_then(place, client_as, save):
    rose = place.pupils[0].pk
    start = datetime.datetime.now(datetime.UTC)
    with time_machine.travel(start - datetime.timedelta(days=3), tick=False):
        save(place.teacher, [rose, 1, "", "D"], [rose, REMARK, "", "Avant."])
    save(place.teacher, [rose, 1, "D", "A"], [rose, REMARK, "Avant.", "Après."])
    day = (start - datetime.timedelta(days=1)).date()

    page = client_as(place.teacher).get("/observer/grille/au/", {"tout": 1, "au": day.isoformat()}).text

    assert 'data-v="D" data-c="d" data-s="D" class="has-changed"' in page
    assert "Avant." in page
    assert "Après." not in page


def test_save_that_is_somebody_elses_is_found_by_the_director_alone(place, director, client_as, save):
    save(place.colleague, [place.pupils[0].pk, 1, "", "A"])
    address = f"/observer/enregistrements/{MarkChange.objects.get().batch}/"

    assert client_as(place.teacher).get(address).status_code == 404
    assert client_as(director).get(address).status_code == 200
