"""Every figure that the software of 2012 printed of a class comes out again: relevés, synthèses, grilles."""

import io
import tarfile
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pytest

from bilans.computing.bulletin import bulletin
from bilans.computing.collective import Collective, Margin, collective
from bilans.computing.collective import table as whole_table
from bilans.computing.gepi import Part, gepi_file
from bilans.computing.grille import blank, grilles
from bilans.computing.inputs import Domaine, Synthesis
from bilans.computing.releve import Line, releve
from bilans.computing.synthese import Bar, synthese
from evaluations.scoring.states import DEFAULT_STATES
from tests.bilans.class_2012 import (
    FOLDER,
    Run,
    items,
    printed,
    runs,
    table,
)
from tests.bilans.printing_2012 import (
    asked,
    cells,
    counts_in,
    figure,
    label,
    mark_of_socle,
    out_of_20,
    rows,
    shown_level,
    sigle,
)

# How many lines each file holds: nothing is left unread.
LINES = {
    "releve_items": 7746,
    "releve_footers": 1226,
    "releve_synthese_cells": 6690,
    "bulletin": 315,
    "synthese_bars": 1486,
    "synthese_items": 4839,
    "grille_items": 1641,
    "grille_synthese_cells": 1848,
    "socle_detail": 5976,
    "socle_detail_items": 2214,
    "socle_synthese": 5376,
}


@pytest.mark.parametrize("name", LINES)
def test_every_line_of_the_files_is_that_of_a_run_that_is_computed(name: str) -> None:
    found = printed(name)
    assert sum(map(len, found.values())) == LINES[name]
    assert found.keys() <= set(asked("releve"))


# ---------------------------------------------------------------- relevés


@pytest.mark.parametrize("name", asked("releve_items"))
def test_releve_of_2012_comes_out_line_by_line_p149_p150(name: str) -> None:
    run = runs()[name]
    sheets = releve(run.pupils, run.items, run.levels).sheets
    lines = [
        (str(sheet.pupil.key), str(block.matiere.key), str(rank), *_line(line, run))
        for sheet in sheets
        for block in sheet.blocks
        for rank, line in enumerate(block.lines)
    ]
    columns = ("item_ref", "item_text", "notes_old_to_new(code@date)", "score", "state")
    assert lines == rows("releve_items", name, "eleve_id", "matiere_id", "rank", *columns)
    feet = [
        (str(sheet.pupil.key), str(block.matiere.key), *foot)
        for sheet in sheets
        for block in sheet.blocks
        for foot in (
            ("moyenne", "", *_percent(block.summary.weighted, run)),
            ("acquis", block.summary.share.counted, *_percent(block.summary.share.percent, run)),
        )
    ]
    shown = rows("releve_footers", name, "eleve_id", "matiere_id", "figure", "counts", "percent", "out_of_20")
    assert [(*foot[:3], foot[3] if foot[4] != "-" else "", *foot[4:]) for foot in feet] == shown
    assert bool(lines) == (run.said == "ok")


def _line(line: Line, run: Run) -> tuple[str, ...]:
    number = run.asked["f_cases_nb"]
    return (
        line.item.full_reference,
        label(line.item, run),
        cells(line.last(number), number),
        figure(line.level.score),
        sigle(line.level.state),
    )


def _percent(percent: int | None, run: Run) -> tuple[str, str]:
    mark = out_of_20(Fraction(percent, 5)) if percent is not None and run.asked.get("f_conv_sur20") else ""
    return figure(percent), mark


@pytest.mark.parametrize("name", [name for name in asked("releve_items") if name in printed("releve_synthese_cells")])
def test_collective_table_of_2012_comes_out_both_ways_p155(name: str) -> None:
    run = runs()[name]
    # One matière: coefficients count. Several: they did not, in 2012.
    found = collective(run.pupils, run.items, run.levels, is_weighted="matiere" in run.page)
    assert _cells(found) == _printed_cells("releve_synthese_cells", name)


def _printed_cells(name: str, run: str) -> dict[tuple[str, str], tuple[str, str]]:
    """By row and column, pupils in rows whichever way the table was printed."""
    found = {}
    for row in printed(name)[run]:
        place = row["row"], row["column"]
        found[place if row["tri_objet"] == "eleve" else place[::-1]] = row["value"].removesuffix("%"), row["state"]
    assert len(found) == len(printed(name)[run])
    return found


def _cells(found: Collective) -> dict[tuple[str, str], tuple[str, str]]:
    by_row = {
        (row.pupil.name, column.item.full_reference): shown_level(level)
        for row in found.rows
        for column, level in zip(found.columns, row.levels, strict=True)
    }
    by_column = {
        (row.pupil.name, column.item.full_reference): shown_level(level)
        for column in found.columns
        for row, level in zip(found.rows, column.levels, strict=True)
    }
    assert by_row == by_column
    for row in found.rows:
        by_row |= {(row.pupil.name, kind): shown for kind, shown in _margin(row.margin)}
    for column in found.columns:
        by_row |= {(kind, column.item.full_reference): shown for kind, shown in _margin(column.margin)}
    return by_row | {(kind, kind): shown for kind, shown in _margin(found.whole)}


def _margin(margin: Margin) -> Iterator[tuple[str, tuple[str, str]]]:
    yield "mean", shown_level(margin.mean)
    yield "acquired", shown_level(margin.percent)


