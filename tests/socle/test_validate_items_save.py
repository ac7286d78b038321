"""Saving a grid: only what changed, never over a colleague, refused whole when forged (S144–S149, S154)."""

import datetime
import json
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account, JournalEntry
from grids.forms import MAX_CELLS
from grids.services import CellChange, save_cells
from sacoche.kit import clock
from sacoche.kit.tenancy import school_scope
from sacoche.kit.watching.figures import exposition
from socle.models import Item, ItemChange, ItemValidation, SchoolPalier
from socle.subjects import ITEMS
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory

BLUE, GREEN, RED = 2, 1, 0
NOON = datetime.datetime(2026, 6, 15, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def mid_june():
    with time_machine.travel(NOON, tick=False):
        yield


def decide(pupil, item, state, *, on=datetime.date(2026, 3, 1), by="DUVAL M."):
    return ItemValidation.objects.create(pupil=pupil, item=item, state=state, decided_on=on, author_label=by)


def stored():
    rows = ItemValidation.objects.order_by("pupil__sort_key", "item_id")
    return list(rows.values_list("pupil_id", "item_id", "state", "decided_on", "author_label"))


def history():
    return list(ItemChange.objects.order_by("pk").values_list("pupil_id", "item_id", "before", "after", "gesture"))


def counted(outcome):
    """How many cells this process has saved, or refused for a conflict, as Prometheus reads it."""
    found = re.search(rf'^sacoche_saves_total{{outcome="{outcome}"}} ([\d.]+)$', exposition().decode(), re.MULTILINE)
    return float(found[1]) if found else 0


def test_saves_and_conflicts_are_counted(cm2, save):
    rose, item, other = cm2.pupils[0].pk, cm2.items[0].pk, cm2.items[1].pk
    saved, conflicts = counted("saved"), counted("conflict")

    save(cm2.teacher, [rose, item, BLUE, GREEN], [rose, other, BLUE, RED])
    # Shown blue, and green since.
    save(cm2.teacher, [rose, item, BLUE, RED])

    assert (counted("saved"), counted("conflict")) == (saved + 2, conflicts + 1)


def test_save_writes_new_decisions_dated_today_and_signed(cm2, save):
    rose, item, other = cm2.pupils[0].pk, cm2.items[0].pk, cm2.items[1].pk

    answer = save(cm2.teacher, [rose, item, BLUE, GREEN], [rose, other, BLUE, RED])

    today = datetime.date(2026, 6, 15)
    assert stored() == [(rose, item, 1, today, "DURAND P."), (rose, other, 0, today, "DURAND P.")]
    assert answer.json() == {
        "message": "Validations enregistrées : 2 cases.",
        "saved": 2,
        "date": "2026-06-15",
        "author": "DURAND P.",
        "already": [],
        "conflicts": [],
    }


def test_save_turns_and_takes_away_decisions(cm2, save):
    rose, item, other = cm2.pupils[0], cm2.items[0], cm2.items[1]
    decide(rose, item, RED)
    decide(rose, other, GREEN)

    save(cm2.teacher, [rose.pk, item.pk, RED, GREEN], [rose.pk, other.pk, GREEN, BLUE])

    assert stored() == [(rose.pk, item.pk, 1, datetime.date(2026, 6, 15), "DURAND P.")]


def test_save_leaves_date_and_author_of_the_other_cells(cm2, save):
    rose, item, other = cm2.pupils[0], cm2.items[0], cm2.items[1]
    decide(rose, other, GREEN)

    save(cm2.teacher, [rose.pk, item.pk, BLUE, GREEN])

    assert stored()[1] == (rose.pk, other.pk, 1, datetime.date(2026, 3, 1), "DUVAL M.")


@pytest.mark.parametrize(
    ("last_name", "first_name", "label"),
    [
        ("LEROY", "Éloi", "LEROY É."),
        ("DE LA TOUR DU PIN CHAMBLY DE LA CHARCE", "Ana", "DE LA TOUR DU PIN CHAMBLY"),
        ("ŒUVRARD", "Œdipe", "ŒUVRARD Œ."),
    ],
)
def test_save_signs_with_the_first_letter_in_25_characters(cm2, save, last_name, first_name, label):
    director = AccountFactory(profile=Profile.DIR, last_name=last_name, first_name=first_name)

    save(director, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])

    assert ItemValidation.objects.get().author_label == label


