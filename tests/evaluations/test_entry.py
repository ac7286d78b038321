"""« Saisir les acquisitions »: what a grid shows, what it saves, who may, what a colleague may not."""

import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Account, JournalEntry
from evaluations.models import Mark, MarkChange, Share
from evaluations.queries.items import chosen_items
from evaluations.queries.lists import rate_of
from evaluations.services.evaluations import delete_evaluation
from referentiels.models import ItemLink, SocleEntry
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words

NEXT_DAY = "2026-12-01 09:00+01:00"


@pytest.fixture
def entry(class_5a, client_as):
    """Saves cells « item, pupil, displayed, wanted » in a grid of 5A."""

    def save(account, name, *cells, gesture="cell", number=None):
        sent = [[class_5a.pupils[pupil].pk, class_5a.items[item].pk, was, code] for item, pupil, was, code in cells]
        body = {"gestures": [{"gesture": gesture, "cells": sent}]} | ({"save": number} if number else {})
        address = reverse("evaluations:save_marks", args=[class_5a.evaluations[name].pk])
        return client_as(account).post(address, body, content_type="application/json")

    return save


def stored(class_5a, name, item, pupil):
    """The code and the author of a cell."""
    cell = {"evaluation": class_5a.evaluations[name], "item": class_5a.items[item], "pupil": class_5a.pupils[pupil]}
    mark = Mark.objects.filter(**cell).select_related("author").first()
    return mark and (mark.code, mark.author.label)


def share(class_5a, name, colleague, level):
    Share.objects.create(evaluation=class_5a.evaluations[name], colleague=colleague, level=level)


def test_grid_has_items_in_rows_pupils_in_columns_and_the_sigles_of_the_school_p82(class_5a, client_as):
    page = client_as(class_5a.teacher).get(reverse("evaluations:entry", args=[class_5a.evaluations["D1"].pk]))
    assert page.status_code == 200
    assert (page.text.count("<tr data-i="), page.text.count("data-p="), page.text.count("<td data-v=")) == (3, 4, 12)
    assert 'data-v="1" data-c="code-1" data-s="RR" data-k="0"' in page.text
    assert 'data-v="AB" data-c="special" data-s="AB"' in page.text
    [item] = chosen_items(class_5a.ids("A10"))
    assert f"{item.reference} Lire une fraction" in words(page)


def test_grid_asks_the_base_as_often_for_four_pupils_as_for_forty_p98(class_5a, client_as, django_assert_num_queries):
    address = reverse("evaluations:entry", args=[class_5a.evaluations["D1"].pk])
    client = client_as(class_5a.teacher)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get(address)
    for number in range(36):
        AccountFactory(last_name=f"NOM{number:02d}", school_class=class_5a.school_class)
    with django_assert_num_queries(len(before)):
        client.get(address)


def test_save_writes_the_marks_their_history_and_a_line_of_journal_p88(class_5a, entry):
    answer = entry(class_5a.teacher, "D2", ("B11", "ALPHA", "PA", "4"), ("B11", "DELTA", "", "AB")).json()

    assert (answer["message"], answer["saved"]) == ("Résultats enregistrés : 2 cases.", 2)
    assert stored(class_5a, "D2", "B11", "ALPHA") == ("4", class_5a.teacher.author_label)
    d2 = class_5a.evaluations["D2"]
    mark = Mark.objects.get(evaluation=d2, item=class_5a.items["B11"], pupil=class_5a.pupils["DELTA"])
    assert (mark.code, mark.given_on, mark.visible_on, mark.year) == ("AB", d2.given_on, d2.visible_on, 2026)
    lines = MarkChange.objects.filter(evaluation=d2).order_by("after").values_list("before", "after", "gesture")
    assert list(lines) == [("PA", "4", "cell"), ("", "AB", "cell")]
    assert JournalEntry.objects.get(code="evaluations.save_marks").details["count"] == 2


