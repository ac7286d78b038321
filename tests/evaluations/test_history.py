"""The history of marks: whatever a school does to its results, a line is added, none is changed nor taken away."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.models import MarkChange
from evaluations.services.evaluations import delete_evaluation, restore_evaluation
from referentiels.enums import NodeKind
from referentiels.models import Change
from referentiels.services.editing import delete_nodes
from referentiels.services.undoing import undo

_WRITES = re.compile(r'^\s*(UPDATE|DELETE FROM)\s+"evaluations_markchange"', re.IGNORECASE)


@pytest.fixture
def works(class_5a, client_as):
    """What people do to results, one thing after the other."""
    teacher, d1, d3 = class_5a.teacher, class_5a.evaluations["D1"], class_5a.evaluations["D3"]
    browser = client_as(teacher)

    def save(item, pupil, was, code):
        cell = [class_5a.pupils[pupil].pk, class_5a.items[item].pk, was, code]
        address = reverse("evaluations:save_marks", args=[d3.pk])
        sent = {"gestures": [{"gesture": "cell", "cells": [cell]}]}
        assert browser.post(address, sent, content_type="application/json").status_code == 200

    def undo_save():
        batch = MarkChange.objects.filter(evaluation=d3).latest("pk").batch
        assert browser.post(reverse("evaluations:undo_save", args=[d3.pk, batch])).status_code == 302

    def change():
        items = [pk for pk in d1.lines.values_list("item_id", flat=True) if pk != class_5a.items["A11"].pk]
        asked = {"title": "D1", "given_on": "2026-09-16", "visible_on": "2026-09-16", "item": items}
        asked["classe"] = d1.school_class_id
        page = browser.post(reverse("evaluations:change", args=[d1.pk]), asked)
        seen = page.text.split('name="seen" value="')[1].split('"')[0]
        assert browser.post(reverse("evaluations:change", args=[d1.pk]), asked | {"seen": seen}).status_code == 302

    def lose_an_item():
        of = {"author": teacher, "referentiel": class_5a.referentiel}
        delete_nodes(**of, kind=NodeKind.ITEM, keys=class_5a.ids("A20"))
        undo(**of, gesture_id=Change.objects.latest("pk").gesture)

    return {
        "given": lambda: save("B11", "BRAVO", "", "2"),
        "changed": lambda: save("B11", "BRAVO", "2", "4"),
        "emptied": lambda: save("B11", "BRAVO", "4", ""),
        "undone": undo_save,
        "dated, an item less": change,
        "deleted": lambda: delete_evaluation(actor=teacher, pk=d3.pk),
        "put back": lambda: restore_evaluation(actor=teacher, pk=d3.pk),
        "lost with an item, and back": lose_an_item,
    }


def test_history_is_only_ever_added_to_whatever_is_done_to_results(works):
    known: list[dict[str, object]] = []
    with time_machine.travel("2026-11-30 09:00+01:00"):
        for name, work in works.items():
            with CaptureQueriesContext(connection) as queries:
                work()
            assert [query["sql"] for query in queries if _WRITES.match(query["sql"])] == [], name
            lines = list(MarkChange.objects.order_by("pk").values())
            assert lines[: len(known)] == known, name
            known = lines
    assert len({line["batch"] for line in known}) >= len(works) - 1