def test_save_leaves_one_line_of_history_per_changed_cell(cm2, save):
    rose, item, other = cm2.pupils[0], cm2.items[0], cm2.items[1]
    decide(rose, item, RED)

    save(cm2.teacher, [rose.pk, item.pk, RED, BLUE], [rose.pk, other.pk, BLUE, GREEN], gesture="pupil_arrow")

    assert sorted(history()) == [
        (rose.pk, item.pk, 0, 2, "pupil_arrow"),
        (rose.pk, other.pk, 2, 1, "pupil_arrow"),
    ]
    undone = ItemChange.objects.get(item=item)
    assert (undone.before_on, undone.before_label) == (datetime.date(2026, 3, 1), "DUVAL M.")
    assert (undone.actor, undone.actor_label, undone.at) == (cm2.teacher, "DURAND P.", NOON)
    assert ItemChange.objects.values("batch").distinct().count() == 1


def test_save_keeps_the_gesture_of_each_cell(cm2, client_as):
    rose = cm2.pupils[0].pk
    gestures = [
        {"gesture": "domaine_arrow", "cells": [[rose, cm2.items[0].pk, BLUE, GREEN]]},
        {"gesture": "cell", "cells": [[rose, cm2.items[1].pk, BLUE, RED]]},
    ]

    client_as(cm2.teacher).post(reverse("socle:save_items"), {"gestures": gestures}, content_type="application/json")

    assert {line[1]: line[4] for line in history()} == {cm2.items[0].pk: "domaine_arrow", cm2.items[1].pk: "cell"}


def test_save_leaves_one_line_in_the_journal(cm2, save):
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])

    entry = JournalEntry.objects.get(code="socle.save_items")
    assert (entry.actor, entry.details["count"]) == (cm2.teacher, 1)


def test_save_does_not_overwrite_a_cell_that_a_colleague_changed(cm2, save):
    rose, eloi = cm2.pupils[0], cm2.pupils[1]
    item = cm2.items[0]
    decide(rose, item, RED)

    answer = save(cm2.teacher, [rose.pk, item.pk, BLUE, GREEN], [eloi.pk, item.pk, BLUE, GREEN]).json()

    assert [(row[0], row[2]) for row in stored()] == [(rose.pk, 0), (eloi.pk, 1)]
    assert answer["saved"] == 1
    assert answer["conflicts"] == [
        {
            "pupil": rose.pk,
            "row": item.pk,
            "wanted": 1,
            "stored": 0,
            "at": None,
            "date": "2026-03-01",
            "author": "DUVAL M.",
            "final": False,
        }
    ]


def test_save_names_who_took_a_decision_away(cm2, save, director):
    rose, item = cm2.pupils[0], cm2.items[0]
    decide(rose, item, GREEN)
    save(director, [rose.pk, item.pk, GREEN, BLUE])

    answer = save(cm2.teacher, [rose.pk, item.pk, GREEN, RED]).json()

    assert stored() == []
    assert answer["message"] == "Rien n'a été enregistré."
    assert [(c["stored"], c["author"], c["at"]) for c in answer["conflicts"]] == [(2, "LEROY É.", NOON.isoformat())]


def test_save_sent_twice_changes_nothing_the_second_time(cm2, save):
    cell = [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN]
    save(cm2.teacher, cell)

    answer = save(cm2.teacher, cell)

    assert (answer.status_code, answer.json()["message"]) == (200, "Aucun changement à enregistrer.")
    assert len(history()) == 1


def test_save_of_the_state_a_colleague_already_gave_keeps_his_signature(cm2, save):
    decide(cm2.pupils[0], cm2.items[0], GREEN)

    answer = save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN]).json()

    assert (answer["message"], answer["conflicts"]) == ("Aucun changement à enregistrer.", [])
    [_, _, _, decided_on, author] = stored()[0]
    assert author == "DUVAL M."
    assert [(each["date"], each["author"]) for each in answer["already"]] == [(decided_on.isoformat(), "DUVAL M.")]


# --- Refused whole ----------------------------------------------------------------------------------------------------


def assert_refused(answer, status, sentence):
    assert (answer.status_code, answer.json()["error"]) == (status, sentence)
    assert (stored(), history(), JournalEntry.objects.filter(code="socle.save_items").count()) == ([], [], 0)


INCOHERENT = "Les cases reçues sont incohérentes : rien n'a été enregistré. Rechargez la page."


def test_save_refuses_a_pupil_of_a_class_that_is_not_his(cm2, save):
    stranger = AccountFactory(last_name="BRUN", first_name="Lou", school_class=SchoolClassFactory(niveau="CM1"))
    sound = [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN]

    answer = save(cm2.teacher, sound, [stranger.pk, cm2.items[0].pk, BLUE, GREEN])

    assert_refused(answer, 403, "Un élève n'est pas dans vos classes ni dans vos groupes. Rien n'a été enregistré.")


