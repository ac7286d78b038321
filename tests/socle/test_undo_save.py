"""« Annuler » a save, or one of its gestures, also the next day: what was there comes back, with date and author."""

import datetime
import html
import re

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account, JournalEntry, TeachingAssignment
from sacoche.kit.tenancy import school_scope
from socle.models import ItemChange, ItemValidation, SchoolPalier
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.html import words

BLUE, GREEN, RED = 2, 1, 0
JUNE_15 = datetime.datetime(2026, 6, 15, 12, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(JUNE_15, tick=False) as traveller:
        yield traveller


@pytest.fixture
def list_saves(client_as):
    """list_saves(account): the page of the last saves."""
    return lambda account, **query: client_as(account).get(reverse("socle:saves"), query)


def batches(page):
    """The saves that a page lists, in its order."""
    return re.findall(r'href="/socle/enregistrements/([0-9a-f-]+)/"', page.content.decode())


@pytest.fixture
def preview(client_as):
    return lambda account, batch, **query: client_as(account).get(reverse("socle:undo", args=[batch]), query)


@pytest.fixture
def undo(client_as):
    """undo(account, batch): the page read once the button is clicked."""
    return lambda account, batch, **body: client_as(account).post(
        reverse("socle:undo", args=[batch]), body, follow=True
    )


def last_batch():
    return ItemChange.objects.order_by("-pk").first().batch


def decide(pupil, item, state, *, author=None, on=datetime.date(2026, 3, 1), by="DUVAL M."):
    return ItemValidation.objects.create(
        pupil=pupil, item=item, state=state, decided_on=on, author_label=by, author=author
    )


def stored():
    rows = ItemValidation.objects.order_by("pupil__sort_key", "item_id")
    return list(rows.values_list("pupil_id", "item_id", "state", "decided_on", "author_label", "author_id"))


def rows_of(page, table):
    """The cells of a table of the page, row by row."""
    found = re.search(rf'id="{table}">.*?<tbody>(.*?)</tbody>', page.content.decode(), re.DOTALL)
    lines = re.findall(r"<tr>(.*?)</tr>", found[1], re.DOTALL) if found else []
    return [[_text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)] for line in lines]


def _text(markup):
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", markup)).split())


# --- The list ---------------------------------------------------------------------------------------------------------


def test_saves_of_a_teacher_are_his_own_the_latest_first(cm2, save, list_saves, director, clock):
    rose, eloi = cm2.pupils[0].pk, cm2.pupils[1].pk
    save(cm2.teacher, [rose, cm2.items[0].pk, BLUE, GREEN], [eloi, cm2.items[0].pk, BLUE, GREEN], gesture="item_arrow")
    clock.shift(DAY)
    save(cm2.teacher, [rose, cm2.items[1].pk, BLUE, RED])
    save(director, [eloi, cm2.items[1].pk, BLUE, RED])

    page = list_saves(cm2.teacher)

    told = words(page)
    assert "Les vôtres, depuis 30 jours" in told
    assert len(batches(page)) == 2
    competence = "Compétence 1 – La maîtrise de la langue française"
    assert f"15/06/2026 14:00 [CM2] CM2 {competence} 2 cases, 2 élèves Flèche d'un item : 2 cases Annuler…" in told
    assert told.index("16/06/2026 14:00") < told.index("15/06/2026 14:00")


def test_director_sees_the_saves_of_the_school_or_of_one_person(cm2, save, list_saves, director):
    rose = cm2.pupils[0].pk
    save(cm2.teacher, [rose, cm2.items[0].pk, BLUE, GREEN])
    save(director, [rose, cm2.items[1].pk, BLUE, GREEN])

    assert "Ceux de tout l'établissement" in words(list_saves(director))
    assert len(batches(list_saves(director))) == 2
    assert len(batches(list_saves(director, par=cm2.teacher.pk))) == 1
    # What only a head may ask for is not asked by a teacher.
    assert len(batches(list_saves(cm2.teacher, par=director.pk))) == 1


def test_saves_older_than_a_month_are_neither_listed_nor_undone(cm2, save, list_saves, undo, clock):
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])
    batch = last_batch()
    clock.shift(31 * DAY)

    assert "Rien n'a été enregistré depuis 30 jours." in words(list_saves(cm2.teacher))
    assert undo(cm2.teacher, batch).status_code == 404
    assert len(stored()) == 1