def test_rate_of_entry_follows_what_is_saved_p101(class_5a, entry):
    d2 = class_5a.evaluations["D2"]
    before = rate_of(d2)
    entry(class_5a.teacher, "D2", ("B11", "ALPHA", "PA", "4"), ("B11", "DELTA", "", "3"))
    assert (before.done, rate_of(d2).done, rate_of(d2).words) == (14, 16, "complète")


def test_one_cell_changed_leaves_the_others_as_they_were_and_nothing_changed_is_said_p88(class_5a, entry, colleague):
    share(class_5a, "D1", colleague, 2)
    before = dict(Mark.objects.filter(evaluation=class_5a.evaluations["D1"]).values_list("pk", "author"))

    entry(colleague, "D1", ("A10", "ALPHA", "1", "2"), ("A10", "BRAVO", "3", "3"))

    after = dict(Mark.objects.filter(evaluation=class_5a.evaluations["D1"]).values_list("pk", "author"))
    changed = [pk[:2] for pk in after if after[pk] != before[pk]]
    assert changed == [(class_5a.pupils["ALPHA"].pk, class_5a.items["A10"].pk)]
    again = entry(colleague, "D1", ("A10", "ALPHA", "1", "2")).json()
    assert (again["message"], MarkChange.objects.count()) == ("Aucun changement à enregistrer.", 1)


def test_save_sent_twice_under_one_number_is_one_save_p88(class_5a, entry):
    number = str(uuid.uuid4())
    answers = [entry(class_5a.teacher, "D3", ("B11", "BRAVO", "", "2"), number=number).json() for _ in range(2)]
    assert [(answer["saved"], answer["conflicts"]) for answer in answers] == [(1, []), (1, [])]
    assert MarkChange.objects.count() == 1


def test_colleague_who_saved_meanwhile_is_told_and_the_rest_is_saved_p92(class_5a, entry, colleague):
    share(class_5a, "D3", colleague, 2)
    entry(colleague, "D3", ("B11", "BRAVO", "", "2"))

    answer = entry(class_5a.teacher, "D3", ("B11", "BRAVO", "", "3"), ("A10", "ALPHA", "4", "1")).json()

    [conflict] = answer["conflicts"]
    assert (conflict["wanted"], conflict["stored"], conflict["author"]) == ("3", "2", colleague.author_label)
    assert (conflict["final"], answer["saved"], stored(class_5a, "D3", "A10", "ALPHA")[0]) == (False, 1, "1")


def test_colleague_empties_no_mark_of_another_and_the_owner_does_p91(class_5a, entry, colleague):
    share(class_5a, "D1", colleague, 3)

    answer = entry(colleague, "D1", ("A10", "ALPHA", "1", ""), ("A10", "BRAVO", "3", "4")).json()

    [kept] = answer["conflicts"]
    assert (kept["stored"], kept["author"], kept["final"]) == ("1", class_5a.teacher.author_label, True)
    assert "1 résultat est celui d'un collègue : seuls son auteur et le propriétaire" in answer["message"]
    assert stored(class_5a, "D1", "A10", "ALPHA") == ("1", class_5a.teacher.author_label)
    # What he changed is his: he may empty it, and so may the owner what is the colleague's.
    assert stored(class_5a, "D1", "A10", "BRAVO") == ("4", colleague.author_label)
    assert entry(colleague, "D1", ("A10", "BRAVO", "4", "")).json()["conflicts"] == []
    entry(colleague, "D1", ("A10", "DELTA", "2", "3"))
    assert entry(class_5a.teacher, "D1", ("A10", "DELTA", "3", "")).json()["conflicts"] == []
    assert stored(class_5a, "D1", "A10", "DELTA") is None


def test_other_code_makes_the_colleague_its_author_and_the_same_code_does_not_p91(class_5a, entry, colleague):
    share(class_5a, "D1", colleague, 2)
    entry(colleague, "D1", ("A10", "ALPHA", "1", "4"), ("A10", "BRAVO", "3", "3"))
    assert stored(class_5a, "D1", "A10", "ALPHA") == ("4", colleague.author_label)
    assert stored(class_5a, "D1", "A10", "BRAVO") == ("3", class_5a.teacher.author_label)


