"""Compétences looked back at: their history, their grid on a day, a save undone but for what is locked."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from grids.services import CellChange, save_cells
from socle.models import PilierChange, PilierValidation
from socle.services import cancel_pilier
from socle.subjects import PILIERS
from tests.html import words

BLUE, GREEN, RED = 2, 1, 0
C1, C2 = 8, 9
DAY = datetime.timedelta(days=1)
LOCKED = "compétence validée, donc verrouillée : seule « Annuler une compétence validée » la retire"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime.datetime(2026, 6, 15, 12, 0, tzinfo=datetime.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def save(cm2, director):
    """save((pupil, pilier, displayed, wanted), …) by the head; the batch it made."""

    def send(*cells):
        changes = [CellChange(pupil.pk, pilier, was, wanted, "cell") for pupil, pilier, was, wanted in cells]
        save_cells(subject=PILIERS, actor=director, school=cm2.school, changes=changes)
        return PilierChange.objects.latest("pk").batch

    return send


@pytest.fixture
def undo(director, client_as):
    return lambda batch: client_as(director).post(reverse("socle:undo", args=[batch]), follow=True)


def stored():
    rows = PilierValidation.objects.order_by("pupil__sort_key", "pilier")
    return list(rows.values_list("pupil", "pilier", "state", "decided_on", "author_label", "author"))


def test_undo_leaves_a_validated_competence_locked_and_puts_the_others_back(cm2, save, undo, clock):
    rose, eloi, _ = cm2.pupils
    save((eloi, C1, BLUE, RED))
    before = stored()
    clock.shift(DAY)
    batch = save((rose, C1, BLUE, GREEN), (eloi, C1, RED, BLUE), (eloi, C2, BLUE, RED))

    page = undo(batch)

    assert "2 cases remises comme avant. 1 case laissée telle quelle." in words(page)
    assert LOCKED in words(page)
    assert [row for row in stored() if row[0] == eloi.pk] == before
    assert [row[:3] for row in stored() if row[0] == rose.pk] == [(rose.pk, C1, GREEN)]


def cancel(director, pupil):
    """« Annuler une compétence validée », of the compétence 1 that is stored."""
    shown = PilierValidation.objects.get(pupil=pupil, pilier_id=C1)
    signature = {"decided_on": shown.decided_on, "author_label": shown.author_label}
    cancel_pilier(actor=director, school=director.school, pupil_id=pupil.pk, pilier_id=C1, **signature)


def test_cancelled_competence_is_given_back_once_and_is_locked_again(cm2, save, undo, director, clock):
    rose = cm2.pupils[0]
    save((rose, C1, BLUE, GREEN))
    before = stored()
    clock.shift(DAY)
    cancel(director, rose)

    undo(PilierChange.objects.latest("pk").batch)
    page = undo(PilierChange.objects.latest("pk").batch)

    assert stored() == before
    assert LOCKED in words(page)


def test_history_of_a_competence_tells_its_cancelling(cm2, save, director, client_as):
    rose = cm2.pupils[0]
    save((rose, C1, BLUE, GREEN))
    cancel(director, rose)

    answer = client_as(director).get(reverse("socle:pilier_history"), {"eleve": rose.pk, "ligne": C1})

    assert "validé → puis aucune décision Annulation d'une compétence validée" in words(answer)
    assert "aucune décision → puis validé Case par case" in words(answer)


def test_grid_of_competences_is_shown_on_a_day(cm2, save, director, client_as, clock):
    rose = cm2.pupils[0]
    save((rose, C1, BLUE, GREEN))
    clock.shift(DAY)
    cancel(director, rose)
    choice = {"palier": 2, "competence": [C1, C2], "classe": cm2.school_class.pk, "eleve": [rose.pk]}

    page = client_as(director).get(reverse("socle:piliers_grid_on"), choice | {"au": "2026-06-15"})

    assert "1 case décidée. 1 case a changé depuis" in words(page)
    assert "Compétences du socle, au 15/06/2026" in words(page)