def test_saves_are_listed_with_the_same_number_of_queries_whatever_their_number(
    cm2, save, client_as, django_assert_num_queries
):
    rose, client = cm2.pupils[0].pk, client_as(cm2.teacher)
    client.get(reverse("socle:saves"))
    for number, item in enumerate(cm2.items[:9]):
        save(cm2.teacher, [rose, item.pk, BLUE, GREEN])
        if number in (0, 8):
            with django_assert_num_queries(8):
                client.get(reverse("socle:saves"))


# --- Undoing ----------------------------------------------------------------------------------------------------------


def test_undo_the_next_day_gives_back_state_date_and_author(cm2, save, undo, director, clock):
    rose, eloi, ana = (pupil.pk for pupil in cm2.pupils)
    first, second = cm2.items[0].pk, cm2.items[1].pk
    save(director, [rose, first, BLUE, GREEN], [eloi, first, BLUE, RED])
    before = stored()
    clock.shift(DAY)
    save(
        cm2.teacher,
        [rose, first, GREEN, RED],
        [eloi, first, RED, BLUE],
        [ana, first, BLUE, GREEN],
        [ana, second, BLUE, RED],
    )
    clock.shift(DAY)

    page = undo(cm2.teacher, last_batch())

    assert "4 cases remises comme avant." in words(page)
    assert stored() == before
    assert {row[5] for row in before} == {director.pk}
    lines = ItemChange.objects.filter(batch=last_batch()).order_by("pupil__sort_key", "item")
    assert list(lines.values_list("pupil", "item", "before", "after", "gesture", "actor_label")) == [
        (rose, first, RED, GREEN, "undo", "DURAND P."),
        (eloi, first, BLUE, RED, "undo", "DURAND P."),
        (ana, first, GREEN, BLUE, "undo", "DURAND P."),
        (ana, second, RED, BLUE, "undo", "DURAND P."),
    ]
    entry = JournalEntry.objects.get(code="socle.undo_save")
    assert (entry.actor, entry.details["count"], entry.details["day"]) == (cm2.teacher, 4, "16/06/2026")


def test_undo_gives_back_a_decision_that_no_account_signed(cm2, save, undo):
    decide(cm2.pupils[0], cm2.items[0], GREEN, by="DURAND P.")
    before = stored()
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, GREEN, RED])

    undo(cm2.teacher, last_batch())

    assert stored() == before


def test_preview_shows_each_cell_before_and_after_and_writes_nothing(cm2, save, preview, director, clock):
    rose, eloi, item = cm2.pupils[0], cm2.pupils[1], cm2.items[0]
    decide(rose, item, GREEN)
    save(cm2.teacher, [rose.pk, item.pk, GREEN, RED], [eloi.pk, item.pk, BLUE, GREEN])
    before, lines = stored(), ItemChange.objects.count()

    page = preview(cm2.teacher, last_batch())

    assert rows_of(page, "a-remettre") == [
        ["BAILLY Rose", str(item), "non validé 15/06/2026, DURAND P.", "validé 01/03/2026, DUVAL M."],
        ["MÉNARD Éloi", str(item), "validé 15/06/2026, DURAND P.", "aucune décision"],
    ]
    assert "Annuler : remettre 2 cases comme avant" in words(page)
    assert (stored(), ItemChange.objects.count()) == (before, lines)


def test_what_a_colleague_changed_since_is_left_alone_and_named(cm2, save, preview, undo, director, clock):
    rose, eloi, item = cm2.pupils[0].pk, cm2.pupils[1].pk, cm2.items[0].pk
    save(cm2.teacher, [rose, item, BLUE, GREEN], [eloi, item, BLUE, GREEN])
    batch = last_batch()
    clock.shift(DAY)
    save(director, [rose, item, GREEN, RED])

    shown = preview(cm2.teacher, batch)
    page = undo(cm2.teacher, batch)

    why = "changé depuis par LEROY É., le 16/06/2026 à 14:00 : non validé"
    assert rows_of(shown, "laissees") == [["BAILLY Rose", str(cm2.items[0]), why]]
    assert "1 case remise comme avant. 1 case laissée telle quelle." in words(page)
    assert rows_of(page, "laissees") == [["BAILLY Rose", str(cm2.items[0]), why]]
    assert [row[:3] + row[4:] for row in stored()] == [(rose, item, RED, "LEROY É.", director.pk)]