@pytest.mark.parametrize(("level", "page", "status"), [(None, 403, 403), (1, 302, 403), (2, 200, 200), (3, 200, 200)])
def test_each_level_sees_the_grid_or_fills_it_and_the_others_read_the_owner_p79(
    class_5a, client_as, entry, colleague, level, page, status
):
    if level:
        share(class_5a, "D3", colleague, level)
    opened = client_as(colleague).get(reverse("evaluations:entry", args=[class_5a.evaluations["D3"].pk]))
    answer = entry(colleague, "D3", ("B11", "BRAVO", "", "2"))
    assert (opened.status_code, answer.status_code) == (page, status)
    if status == 403:
        assert class_5a.teacher.author_label in answer.json()["error"]
        assert stored(class_5a, "D3", "B11", "BRAVO") is None


def test_who_may_only_see_reads_the_grid_of_today_p79(class_5a, client_as, colleague):
    share(class_5a, "D3", colleague, 1)
    page = client_as(colleague).get(reverse("evaluations:entry", args=[class_5a.evaluations["D3"].pk]), follow=True)
    assert "Lecture seule." in words(page)
    assert 'data-c="code-4" data-s="VV"' in page.text


@pytest.mark.parametrize(
    ("item", "displayed", "wanted"),
    [("B11", "", "5"), ("B11", "", "ZZ"), ("B11", "", 3), ("B11", "", "vv"), ("B11", "", None)],
)
def test_code_that_the_school_does_not_give_is_refused_and_nothing_is_written(class_5a, entry, item, displayed, wanted):
    answer = entry(class_5a.teacher, "D3", (item, "BRAVO", displayed, wanted), ("A10", "ALPHA", "4", "1"))
    assert answer.status_code == 400
    assert "rien n'a été enregistré" in answer.json()["error"]
    assert MarkChange.objects.count() == 0


def test_item_or_pupil_that_is_not_of_the_evaluation_is_refused(class_5a, entry, client_as):
    strange = entry(class_5a.teacher, "D3", ("B10", "ALPHA", "", "3"))
    assert (strange.status_code, "n'est plus dans cette évaluation" in strange.json()["error"]) == (400, True)
    other = AccountFactory(last_name="ECHO")
    class_5a.pupils["ECHO"] = other
    answer = entry(class_5a.teacher, "D3", ("A10", "ECHO", "", "3"))
    assert answer.json()["error"] == "1 élève n'est plus dans cette évaluation. Rien n'a été enregistré."
    assert (answer.status_code, answer.json()["pupils"], MarkChange.objects.count()) == (403, [other.pk], 0)


def test_ten_thousand_forged_cells_are_refused_whole_in_words_and_in_few_queries(class_5a, client_as):
    d3, [a10] = class_5a.evaluations["D3"].pk, class_5a.ids("A10")
    client = client_as(class_5a.teacher)

    def sent(cells):
        body = {"gestures": [{"gesture": "cell", "cells": cells}]}
        return client.post(reverse("evaluations:save_marks", args=[d3]), body, content_type="application/json")

    with CaptureQueriesContext(connection) as one:
        assert sent([[9_000_000, a10, "", "3"]]).status_code == 404
    with CaptureQueriesContext(connection) as many:
        strangers = sent([[9_000_000 + number, a10, "", "3"] for number in range(10_000)])
    assert "rien n'a été enregistré" in strangers.json()["error"].lower()
    assert strangers.status_code == 404
    assert len(many) <= len(one)
    pupil = class_5a.pupils["ALPHA"].pk
    items = sent([[pupil, 9_000_000 + number, "", "3"] for number in range(10_000)])
    assert items.json()["error"] == "Item inconnu : rien n'a été enregistré. Rechargez la page."
    assert MarkChange.objects.count() == 0


