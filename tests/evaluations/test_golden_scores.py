"""Scores are those that real installations computed."""

import csv
import json
from pathlib import Path

import pytest

from evaluations.scoring.means import percent_acquired
from evaluations.scoring.methods import LIMITS, Method, score
from evaluations.scoring.series import counted
from evaluations.scoring.states import DEFAULT_STATES, state
from evaluations.scoring.steps import degree
from tests.evaluations.class_2012 import lines

GOLDEN = Path(__file__).parent.parent / "data" / "golden"
WORKED = json.loads((GOLDEN / "golden_scores.json").read_text(encoding="utf-8"))
SHORT_NAMES = dict(zip(("geo", "ari", "cla", "best1", "best2", "best3", "fmin", "fmax"), Method, strict=True))


def sigle(figure: int | None) -> str:
    found = state(figure, DEFAULT_STATES)
    return found.sigle if found else "-"


def test_scores_and_states_of_a_real_installation_of_2012_are_found_again_p45() -> None:
    with (GOLDEN / "scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    none = 0
    for row in rows:
        values = {code: int(row[f"valeur_{code}"]) for code in ("RR", "R", "V", "VV")}
        series = [values[code] for code in row["notes"].split() if code in values]
        found = score(series, row["methode"], int(row["limite"]))
        none += found is None
        assert ("FALSE" if found is None else str(found), sigle(found)) == (row["score"], row["etat_40_60"]), row
    assert (len(rows), none) == (3000, 308)


@pytest.mark.parametrize("case", WORKED["cases"], ids=lambda case: " ".join(map(str, case["results"])))
def test_scores_of_the_eight_methods_are_those_worked_by_hand_p45(case: dict) -> None:
    values = WORKED["code_values"]
    series = [values[str(code)] for code in case["results"] if str(code) in values]
    allowed = {name: method for name, method in SHORT_NAMES.items() if name not in case["not_allowed"]}
    assert {name: score(series, method, case["limit"]) for name, method in allowed.items()} == {
        name: case["expected"][name] for name in allowed
    }
    refused = {SHORT_NAMES[name] for name in case["not_allowed"]}
    assert all(case["limit"] not in LIMITS[method] for method in refused)


def test_states_are_those_of_the_thresholds_p42() -> None:
    assert {figure: sigle(int(figure)) for figure in WORKED["state_of_score"]} == WORKED["state_of_score"]


def test_percentages_and_degrees_come_from_states() -> None:
    for case in WORKED["percent_from_states"]:
        states = [one for one, count in zip(DEFAULT_STATES, case["counts_NA_VA_A"], strict=True) for _ in range(count)]
        percent = percent_acquired(states)
        assert (percent, degree(percent)) == (case["percent"], case["degree"])


def test_lines_of_the_releves_of_2012_have_their_scores_again_p45() -> None:
    wrong, count = [], 0
    for line in lines():
        count += 1
        found = score(counted(line.results, line.window, line.limit).values, line.method, 0)
        if ("-" if found is None else str(found), sigle(found)) != (line.score or "-", line.state or "-"):
            wrong.append((line.run, line.item, found, line.score, line.state))
    assert wrong[:5] == []
    assert count == 7746