def test_forged_numbers_do_not_make_a_list_of_the_pupils_of_the_school(cm2, save):
    """A teacher sends the numbers of pupils whom he has never had: here, or gone from here."""
    elsewhere = SchoolClassFactory(niveau="CM1")
    here = AccountFactory(last_name="BRUN", first_name="Lou", school_class=elsewhere)
    gone = AccountFactory(last_name="LEROY", school_class=elsewhere, left_on=datetime.date(2026, 6, 15))

    answers = [save(cm2.teacher, [pupil.pk, cm2.items[0].pk, BLUE, GREEN]) for pupil in (here, gone)]

    assert [answer.status_code for answer in answers] == [403, 400]
    for answer in answers:
        assert [name for name in ("BRUN", "Lou", "LEROY") if name in answer.text] == []


def test_save_accepts_any_class_from_the_director(cm2, save, director):
    stranger = AccountFactory(school_class=SchoolClassFactory(niveau="CM1"))

    assert save(director, [stranger.pk, cm2.items[0].pk, BLUE, GREEN]).json()["saved"] == 1


def test_save_refuses_a_pupil_of_another_school(cm2, save, other_school):
    with school_scope(other_school):
        foreign = AccountFactory()

    answer = save(cm2.teacher, [foreign.pk, cm2.items[0].pk, BLUE, GREEN])

    assert_refused(answer, 404, "Élève inconnu : rien n'a été enregistré.")


def test_save_refuses_an_account_that_is_no_pupil(cm2, save, director):
    answer = save(cm2.teacher, [director.pk, cm2.items[0].pk, BLUE, GREEN])

    assert_refused(answer, 404, "Élève inconnu : rien n'a été enregistré.")


def test_save_names_pupils_who_left(cm2, save):
    Account.objects.filter(pk=cm2.pupils[1].pk).update(left_on=datetime.date(2026, 6, 15))

    answer = save(cm2.teacher, [cm2.pupils[1].pk, cm2.items[0].pk, BLUE, GREEN])

    assert_refused(answer, 400, "Ne fait plus partie de l'école : MÉNARD Éloi. Rien n'a été enregistré.")


def test_save_refuses_an_unknown_item(cm2, save):
    answer = save(cm2.teacher, [cm2.pupils[0].pk, 9999, BLUE, GREEN])

    assert_refused(answer, 400, "Item du socle inconnu : rien n'a été enregistré.")


def test_save_refuses_an_item_of_an_inactive_palier(cm2, save):
    item = Item.objects.filter(domaine__pilier__palier=3).first()

    answer = save(cm2.teacher, [cm2.pupils[0].pk, item.pk, BLUE, GREEN])

    sentence = "Ce palier n'est plus activé dans l'établissement : rien n'a été enregistré. Voyez votre administrateur."
    assert_refused(answer, 400, sentence)


def test_save_refuses_everything_once_the_palier_is_deactivated(cm2, save):
    SchoolPalier.objects.all().delete()

    assert save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN]).status_code == 400


def test_save_refuses_one_cell_with_two_states(cm2, save):
    pupil, item = cm2.pupils[0].pk, cm2.items[0].pk

    assert_refused(save(cm2.teacher, [pupil, item, BLUE, GREEN], [pupil, item, BLUE, RED]), 400, INCOHERENT)


@pytest.mark.parametrize("state", [7, -1, 3, 1.0, True, "1", None, [], {}])
@pytest.mark.parametrize("place", [2, 3])
def test_save_refuses_what_is_no_state(cm2, save, state, place):
    cell = [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN]
    cell[place] = state

    assert_refused(save(cm2.teacher, cell), 400, INCOHERENT)


@pytest.mark.parametrize("number", [0, -5, 2**63, 10**400, "12", None, 1.5, True])
@pytest.mark.parametrize("place", [0, 1])
def test_save_refuses_what_is_no_id(cm2, save, number, place):
    cell = [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN]
    cell[place] = number

    assert_refused(save(cm2.teacher, cell), 400, INCOHERENT)