def test_colleague_whose_right_was_lowered_while_he_typed_is_told_and_nothing_is_written(class_5a, entry, colleague):
    share(class_5a, "D1", colleague, 2)
    assert entry(colleague, "D1", ("A10", "ALPHA", "1", "2")).status_code == 200
    Share.objects.update(level=1)
    answer = entry(colleague, "D1", ("A11", "ALPHA", "2", "3"))
    assert answer.status_code == 403
    said = "Cette évaluation est celle de DURAND P. : vous pouvez la voir et la dupliquer. Rien n'a été enregistré."
    assert answer.json()["error"] == said
    Share.objects.all().delete()
    answer = entry(colleague, "D1", ("A11", "ALPHA", "2", "3"))
    assert (answer.status_code, "qui ne la partage pas avec vous" in answer.json()["error"]) == (403, True)
    assert stored(class_5a, "D1", "A11", "ALPHA") == ("2", class_5a.teacher.author_label)


def test_evaluation_deleted_while_its_grid_was_open_is_said_and_nothing_is_written(class_5a, entry):
    delete_evaluation(actor=class_5a.teacher, pk=class_5a.evaluations["D3"].pk)
    answer = entry(class_5a.teacher, "D3", ("B11", "BRAVO", "", "2"))
    assert (answer.status_code, "a été supprimée : rien n'a été enregistré" in answer.json()["error"]) == (404, True)
    assert not Mark.objects.filter(evaluation=class_5a.evaluations["D3"]).exists()


def test_save_is_undone_the_next_day_with_authors_and_what_changed_since_is_left_p94(
    class_5a, entry, colleague, client_as
):
    share(class_5a, "D1", colleague, 2)
    cells = [("A10", name, was, "4") for name, was in (("ALPHA", "1"), ("BRAVO", "3"), ("CHARLI", "AB"))]
    entry(colleague, "D1", *cells, gesture="fill_item")
    entry(class_5a.teacher, "D1", ("A10", "BRAVO", "4", "2"))
    batch = MarkChange.objects.filter(actor=colleague).first().batch
    pk = class_5a.evaluations["D1"].pk

    with time_machine.travel(NEXT_DAY, tick=False):
        browser = client_as(colleague)
        assert "3 cases" in words(browser.get(reverse("evaluations:entry_saves", args=[pk])))
        told = words(browser.post(reverse("evaluations:undo_save", args=[pk, batch]), follow=True))

    assert "2 cases remises comme avant. 1 case laissée telle quelle." in told
    assert stored(class_5a, "D1", "A10", "ALPHA") == ("1", class_5a.teacher.author_label)
    assert stored(class_5a, "D1", "A10", "BRAVO") == ("2", class_5a.teacher.author_label)
    assert stored(class_5a, "D1", "A10", "CHARLI") == ("AB", class_5a.teacher.author_label)


def test_history_of_a_cell_says_who_when_and_from_what_to_what_p95(class_5a, entry, client_as, colleague):
    share(class_5a, "D1", colleague, 2)
    entry(colleague, "D1", ("A10", "ALPHA", "1", "4"))
    asked = {"eleve": class_5a.pupils["ALPHA"].pk, "ligne": class_5a.items["A10"].pk}
    address = reverse("evaluations:mark_history", args=[class_5a.evaluations["D1"].pk], query=asked)
    told = words(client_as(class_5a.teacher).get(address))
    assert f"30/11/2026 à 09:00 , {colleague.author_label}" in told
    assert "très insuffisant → puis très satisfaisant" in told
    assert f"Très satisfaisant, par {colleague.author_label}" in told
    assert "décision du" not in told


def test_grid_of_an_evening_shows_what_was_typed_then_p95(class_5a, entry, client_as):
    pk = class_5a.evaluations["D3"].pk
    with time_machine.travel(NEXT_DAY, tick=False):
        entry(class_5a.teacher, "D3", ("B11", "BRAVO", "", "2"))
        query = {"au": "2026-11-30"}
        page = client_as(class_5a.teacher).get(reverse("evaluations:entry_on", args=[pk], query=query))
    assert "1 case a changé depuis" in words(page)
    assert page.text.count('data-s="R"') == 1 + 1  # of the grid that evening, and of the legend