def test_decision_put_back_to_the_same_state_by_a_colleague_is_his_own(cm2, save, undo, director):
    rose, item = cm2.pupils[0].pk, cm2.items[0].pk
    save(cm2.teacher, [rose, item, BLUE, GREEN])
    batch = last_batch()
    save(director, [rose, item, GREEN, RED])
    save(director, [rose, item, RED, GREEN])

    undo(cm2.teacher, batch)

    assert [row[4] for row in stored()] == ["LEROY É."]


def test_undo_sent_twice_changes_nothing_the_second_time(cm2, save, undo):
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])
    batch = last_batch()
    undo(cm2.teacher, batch)
    lines = ItemChange.objects.count()

    page = undo(cm2.teacher, batch)

    assert "Il n'y avait rien à remettre : rien n'a été changé." in words(page)
    assert "1 case est déjà remise comme avant cet enregistrement." in words(page)
    assert (stored(), ItemChange.objects.count()) == ([], lines)


def test_undo_is_a_save_that_can_be_undone(cm2, save, undo, list_saves, clock):
    rose, item = cm2.pupils[0].pk, cm2.items[0].pk
    save(cm2.teacher, [rose, item, BLUE, GREEN])
    before, saved = stored(), last_batch()
    clock.shift(DAY)
    undo(cm2.teacher, saved)
    clock.shift(DAY)

    listed = list_saves(cm2.teacher)
    undo(cm2.teacher, batches(listed)[0])

    assert "1 case annulée le 16/06/2026 14:00 par DURAND P." in words(listed)
    assert len(batches(listed)) == 2
    assert stored() == before


def test_one_mass_gesture_of_a_save_is_undone_alone(cm2, client_as, preview, undo):
    rose, eloi = cm2.pupils[0].pk, cm2.pupils[1].pk
    first, second = cm2.items[0], cm2.items[1]
    gestures = [
        {"gesture": "item_arrow", "cells": [[pupil, first.pk, BLUE, GREEN] for pupil in (rose, eloi)]},
        {"gesture": "pupil_arrow", "cells": [[rose, second.pk, BLUE, GREEN]]},
        {"gesture": "cell", "cells": [[eloi, second.pk, BLUE, RED]]},
    ]
    client_as(cm2.teacher).post(reverse("socle:save_items"), {"gestures": gestures}, content_type="application/json")
    batch = last_batch()

    choices = re.findall(
        r'<option value="([^"]+)"[^>]*>([^<]+)', html.unescape(preview(cm2.teacher, batch).content.decode())
    )
    shown = preview(cm2.teacher, batch, geste=f"item_arrow-{first.pk}")
    undo(cm2.teacher, batch, geste=f"item_arrow-{first.pk}")

    assert dict(choices) == {
        f"item_arrow-{first.pk}": f"Flèche d'un item : « {first} » (2 cases)",
        f"pupil_arrow-{second.domaine_id}-{rose}": "Flèche d'un élève : BAILLY Rose, « Dire » (1 case)",
        "cell": "Case par case (1 case)",
    }
    assert len(rows_of(shown, "a-remettre")) == 2
    assert [row[:3] for row in stored()] == [(rose, second.pk, GREEN), (eloi, second.pk, RED)]


def test_all_but_some_of_a_pupil_is_one_gesture_through_every_domaine(cm2, client_as, preview, undo):
    rose, eloi = cm2.pupils[0].pk, cm2.pupils[1].pk
    first, last = cm2.items[0], cm2.items[-1]
    gestures = [
        {"gesture": "all_but_pupil", "cells": [[rose, item.pk, BLUE, GREEN] for item in (first, last)]},
        {"gesture": "all_but_item", "cells": [[eloi, last.pk, BLUE, GREEN]]},
    ]
    client_as(cm2.teacher).post(reverse("socle:save_items"), {"gestures": gestures}, content_type="application/json")
    batch = last_batch()

    shown = words(preview(cm2.teacher, batch))
    undo(cm2.teacher, batch, geste=f"all_but_pupil-{rose}")

    assert first.domaine_id != last.domaine_id
    assert "Tout valider sauf… (un élève) : BAILLY Rose (2 cases)" in shown
    assert f"Tout valider sauf… (un item) : « {last} » (1 case)" in shown
    assert [row[:3] for row in stored()] == [(eloi, last.pk, GREEN)]


