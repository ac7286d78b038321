"""An undo and a save at the same moment: whoever comes second finds what the first has written."""

from threading import Event

import pytest
from django.db import transaction

from accounts.models import Account
from entrance.spaces.creation import open_school
from grids.queries import find_save
from grids.services import CellChange, lock_pupils, save_cells, undo_save
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, SchoolClass
from socle.models import ItemChange, ItemValidation, SchoolPalier
from socle.subjects import ITEMS, SUBJECTS
from tests.together import at_once, wait_until_somebody_waits

BLUE, GREEN, RED = 2, 1, 0


@pytest.fixture
def director(transactional_db):
    """The head of a school of its own, who has just validated an item of a pupil."""
    school, _ = open_school(name="École à deux", password_hash="!")
    with school_scope(school):
        SchoolPalier.objects.create(palier_id=2)
        cm2 = SchoolClass.objects.create(niveau=Niveau.objects.get(reference="CM2"), reference="CM2", name="CM2")
        Account.objects.create(profile="ELV", login="rose", last_name="BAILLY", first_name="Rose", school_class=cm2)
        head = Account.objects.create(profile="DIR", login="dir", last_name="LEROY", first_name="Éloïse")
        save(head, BLUE, GREEN)
        yield head


def save(director, displayed, wanted):
    pupil = Account.objects.pupils().get()
    click = CellChange(pupil_id=pupil.pk, about_id=2111, displayed=displayed, wanted=wanted, gesture="cell")
    return save_cells(subject=ITEMS, actor=director, school=director.school, changes=[click])


def undo_first(director):
    batch = ItemChange.objects.order_by("pk").first().batch
    return undo_save(actor=director, school=director.school, save=find_save(director, SUBJECTS, batch))


def in_this_order(director, first, second):
    """Both at once, `first` holding the pupil when `second` asks for him; what each answered."""
    pupil, is_locked, answers = Account.objects.pupils().get(), Event(), {}

    def play_first() -> None:
        with transaction.atomic():
            lock_pupils([pupil.pk])
            is_locked.set()
            wait_until_somebody_waits()
            answers["first"] = first()

    def play_second() -> None:
        is_locked.wait()
        answers["second"] = second()

    assert at_once(director.school, play_first, play_second) == [None, None]
    return answers["first"], answers["second"]


def test_undo_leaves_alone_what_a_save_changes_at_the_same_moment(director):
    saved, undone = in_this_order(director, lambda: save(director, GREEN, RED), lambda: undo_first(director))

    assert (saved.saved, undone.restored, undone.left) == (1, 0, 1)
    assert ItemValidation.objects.get().state == RED


def test_save_finds_a_conflict_in_what_an_undo_puts_back_at_the_same_moment(director):
    undone, saved = in_this_order(director, lambda: undo_first(director), lambda: save(director, GREEN, RED))

    assert (undone.restored, saved.saved, len(saved.conflicts)) == (1, 0, 1)
    assert ItemValidation.objects.count() == 0


def test_undo_clicked_twice_at_the_same_moment_is_done_once(director):
    first, second = in_this_order(director, lambda: undo_first(director), lambda: undo_first(director))

    assert (first.restored, second.restored) == (1, 0)
    assert ItemChange.objects.filter(gesture="undo").count() == 1
