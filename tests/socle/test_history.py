"""The history of a cell: who changed it, when, from what to what, by which gesture."""

import datetime
import io
from functools import cache

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Profile
from imports.validations import import_validations, origins
from sacoche.kit.tenancy import school_scope
from socle.exchange import Decision, PupilRecord, write_archive
from socle.models import ItemValidation
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words

BLUE, GREEN, RED = 2, 1, 0
JUNE_15 = datetime.datetime(2026, 6, 15, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(JUNE_15, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ask(client_as):
    """ask(account, pupil, item): the answer to the dialog of the cell."""
    browser = cache(client_as)

    def get(account, pupil, item):
        return browser(account).get(reverse("socle:item_history"), {"eleve": pupil, "ligne": item})

    return get


def test_history_tells_each_change_the_latest_first(cm2, save, ask, director, clock):
    rose, item = cm2.pupils[0], cm2.items[0]
    save(cm2.teacher, [rose.pk, item.pk, BLUE, GREEN], gesture="domaine_arrow")
    clock.shift(datetime.timedelta(days=1))
    save(director, [rose.pk, item.pk, GREEN, RED])

    answer = ask(cm2.teacher, rose.pk, item.pk)

    assert words(answer) == (
        f"BAILLY Rose {item} Non validé, le 16/06/2026, par LEROY É. "
        "2 changements, du plus récent au plus ancien "
        "16/06/2026 à 14:00 , LEROY É. validé → puis non validé Case par case "
        "15/06/2026 à 14:00 , DURAND P. aucune décision → puis validé Flèche d'un domaine"
    )


def test_history_of_an_imported_decision_tells_its_own_date_and_author(cm2, ask, director):
    rose, item = cm2.pupils[0], cm2.items[0]
    decision = Decision(8, item.pk, GREEN, datetime.date(2026, 3, 2), "MARTIN A.")
    file = io.BytesIO()
    write_archive(file, [PupilRecord(0, rose.last_name, rose.first_name, [decision])], at=JUNE_15)
    file.seek(0)
    import_validations(school=cm2.school, actor=director, file=file, name="import.zip", origin=origins.get("sacoche"))

    told = words(ask(cm2.teacher, rose.pk, item.pk))

    assert "Validé, le 02/03/2026, par MARTIN A." in told
    assert "LEROY É. aucune décision → puis validé Import d'un fichier ; décision du 02/03/2026, MARTIN A." in told


def test_history_of_a_decision_older_than_the_history_says_what_was_there(cm2, save, ask):
    rose, item, other = cm2.pupils[0], cm2.items[0], cm2.items[1]
    for each in (item, other):
        ItemValidation.objects.create(
            pupil=rose, item=each, state=GREEN, decided_on="2026-03-01", author_label="DUVAL M."
        )
    save(cm2.teacher, [rose.pk, item.pk, GREEN, BLUE])

    changed, untouched = (words(ask(cm2.teacher, rose.pk, each.pk)) for each in (item, other))

    assert changed.endswith("Avant le premier de ces changements : validé, le 01/03/2026, par DUVAL M.")
    assert untouched.endswith("Validé, le 01/03/2026, par DUVAL M. Aucun changement depuis cette décision.")


def test_history_of_a_cell_nobody_touched_says_so(cm2, ask):
    answer = ask(cm2.teacher, cm2.pupils[0].pk, cm2.items[0].pk)

    assert words(answer).endswith("Personne n'a encore rien décidé dans cette case.")


def test_history_keeps_the_name_that_somebody_had_that_day(cm2, save, ask):
    rose, item = cm2.pupils[0], cm2.items[0]
    save(cm2.teacher, [rose.pk, item.pk, BLUE, GREEN])
    cm2.teacher.last_name = "DURAND-LEFÈVRE"
    cm2.teacher.save()

    told = words(ask(cm2.teacher, rose.pk, item.pk))

    assert "DURAND P." in told
    assert "LEFÈVRE" not in told


def test_history_is_closed_outside_ones_classes_and_to_other_schools(cm2, ask, other_school):
    stranger = AccountFactory(school_class=SchoolClassFactory())
    with school_scope(other_school):
        foreign = AccountFactory()

    assert ask(cm2.teacher, stranger.pk, cm2.items[0].pk).status_code == 403
    assert ask(cm2.teacher, foreign.pk, cm2.items[0].pk).status_code == 404


@pytest.mark.parametrize("profile", [Profile.ADM, Profile.ELV, Profile.TUT])
def test_history_is_closed_to_those_who_do_not_validate(cm2, ask, profile):
    assert ask(AccountFactory(profile=profile), cm2.pupils[0].pk, cm2.items[0].pk).status_code == 403


@pytest.mark.parametrize(
    ("pupil", "item"), [("", ""), ("moi", 1), (1, ""), (1, "9" * 30), ("١", "٢"), (10**15, 2111)], ids=str
)
def test_history_of_no_cell_is_not_found(cm2, ask, pupil, item):
    assert ask(cm2.teacher, pupil, item).status_code == 404


@pytest.mark.parametrize("changes", [1, 12])
def test_history_makes_the_same_number_of_queries_whatever_its_length(
    cm2, save, ask, django_assert_num_queries, changes
):
    rose, item = cm2.pupils[0].pk, cm2.items[0].pk
    for number in range(changes):
        state = (GREEN, RED)[number % 2]
        save(cm2.teacher, [rose, item, BLUE if number == 0 else 1 - state, state])
    ask(cm2.teacher, rose, item)

    with django_assert_num_queries(7):
        ask(cm2.teacher, rose, item)