def test_gesture_that_the_save_has_not_is_not_found(cm2, save, preview, undo):
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])

    assert preview(cm2.teacher, last_batch(), geste="paste").status_code == 404
    assert undo(cm2.teacher, last_batch(), geste="item_arrow-1").status_code == 404
    assert len(stored()) == 1


# --- Refusals ---------------------------------------------------------------------------------------------------------


def _leave(cm2):
    Account.objects.filter(pk=cm2.pupils[0].pk).update(left_on=datetime.date(2026, 6, 15))


def _change_class(cm2):
    Account.objects.filter(pk=cm2.pupils[0].pk).update(school_class=SchoolClassFactory())


def _close_the_palier(cm2):
    SchoolPalier.objects.all().delete()


def _lose_the_class(cm2):
    TeachingAssignment.objects.all().delete()


def _lose_the_right(cm2):
    cm2.school.access = {"rights": {"socle.validate_items": {"profiles": ["DIR"], "restrictions": []}}}
    cm2.school.save()


def _erase_the_decision(cm2):
    ItemValidation.objects.all().delete()


@pytest.mark.parametrize(
    ("happening", "why"),
    [
        (_leave, "ne fait plus partie de l'école"),
        (_change_class, "n'est plus dans vos classes ni dans vos groupes"),
        (_lose_the_class, "n'est plus dans vos classes ni dans vos groupes"),
        (_close_the_palier, "ce palier n'est plus utilisé par l'établissement"),
        (_lose_the_right, "votre établissement ne vous laisse plus faire ces validations"),
        (_erase_the_decision, "changé depuis : aucune décision"),
    ],
)
def test_cell_that_may_not_be_put_back_is_left_alone_and_said_why(cm2, save, preview, undo, happening, why):
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])
    batch = last_batch()
    happening(cm2)
    before = stored()

    shown = preview(cm2.teacher, batch)
    page = undo(cm2.teacher, batch)

    assert rows_of(shown, "laissees") == [["BAILLY Rose", str(cm2.items[0]), why]]
    assert "Rien ne peut être remis" in words(shown)
    assert "Annuler : remettre" not in words(shown)
    assert "rien n'a été changé" in words(page)
    assert (stored(), ItemChange.objects.count()) == (before, 1)


def test_save_of_somebody_else_is_found_by_the_director_alone(cm2, save, preview, undo, director):
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])
    batch = last_batch()
    colleague = AccountFactory(profile=Profile.ENS)
    TeachingAssignmentFactory(teacher=colleague, school_class=cm2.school_class)

    assert preview(colleague, batch).status_code == 404
    assert undo(colleague, batch).status_code == 404
    assert preview(AccountFactory(profile=Profile.ADM), batch).status_code == 403
    assert len(stored()) == 1
    assert "1 case remise" in words(undo(director, batch))
    assert stored() == []


def test_save_of_another_school_is_not_found(cm2, save, undo, other_school):
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])
    batch = last_batch()
    with school_scope(other_school):
        stranger = AccountFactory(profile=Profile.DIR)
        assert undo(stranger, batch).status_code == 404
    assert len(stored()) == 1


@pytest.mark.parametrize("pupils", [3, 30])
def test_undo_makes_the_same_number_of_queries_whatever_the_number_of_cells(
    cm2, save, client_as, django_assert_max_num_queries, pupils
):
    cm2.pupils.extend(AccountFactory(school_class=cm2.school_class) for _ in range(pupils - 3))
    cells = [(pupil.pk, item.pk) for pupil in cm2.pupils for item in cm2.items]
    save(cm2.teacher, *([*cell, BLUE, GREEN] for cell in cells))
    save(cm2.teacher, *([*cell, GREEN, RED] for cell in cells))
    address = reverse("socle:undo", args=[last_batch()])
    client = client_as(cm2.teacher)
    client.get(address)

    with django_assert_max_num_queries(16):
        client.get(address)
    # SQLite writes many rows by groups.
    with django_assert_max_num_queries(40):
        client.post(address)

    assert ItemValidation.objects.filter(state=GREEN).count() == pupils * 29