@pytest.mark.parametrize("item", [2**31, 2**63 - 1])
def test_save_refuses_an_id_beyond_the_column(cm2, save, item):
    answer = save(cm2.teacher, [cm2.pupils[0].pk, item, BLUE, GREEN])

    assert_refused(answer, 400, "Item du socle inconnu : rien n'a été enregistré.")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"x"',
        b"{}",
        b'{"gestures": 3}',
        b'{"gestures": []}',
        b'{"gestures": [[]]}',
        b'{"gestures": [{"gesture": "cell", "cells": []}]}',
        b'{"gestures": [{"gesture": "cell", "cells": [[1, 2, 0]]}]}',
        b'{"gestures": [{"gesture": "cell", "cells": [[1, 2, 0, 1, 1]]}]}',
        b'{"gestures": [{"gesture": "import", "cells": [[1, 2, 0, 1]]}]}',
        b'{"gestures": [{"gesture": ["cell"], "cells": [[1, 2, 0, 1]]}]}',
        b"[" * 100_000,
    ],
)
def test_save_refuses_what_is_no_save(cm2, client_as, body):
    answer = client_as(cm2.teacher).post(reverse("socle:save_items"), body, content_type="application/json")

    assert_refused(answer, 400, INCOHERENT)


def test_save_of_the_original_which_sends_every_cell_and_no_displayed_state_is_refused(cm2, client_as):
    rose, item = cm2.pupils[0], cm2.items[0]
    body = {"f_valid": f"S{item.domaine_id}U{rose.pk}E{item.pk}V1"}

    as_form = client_as(cm2.teacher).post(reverse("socle:save_items"), body)
    as_data = client_as(cm2.teacher).post(reverse("socle:save_items"), body, content_type="application/json")

    assert_refused(as_form, 400, INCOHERENT)
    assert_refused(as_data, 400, INCOHERENT)


def test_save_refuses_more_cells_than_any_grid_has(cm2, save):
    cells = [[pupil, item, BLUE, GREEN] for pupil in range(1, 202) for item in range(1, 101)]
    assert len(cells) > MAX_CELLS

    answer = save(cm2.teacher, *cells)

    assert_refused(
        answer, 400, "Plus de 20\u202f000 cases à la fois : affichez moins d'élèves. Rien n'a été enregistré."
    )


@pytest.mark.parametrize("is_sound", [True, False])
def test_save_refuses_a_hundred_thousand_cells_whole(cm2, save, is_sound):
    sound = [[pupil.pk, item.pk, BLUE, GREEN] for pupil in cm2.pupils for item in cm2.items]
    invented = [[pupil, item, BLUE, GREEN] for pupil in range(1, 1001) for item in range(1, 101)]

    answer = save(cm2.teacher, *(sound * 1150 if is_sound else invented))

    assert_refused(
        answer, 400, "Plus de 20\u202f000 cases à la fois : affichez moins d'élèves. Rien n'a été enregistré."
    )


def test_save_refuses_a_sound_cell_beside_a_forged_one(cm2, save, other_school):
    with school_scope(other_school):
        foreign = AccountFactory()
    inactive = Item.objects.filter(domaine__pilier__palier=3).first()
    rose, item = cm2.pupils[0].pk, cm2.items[0].pk
    sound = [rose, cm2.items[1].pk, BLUE, GREEN]

    for forged, status in (
        ([foreign.pk, item, BLUE, GREEN], 404),
        ([rose, inactive.pk, BLUE, GREEN], 400),
        ([rose, item, BLUE, 7], 400),
        ([rose, cm2.items[1].pk, BLUE, RED], 400),
    ):
        answer = save(cm2.teacher, sound, forged)
        assert_refused(answer, status, answer.json()["error"])


def test_save_of_a_page_drawn_for_somebody_else_names_who_is_signed_in(cm2, client_as, director):
    answer = client_as(cm2.teacher).post(
        reverse("socle:save_items"),
        {"gestures": [{"gesture": "cell", "cells": [[cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN]]}]},
        content_type="application/json",
        headers={"accept": "application/json", "x-account": str(director.pk)},
    )

    assert_refused(answer, 409, "C'est maintenant Paul DURAND qui est connecté dans ce navigateur.")


def test_save_refuses_a_body_beyond_the_limit_in_words(cm2, client_as, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = client_as(cm2.teacher).post(
        reverse("socle:save_items"), json.dumps({"gestures": "x" * 2000}), content_type="application/json"
    )

    assert_refused(answer, 413, "Envoi trop volumineux : rien n'a été enregistré.")


@pytest.mark.parametrize("profile", [Profile.ADM, Profile.ELV, Profile.TUT])
def test_save_is_closed_to_those_who_do_not_validate(cm2, save, profile):
    answer = save(AccountFactory(profile=profile), [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])

    assert (answer.status_code, stored()) == (403, [])


def test_save_without_a_session_says_to_sign_in(cm2):
    answer = Client().post(
        reverse("socle:save_items"), {}, content_type="application/json", headers={"accept": "application/json"}
    )

    assert (answer.status_code, answer.json()["error"]) == (401, "Votre session est fermée : reconnectez-vous.")


def test_save_without_the_forgery_token_is_refused(cm2):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cm2.teacher, backend="accounts.backends.LocalBackend")

    assert client.post(reverse("socle:save_items"), {}, content_type="application/json").status_code == 403