@pytest.mark.parametrize("name", [name for name in asked("releve_items") if name in printed("bulletin")])
def test_bulletin_of_2012_and_its_files_for_gepi_come_out_p156(name: str) -> None:
    run = runs()[name]
    found = bulletin(run.pupils, run.items, run.levels)
    lines = [("", out_of_20(found.mark), f"{found.percent}% d'items acquis")]
    lines += [(str(line.pupil.key), out_of_20(line.mark), line.sentence) for line in found.lines]
    assert lines == rows("bulletin", name, "eleve_id", "note20", "appreciation")
    identifiers = {int(row["user_id"]): row["user_id_gepi"] for row in table("eleves.tsv.gz")}
    for part in Part:
        assert gepi_file(found, identifiers, part) == _gepi_files()[f"{name}_{part.value}.csv"]


@cache
def _gepi_files() -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO((FOLDER / "gepi_csv.tar.xz").read_bytes())) as archive:
        held = {member.name.rpartition("/")[2]: archive.extractfile(member) for member in archive if member.isfile()}
        return {name: stream.read() for name, stream in held.items() if stream}


def test_every_file_for_gepi_is_compared() -> None:
    assert set(_gepi_files()) == {f"{run}_{part.value}.csv" for run in printed("bulletin") for part in Part}


# ---------------------------------------------------------------- synthèses, grilles


@pytest.mark.parametrize("name", asked("releve_synthese_m"))
def test_synthese_of_2012_comes_out_bar_by_bar_p159(name: str) -> None:
    run = runs()[name]
    forced = run.asked.get("f_mode_synthese", "predefini")
    found = synthese(run.pupils, run.items, run.levels, forced=None if forced == "predefini" else Synthesis(forced))
    bars, lines = [], []
    for sheet in found.sheets:
        for part in sheet.matieres:
            place = str(sheet.pupil.key), part.matiere.label
            bars.append((*place, "", "TOTAL", *counts_in(part.total.counts)))
            for bar in part.bars:
                bars.append(
                    (*place, _reference(bar), f"{bar.niveaux[0].label} - {bar.name}", *counts_in(bar.share.counts))
                )
                lines += [(*place, _reference(bar), *line) for line in _bar_lines(bar)]
    counts = ("NA", "VA", "A")
    assert _by_matiere(bars) == _by_matiere(
        rows("synthese_bars", name, "eleve_id", "matiere", "synthese_ref", "synthese", *counts)
    )
    columns = ("item_ref", "coef", "socle", "score", "css_state")
    shown = rows("synthese_items", name, "eleve_id", "matiere", "synthese_ref", *columns)
    assert _by_matiere(lines) == _by_matiere(shown)
    assert bool(lines) == (run.said == "ok")


def _by_matiere(lines: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Matières of one rank came in an order of chance, another for each pupil; inside them the order holds."""
    return sorted(lines, key=lambda line: line[:2])


def _reference(bar: Bar) -> str:
    kind = "domaine" if isinstance(bar.places[0], Domaine) else "theme"
    return f"{kind}_{bar.places[0].key}"


def _bar_lines(bar: Bar) -> Iterator[tuple[str, ...]]:
    """The items of a bar in their order; one without a score had no figure, in the colour of the lowest state."""
    scored = {line.item.key: (figure(line.level.score), sigle(line.level.state)) for line in bar.lines}
    held = scored | {item.key: ("", DEFAULT_STATES[0].sigle) for item in bar.unscored}
    for item in items():
        if item.key in held:
            yield item.full_reference, str(item.coefficient), mark_of_socle(item), *held[item.key]


@pytest.mark.parametrize("name", asked("releve_grille"))
def test_grille_of_2012_comes_out_line_by_line_p158(name: str) -> None:
    run = runs()[name]
    is_blank = "generique" in run.asked["f_type"]
    sheets = [blank(run.items)] if is_blank else grilles(run.pupils, run.items, run.levels)
    lines = []
    for sheet in sheets:
        rank = 0
        for domaine in sheet.domaines:
            rank += 1
            for theme in domaine.themes:
                rank += 1
                for line in theme.lines:
                    pupil = str(sheet.pupil.key) if sheet.pupil else ""
                    lines.append((pupil, str(rank), line.item.reference, *_grille_line(line, run, is_blank=is_blank)))
                    rank += 1
    columns = ("item_text", "notes_old_to_new(code@date)", "score", "state")
    if name in printed("grille_items"):
        assert lines == rows("grille_items", name, "eleve_id", "rank", "item_ref", *columns)
    if name in printed("grille_synthese_cells"):
        found = whole_table(run.pupils, run.items, run.levels, is_weighted=True)
        assert _cells(found) == _printed_cells("grille_synthese_cells", name)
    assert name in printed("grille_items") or name in printed("grille_synthese_cells")


def _grille_line(line: Line, run: Run, *, is_blank: bool) -> tuple[str, ...]:
    number = run.asked["f_cases_nb"]
    shown = line.last(number) if run.asked["f_remplissage"] == "plein" else ()
    score = "" if is_blank else figure(line.level.score)
    # The blank sheet had one cell less.
    return label(line.item, run), cells(shown, number - is_blank), score, sigle(line.level.state)
