"""Every figure that the software of 2012 printed of the socle of a class comes out again."""

from functools import cache

import pytest

from bilans.computing.inputs import Decision, Entry, Item, Pupil
from bilans.computing.levels import Level, Levels
from bilans.computing.mastery import EntryFigures, MasterySheet, mastery
from bilans.computing.percentages import AUTOMATIC, Harvest, Shares, panel
from evaluations.scoring.series import ReportWindow
from evaluations.scoring.states import DEFAULT_STATES
from tests.bilans.class_2012 import (
    Row,
    Run,
    decided,
    entries,
    items,
    marks,
    pupils,
    runs,
    table,
)
from tests.bilans.printing_2012 import COLOURS, asked, counts_in, figure, rows, shown_level, sigle


@cache
def _levels() -> Levels:
    return Levels(marks(), ReportWindow(), DEFAULT_STATES)


@cache
def _shares(matieres: str) -> Shares:
    return Shares(items(), _levels(), Harvest(frozenset(map(int, matieres.split("+")))) if matieres else AUTOMATIC)


def _cell(row: Row) -> tuple[Pupil, Entry]:
    pupil = next(pupil for pupil in pupils() if pupil.key == int(row["eleve_id"]))
    return pupil, next(entry for entry in entries() if entry.key == int(row["entree_id"]))


GRIDS = sorted({(row["pilier_id"], row["matieres"]) for row in table("grid_percentages.tsv.gz")})


@pytest.mark.parametrize(("pilier", "matieres"), GRIDS)
def test_validation_grid_of_2012_has_its_percentages_p126_p127_p128(pilier: str, matieres: str) -> None:
    shown = [
        row for row in table("grid_percentages.tsv.gz") if (row["pilier_id"], row["matieres"]) == (pilier, matieres)
    ]
    for row in shown:
        assert row["mode"] == ("manuel" if matieres else "auto")
        pupil, entry = _cell(row)
        assert str(entry.domaine.pilier.key) == pilier
        assert figure(_shares(matieres).share(pupil, entry).percent) == row["percent"], row
        decision = decided().entries.get((pupil.key, entry.key))
        assert (_state(decision), _signed(decision)) == (row["validation_state"], row["decision"])
        pilier_decision = decided().piliers.get((pupil.key, int(pilier)))
        assert row["pilier_done"] == ("1" if pilier_decision and pilier_decision.is_validated else "0")


def test_every_percentage_and_panel_is_compared() -> None:
    assert [len(table(f"{name}.tsv.gz")) for name in ("grid_percentages", "panel_counts", "panel_items")] == [
        3934,
        775,
        1158,
    ]


@pytest.mark.parametrize("pilier", sorted({row["pilier_id"] for row in table("panel_counts.tsv.gz")}))
def test_panels_of_2012_come_out_with_their_items_p131(pilier: str) -> None:
    behind = [row for row in table("panel_items.tsv.gz") if row["pilier_id"] == pilier]
    found = []
    for row in table("panel_counts.tsv.gz"):
        if row["pilier_id"] == pilier:
            shown = panel(*_cell(row), _shares(""))
            assert _panel_head(row) == (
                figure(shown.share.percent, ""),
                *reversed(counts_in(shown.share.counts) if shown.lines else ("", "", "")),
                COLOURS.get(sigle(shown.state), ""),
            )
            for rank, line in enumerate(shown.lines):
                assert line.explained.explanation.score == line.level.score
                found.append((row["eleve_id"], row["entree_id"], str(rank), *_panel_line(line.item, line.level)))
    columns = ("item_ref", "item_id", "item_nom", "score", "state")
    assert found == [tuple(row[key] for key in ("eleve_id", "entree_id", "rank", *columns)) for row in behind]


def _panel_head(row: Row) -> tuple[str, ...]:
    return row["percent"], row["A"], row["VA"], row["NA"], row["colour"]