def test_colleague_with_the_grid_open_sees_a_save_with_its_author_p92(class_5a, entry, client_as, colleague):
    share(class_5a, "D3", colleague, 2)
    entry(colleague, "D3", ("B11", "BRAVO", "", "2"))
    asked = {"cadre": class_5a.evaluations["D3"].pk, "classe": 0, "depuis": 0, "page": "0" * 32}
    address = reverse("evaluations:presence", args=[class_5a.evaluations["D3"].pk])
    [change] = client_as(class_5a.teacher).get(address, asked).json()["changes"]
    cell = [class_5a.pupils["BRAVO"].pk, class_5a.items["B11"].pk, "2", None, colleague.author_label]
    assert change[:5] == cell
    wrong = asked | {"cadre": class_5a.evaluations["D1"].pk}
    assert client_as(class_5a.teacher).get(address, wrong).status_code == 404


def test_what_another_evaluation_did_to_the_same_pupil_and_item_is_not_of_this_grid(class_5a, entry, client_as):
    entry(class_5a.teacher, "D2", ("A10", "ALPHA", "3", "1"))
    pk = class_5a.evaluations["D1"].pk
    asked = {"eleve": class_5a.pupils["ALPHA"].pk, "ligne": class_5a.items["A10"].pk}
    browser = client_as(class_5a.teacher)
    told = words(browser.get(reverse("evaluations:mark_history", args=[pk], query=asked)))
    assert "Aucun changement depuis cette décision." in told
    news = browser.get(
        reverse("evaluations:presence", args=[pk]), {"cadre": pk, "classe": 0, "depuis": 0, "page": "0" * 32}
    )
    assert news.json()["changes"] == []
    assert stored(class_5a, "D1", "A10", "ALPHA") == ("1", class_5a.teacher.author_label)


def columns_of(page):
    """The pupils of a grid, why some are only read, and what their columns hold."""
    grid = page.context["grid"]
    cells = zip(*(row.cells for row in grid.rows), strict=True)
    return [(head.name, head.apart, [code for code, _ in held]) for head, held in zip(grid.columns, cells, strict=True)]


def test_pupil_who_left_keeps_his_column_shut_after_the_others_p97(class_5a, client_as):
    Account.objects.filter(last_name="ALPHA").update(left_on="2026-11-15")
    address = reverse("evaluations:entry", args=[class_5a.evaluations["D1"].pk])
    page = client_as(class_5a.teacher).get(address)
    assert columns_of(page) == [
        ("BRAVO Ben", "", ["3", "4", "4"]),
        ("CHARLI Cléo", "", ["AB", "AB", "AB"]),
        ("DELTA Dan", "", ["2", "2", "1"]),
        ("ALPHA Ana", "sorti le 15/11/2026", ["1", "2", "4"]),
    ]
    assert page.text.count('data-apart="sorti le 15/11/2026"') == 1
    assert "3 élèves + 1 en lecture" in words(page)
    alpha, [a10] = class_5a.pupils["ALPHA"].pk, class_5a.ids("A10")
    state = reverse("evaluations:standing", args=[class_5a.evaluations["D1"].pk, alpha, a10])
    assert client_as(class_5a.teacher).get(state, {"code": "1"}).status_code == 200


def test_pupil_who_changed_class_has_a_shut_row_in_a_turned_table_p97(class_5a, client_as):
    Account.objects.filter(last_name="ALPHA").update(school_class=SchoolClassFactory(niveau="5"))
    d1, client = class_5a.evaluations["D1"].pk, client_as(class_5a.teacher)
    client.post(reverse("evaluations:turn", args=[d1]), {"tourne": "oui"})
    page = client.get(reverse("evaluations:entry", args=[d1]))
    alpha = class_5a.pupils["ALPHA"].pk
    assert f'<tr data-i="{alpha}" data-apart="n&#x27;est plus dans cette évaluation">' in page.text
    assert page.text.count("data-apart") == 1


