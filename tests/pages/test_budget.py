"""What each address costs may only go down: the questions that it asks the database, the kilobytes that it sends.

The figures stand in `budget.json`. `WRITE_BUDGET=1 pytest tests/pages/test_budget.py -n0` writes those of new addresses
and those that went down; one that must go up is changed there by hand, in the change that needs it. Where the two
databases differ, it is the larger.
"""

import json
import math
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pages.addresses import Kind, cases
from tests.pages.asking import get, usual_profile

FILE = Path(__file__).with_name("budget.json")
BUDGET: dict[str, list[int]] = json.loads(FILE.read_text())
CASES = [case for case in cases() if case.sample.kind in (Kind.PAGE, Kind.FRAGMENT, Kind.DATA)]
# Numbers of rows have more digits in one run than in another.
_LEEWAY = 1.03
_NOT_QUESTIONS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@pytest.mark.full
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_address_costs_no_more_than_it_did(case, world_at, visitor):
    world = world_at(case.sample.stage)
    browser = visitor(world, usual_profile(case))
    # What a process reads once, and the words kept in memory, belong to no page.
    get(browser, case, world)
    with CaptureQueriesContext(connection) as asked:
        response = get(browser, case, world)
    queries = sum(not query["sql"].startswith(_NOT_QUESTIONS) for query in asked.captured_queries)
    if os.environ.get("WRITE_BUDGET"):
        _write(case.key, queries, math.ceil(len(response.content) * _LEEWAY / 1000))
        return
    assert case.key in BUDGET, "WRITE_BUDGET=1 adds it to tests/pages/budget.json"
    most_queries, most_kilobytes = BUDGET[case.key]
    assert queries <= most_queries, [query["sql"][:200] for query in asked.captured_queries]
    assert len(response.content) <= most_kilobytes * 1000


def test_every_figure_is_that_of_an_address():
    assert BUDGET.keys() - {case.key for case in CASES} == set()


def _write(key: str, *figures: int) -> None:
    now: dict[str, list[int]] = json.loads(FILE.read_text())
    kept = {case.key: now[case.key] for case in CASES if case.key in now}
    kept[key] = [min(pair) for pair in zip(figures, now.get(key, figures), strict=True)]
    lines = (f"{json.dumps(name)}: {json.dumps(cost)}" for name, cost in sorted(kept.items()))
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