def _panel_line(item: Item, level: Level) -> tuple[str, ...]:
    return item.full_reference, str(item.key), item.name, *shown_level(level)


def _state(decision: Decision | None) -> str:
    return "2" if decision is None else str(int(decision.is_validated))


def _day(decision: Decision | None) -> str:
    return "---" if decision is None else f"{decision.decided_on:%d/%m/%Y}"


def _signed(decision: Decision | None) -> str:
    return "" if decision is None else f"{_day(decision)} {decision.author}"


def _sheets(run: Run) -> tuple[MasterySheet, ...]:
    wanted = set(map(int, run.asked["f_pilier"].split(",")))
    manual = run.asked["f_mode"] == "manuel"
    harvest = Harvest(frozenset(map(int, run.asked["f_matiere"].split(",")))) if manual else AUTOMATIC
    chosen = [entry for entry in entries() if entry.domaine.pilier.key in wanted]
    return mastery(run.pupils, chosen, Shares(items(), run.levels, harvest), decided())


@pytest.mark.parametrize("name", asked("releve_socle"))
def test_releve_de_maitrise_of_2012_comes_out_line_by_line_p138(name: str) -> None:
    run = runs()[name]
    # Families do not read decisions unless the school says so; this one did not.
    are_shown = bool(run.asked.get("f_socle_EV")) and run.child is None
    lines, behind = [], []
    for sheet in _sheets(run):
        key = str(sheet.pupil.key)
        for pilier in sheet.piliers:
            lines.append((key, "pilier", "", "", "", *_decision(pilier.decision, are_shown)))
            for domaine in pilier.domaines:
                lines.append((key, "section", "", "", "", "", "", ""))
                for entry in domaine.entries:
                    lines.append((key, "item", *_entry(entry), *_decision(entry.decision, are_shown)))
                    behind += [
                        (key, str(entry.entry.key), item.full_reference, *shown_level(level))
                        for item, level in entry.scored
                    ]
    columns = ("entree_id", "percent_text", "colour", "validation_date", "validation_state", "decision")
    assert lines == rows("socle_detail", name, "eleve_id", "kind", *columns)
    assert behind == rows("socle_detail_items", name, "eleve_id", "entree_id", "item_ref", "score", "state")


def _entry(found: EntryFigures) -> tuple[str, str, str]:
    number = str(found.entry.key) if found.scored else ""
    return number, found.share.acquired or "---", COLOURS.get(sigle(found.state), "")


def _decision(decision: Decision | None, are_shown: bool) -> tuple[str, str, str]:
    return (_day(decision), _state(decision), _signed(decision)) if are_shown else ("", "", "")


@pytest.mark.parametrize("name", asked("releve_synthese_socle"))
def test_synthese_de_maitrise_of_2012_comes_out_cell_by_cell_p140(name: str) -> None:
    run = runs()[name]
    are_decisions = run.asked["f_type"] == "validation"
    found = []
    for sheet in _sheets(run):
        key = str(sheet.pupil.key)
        if are_decisions:
            found += [(key, "pilier", str(one.pilier.key), *_decided_cell(one.decision)) for one in sheet.piliers]
        for one in sheet.entries:
            shown = _decided_cell(one.decision, is_covered=one.is_covered) if are_decisions else _share_cell(one)
            found.append((key, "entree", str(one.entry.key), *shown))
    columns = ("colour", "percent_text", "decision", "text")
    assert sorted(found) == sorted(rows("socle_synthese", name, "eleve_id", "kind", "id", *columns))


def _decided_cell(decision: Decision | None, *, is_covered: bool = False) -> tuple[str, str, str, str]:
    return "" if is_covered else f"v{_state(decision)}", "", _signed(decision), ""


def _share_cell(found: EntryFigures) -> tuple[str, str, str, str]:
    if found.share.percent is None:
        return "hc", "", "", "-"
    return COLOURS[sigle(found.state)], found.share.acquired, "", ""