def test_pupil_who_arrives_has_an_empty_column_and_the_others_are_as_they_were_p80_p97(class_5a, client_as):
    address = reverse("evaluations:entry", args=[class_5a.evaluations["D1"].pk])
    before = columns_of(client_as(class_5a.teacher).get(address))
    AccountFactory(last_name="ECHO", first_name="Eva", school_class=class_5a.school_class)
    assert columns_of(client_as(class_5a.teacher).get(address)) == [*before, ("ECHO Eva", "", ["", "", ""])]


def test_pupil_who_changed_class_keeps_his_column_in_the_grid_of_a_day_p97(class_5a, client_as):
    Account.objects.filter(last_name="ALPHA").update(school_class=SchoolClassFactory(niveau="5"))
    address = reverse("evaluations:entry_on", args=[class_5a.evaluations["D1"].pk], query={"au": "2026-11-30"})
    assert "ALPHA Ana" in words(client_as(class_5a.teacher).get(address))


def test_head_reads_the_grid_of_any_evaluation_and_saves_nothing_p70(class_5a, client_as, entry):
    head = AccountFactory(profile="DIR")
    address = reverse("evaluations:any_entry", args=[class_5a.evaluations["D1"].pk], query={"au": "2026-11-30"})
    page = client_as(head).get(address)
    assert page.status_code == 200
    assert "Lecture seule." in words(page)
    assert page.text.count("ALPHA Ana") == 1
    colours = re.search(r'href="([^"]*/couleurs/[^"]*)"', page.text)
    assert colours
    assert client_as(head).get(colours[1]).status_code == 200
    assert entry(head, "D1", ("A10", "ALPHA", "1", "2")).status_code == 403
    assert stored(class_5a, "D1", "A10", "ALPHA") == ("1", class_5a.teacher.author_label)
    assert client_as(class_5a.teacher).get(address).status_code == 403


def test_table_is_turned_and_stays_so_in_every_grid_p82(class_5a, client_as):
    client, d1, d2 = client_as(class_5a.teacher), *(class_5a.evaluations[name].pk for name in ("D1", "D2"))
    client.post(reverse("evaluations:turn", args=[d1]), {"tourne": "oui"})
    page = client.get(reverse("evaluations:entry", args=[d2]))
    assert (page.text.count("<tr data-i="), page.text.count("data-p=")) == (4, 4)
    assert [row.label for row in page.context["grid"].rows] == ["ALPHA Ana", "BRAVO Ben", "CHARLI Cléo", "DELTA Dan"]
    client.post(reverse("evaluations:turn", args=[d2]), {"tourne": "non"})
    assert [row.id for row in client.get(reverse("evaluations:entry", args=[d1])).context["grid"].rows] == class_5a.ids(
        "A10", "A11", "B10"
    )


def test_turned_table_saves_as_the_other_one_p82(class_5a, client_as, entry):
    client_as(class_5a.teacher).post(
        reverse("evaluations:turn", args=[class_5a.evaluations["D1"].pk]), {"tourne": "oui"}
    )
    class_5a.teacher.refresh_from_db()
    assert entry(class_5a.teacher, "D1", ("A10", "ALPHA", "1", "2")).json()["saved"] == 1
    assert stored(class_5a, "D1", "A10", "ALPHA") == ("2", class_5a.teacher.author_label)


def test_heading_of_an_item_says_its_coefficient_its_socle_and_its_comment_p82(class_5a, client_as):
    item = class_5a.items["A11"]
    item.comment = "Sur la droite <graduée>"
    item.save()
    ItemLink.objects.create(item=item, entry=SocleEntry.objects.first())
    page = client_as(class_5a.teacher).get(reverse("evaluations:entry", args=[class_5a.evaluations["D1"].pk]))
    assert 'data-about="coefficient 2 · dans le socle · Sur la droite &lt;graduée&gt;"' in page.text
    assert 'data-about="coefficient 1"' in page.text