@pytest.mark.parametrize("pupils", [3, 150])
def test_save_makes_the_same_number_of_queries_whatever_the_number_of_cells(cm2, pupils):
    cm2.pupils.extend(AccountFactory(school_class=cm2.school_class) for _ in range(pupils - 3))
    changes = [
        CellChange(pupil_id=pupil.pk, about_id=item.pk, displayed=BLUE, wanted=GREEN, gesture="domaine_arrow")
        for pupil in cm2.pupils
        for item in cm2.items
    ]

    with CaptureQueriesContext(connection) as queries:
        outcome = save_cells(subject=ITEMS, actor=cm2.teacher, school=cm2.school, changes=changes)

    # Pupils, classes, two checks of items, decisions, then three inserts: decisions, history, journal; SQLite writes
    # the first two as whole groups of rows, then what is left.
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 11
    assert outcome.saved == pupils * 29
    assert ItemChange.objects.count() == pupils * 29


# --- The same save, asked twice ---------------------------------------------------------------------------------------


@pytest.fixture
def colleague(cm2):
    account = AccountFactory(profile=Profile.ENS, login="ann.petit", last_name="PETIT", first_name="Anne")
    TeachingAssignmentFactory(teacher=account, school_class=cm2.school_class)
    return account


def test_save_whose_answer_was_lost_is_known_again_whatever_a_colleague_did_since(cm2, save, colleague):
    cell, number = [cm2.pupils[0].pk, cm2.items[0].pk], str(uuid.uuid4())
    other = [cm2.pupils[1].pk, cm2.items[0].pk]
    save(cm2.teacher, [*cell, 2, 1], number=number)
    save(colleague, [*cell, 1, 0])

    answer = save(cm2.teacher, [*cell, 2, 1], [*other, 2, 1], number=number).json()

    assert (answer["saved"], answer["conflicts"]) == (2, [])
    assert ItemValidation.objects.get(pupil=cm2.pupils[0]).state == 0
    assert ItemChange.objects.filter(batch=number).count() == 2


def test_save_with_the_number_of_somebody_elses_is_refused(cm2, save, colleague):
    number = str(uuid.uuid4())
    save(colleague, [cm2.pupils[0].pk, cm2.items[0].pk, 2, 1], number=number)

    answer = save(cm2.teacher, [cm2.pupils[1].pk, cm2.items[0].pk, 2, 1], number=number)

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Cet enregistrement porte le numéro d'un autre")
    assert ItemValidation.objects.count() == 1


@pytest.mark.parametrize("number", ["", "douze", 12, None, [], {}])
def test_save_with_a_number_that_is_none_is_refused(cm2, client_as, number):
    body = {"save": number, "gestures": [{"gesture": "cell", "cells": [[cm2.pupils[0].pk, cm2.items[0].pk, 2, 1]]}]}

    answer = client_as(cm2.teacher).post(reverse("socle:save_items"), body, content_type="application/json")

    assert (answer.status_code, ItemValidation.objects.count()) == (400, 0)


def test_refusal_says_on_whose_account_so_that_the_rest_can_be_saved(cm2, save):
    gone = cm2.pupils[1]
    Account.objects.filter(pk=gone.pk).update(left_on=clock.today())

    answer = save(cm2.teacher, *([pupil.pk, cm2.items[0].pk, 2, 1] for pupil in cm2.pupils))

    assert (answer.status_code, answer.json()["pupils"], answer.json()["rows"]) == (400, [gone.pk], [])
    assert ItemValidation.objects.count() == 0


def test_refusal_of_a_closed_palier_names_every_item(cm2, save):
    SchoolPalier.objects.all().delete()

    answer = save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, 2, 1], [cm2.pupils[0].pk, cm2.items[1].pk, 2, 1])

    assert (answer.json()["pupils"], answer.json()["rows"]) == ([], sorted(item.pk for item in cm2.items[:2]))


def test_hundred_thousand_cells_are_refused_and_nothing_is_written(cm2, save):
    cells = [[cm2.pupils[0].pk, number, 2, 1] for number in range(1, 100_001)]

    answer = save(cm2.teacher, *cells)

    assert (answer.status_code, ItemValidation.objects.count()) == (400, 0)
    assert answer.json()["error"].startswith("Plus de 20\u202f000 cases à la fois")
