"""How a relevé is shown: by pupil or by item; as a table of a class; as a « bulletin »."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from bilans.computing.bulletin import Bulletin
from bilans.computing.collective import Collective, Margin
from bilans.computing.figures import shown_out_of_20
from bilans.computing.inputs import Item, Pupil
from bilans.computing.levels import Level, Levels
from bilans.computing.releve import Block, ItemSheet, Line, Outcome, Releve, Sheet, by_item, showing
from bilans.paper import pieces
from bilans.paper.pieces import Cell, Column, Grid, Kind, Label, Note, Paper, Row
from bilans.queries import comments_of
from bilans.reports.asked import Asked
from bilans.reports.laying import (
    about,
    figure,
    foot_rows,
    item_columns,
    item_label,
    line_row,
    reached,
    room_for,
    start_of,
)
from evaluations.scoring.explain import explain_mean, explain_percent
from evaluations.scoring.series import ReportWindow

Lay = Callable[[Asked, Any], Paper]
_MEAN_OF_ALL = " de tous les items"
_OF_ONE = " d'une matière"


def lay_releve(title: str) -> Lay:
    """A sheet for each pupil, or for each item."""

    def lay(asked: Asked, found: Releve) -> Paper:
        kept = showing(found, asked.shown.outcome)
        is_by_item = asked.options.among("par", {"eleve": False, "item": True}, "eleve")
        sheets = _by_item(asked, kept) if is_by_item else _by_pupil(asked, kept)
        subject = "Item" if is_by_item else "Élève"
        matieres = list(dict.fromkeys(item.matiere.label for item in found.items))
        is_named = len(matieres) == 1 and title.endswith(_OF_ONE)
        return Paper(
            f"{title.removesuffix(_OF_ONE)} – {matieres[0]}" if is_named else title,
            about(asked),
            tuple(sheets),
            _notes(asked),
            subject,
        )

    return lay


def _notes(asked: Asked) -> tuple[Note, ...]:
    if asked.shown.outcome is Outcome.ALL:
        return ()
    kind = "réussis" if asked.shown.outcome is Outcome.SUCCEEDED else "non réussis"
    return (Note(f"Seuls les items {kind} sont montrés ; les moyennes sont celles de tous."),)


def _by_pupil(asked: Asked, found: Releve) -> Iterator[pieces.Sheet]:
    comments = _comments(asked, found.items)
    cells = room_for([line for sheet in found.sheets for block in sheet.blocks for line in block.lines], asked.shown)
    columns, start = item_columns(asked.shown, cells), start_of(asked)

    def lay(sheet: Sheet) -> tuple[Grid]:
        return (Grid(columns, tuple(_pupil_rows(asked, sheet, cells, comments, start, len(columns)))),)

    for sheet in found.sheets:
        yield pieces.Sheet(str(sheet.pupil.key), sheet.pupil.name, pieces.Later(partial(lay, sheet)))


def _comments(asked: Asked, items: Sequence[Item]) -> dict[int, tuple[str, str]]:
    return comments_of(items) if asked.shown.comment or asked.shown.link else {}


def _pupil_rows(
    asked: Asked, sheet: Sheet, cells: int, comments: dict[int, tuple[str, str]], start: date | None, width: int
) -> Iterator[Row]:
    is_alone = len(sheet.blocks) == 1
    for block in sheet.blocks:
        if not is_alone:
            yield Row((Label(block.matiere.label),), is_heading=True)
        for theme, lines in groupby(block.lines, key=lambda line: line.item.theme):
            if is_alone:
                yield Row((Label(theme.name),), is_heading=True)
            for line in lines:
                yield line_row(_named(line.item, asked, comments), line, sheet.pupil, asked, cells=cells, start=start)
        if width > 1:
            yield from _block_foot(asked, block, width)
    if not is_alone and width > 1:
        yield from _general_foot(asked, sheet, width)


def _named(item: Item, asked: Asked, comments: dict[int, tuple[str, str]]) -> list[Cell]:
    label = item_label(item, asked.shown, comments)
    return [item.reference, label] if asked.shown.reference else [label]


def _block_foot(asked: Asked, block: Block, width: int) -> Iterator[Row]:
    mean = block.explained_mean(is_weighted=asked.shown.is_weighted).sentence
    yield from foot_rows(block.summary, asked, width, mean=mean, percent=block.explained_percent())


def _general_foot(asked: Asked, sheet: Sheet, width: int) -> Iterator[Row]:
    lines = [line for block in sheet.blocks for line in block.lines]
    mean, percent = _sentences(lines, is_weighted=asked.shown.is_weighted)
    yield from foot_rows(sheet.general, asked, width, mean=mean, percent=percent, of=_MEAN_OF_ALL)


def _sentences(lines: Sequence[Line], *, is_weighted: bool) -> tuple[str, str]:
    mean = explain_mean((line.level.score, line.item.coefficient if is_weighted else 1) for line in lines)
    return mean.sentence, explain_percent(line.level.state for line in lines)


def _by_item(asked: Asked, found: Releve) -> Iterator[pieces.Sheet]:
    sheets = by_item(found, Levels({}, ReportWindow(), asked.scale.states))
    cells = room_for([line for sheet in sheets for _pupil, line in sheet.lines], asked.shown)
    columns = tuple(column for column in item_columns(asked.shown, cells, label="Élève") if column.label != "Réf.")
    for sheet in sheets:
        if sheet.lines:
            rows = tuple(_item_rows(asked, sheet, cells, len(columns)))
            title = f"{sheet.item.full_reference} {sheet.item.name}"
            yield pieces.Sheet(f"i{sheet.item.key}", title, (Grid(columns, rows),))


def _item_rows(asked: Asked, sheet: ItemSheet, cells: int, width: int) -> Iterator[Row]:
    start = start_of(asked)
    for pupil, line in sheet.lines:
        yield line_row([Label(pupil.name)], line, pupil, asked, cells=cells, start=start)
    if width > 1:
        # Every pupil counts alike: the coefficient of an item is the same for all.
        mean, percent = _sentences([line for _pupil, line in sheet.lines], is_weighted=False)
        yield from foot_rows(sheet.summary, asked, width, mean=mean, percent=percent)


# --- A class on items ---


def lay_table(title: str) -> Lay:
    """Pupils × items, or items × pupils, with both margins."""

    def lay(asked: Asked, found: Collective) -> Paper:
        is_by_item = asked.options.among("sens", {"eleves": False, "items": True}, "eleves")
        grid = _items_by_pupils(asked, found) if is_by_item else _pupils_by_items(asked, found)
        matieres = list(dict.fromkeys(column.item.matiere.label for column in found.columns))
        named = f"Tableau – {matieres[0]}" if len(matieres) == 1 else title
        grid = replace(grid, sorts_by_state=len(matieres) > 1)
        pupils, items = len(found.rows), len(found.columns)
        sheets = (pieces.Sheet("", named, (grid,)),) if found.columns else ()
        said = f"{pupils} élève{'s' if pupils > 1 else ''}, {items} item{'s' if items > 1 else ''}"
        return Paper(named, about(asked, said), sheets, subject="", has_codes=False, is_landscape=True)

    return lay


def _head(item: Item, asked: Asked) -> Column:
    reference = item.full_reference if asked.shown.reference else ""
    return Column(item.name, Kind.LEVEL, detail=reference, is_turned=True, key=item.key)


def _margins(asked: Asked, *, is_turned: bool) -> tuple[Column, ...]:
    if not asked.shown.scores:
        return ()
    return tuple(Column(label, Kind.NUMBER, is_turned=is_turned, width=13) for label in ("Moyenne", "Items acquis"))


def _margin_cells(
    margin: Margin, asked: Asked, levels: Sequence[Level], items: Sequence[Item] = ()
) -> tuple[Cell, ...]:
    if not asked.shown.scores:
        return ()
    is_weighted = bool(items) and asked.options.is_yes("coefficients")
    weights = [item.coefficient if is_weighted else 1 for item in items] or [1] * len(levels)
    mean = explain_mean((level.score, weight) for level, weight in zip(levels, weights, strict=True))
    percent = explain_percent(level.state for level in levels)
    return figure(margin.mean, asked.shown, mean.sentence), figure(margin.percent, asked.shown, percent)


def _pupils_by_items(asked: Asked, found: Collective) -> Grid:
    items = [column.item for column in found.columns]
    heads = (Column("Élève"), *(_head(item, asked) for item in items), *_margins(asked, is_turned=True))
    rows = [_pupil_row(asked, row.pupil, row.levels, row.margin, items) for row in _sorted(asked, found)]
    return Grid(heads, (*rows, *_class_rows(asked, found)), is_matrix=True)


def _sorted(asked: Asked, found: Collective) -> list[Any]:
    """The rows as asked; who has no figure comes last, whatever the order."""
    rows = list(found.rows)
    by = asked.options.among("trier", {"nom": None, "moyenne": "mean", "acquis": "percent"}, "nom")
    if by is None or not asked.shown.scores:
        return rows

    def place(row: Any) -> tuple[bool, int]:
        score = getattr(row.margin, by).score
        return score is None, -(score or 0)

    return sorted(rows, key=place)


def _pupil_row(asked: Asked, pupil: Pupil, levels: Sequence[Level], margin: Margin, items: Sequence[Item]) -> Row:
    cells = (reached(level, pupil, item, asked.shown) for level, item in zip(levels, items, strict=True))
    return Row((Label(pupil.name), *cells, *_margin_cells(margin, asked, levels, items)), key=pupil.key)


def _class_rows(asked: Asked, found: Collective) -> Iterator[Row]:
    if not asked.shown.scores:
        return
    means = [_margin_cells(column.margin, asked, column.levels) for column in found.columns]
    whole = found.whole
    yield Row((Label("Moyenne"), *(cells[0] for cells in means), figure(whole.mean, asked.shown), None), is_foot=True)
    yield Row(
        (Label("Items acquis"), *(cells[1] for cells in means), None, figure(whole.percent, asked.shown)), is_foot=True
    )


def _items_by_pupils(asked: Asked, found: Collective) -> Grid:
    pupils = [row.pupil for row in found.rows]
    turned = (Column(pupil.name, Kind.LEVEL, is_turned=True, key=pupil.key) for pupil in pupils)
    first = (Column("Réf.", width=22),) if asked.shown.reference else ()
    heads = (*first, Column("Item"), *turned, *_margins(asked, is_turned=True))
    rows = []
    for column in found.columns:
        named: tuple[Cell, ...] = (column.item.full_reference,) if asked.shown.reference else ()
        cells = (
            reached(level, pupil, column.item, asked.shown) for level, pupil in zip(column.levels, pupils, strict=True)
        )
        rows.append(Row((*named, Label(column.item.name), *cells, *_margin_cells(column.margin, asked, column.levels))))
    return Grid(heads, (*rows, *_pupil_feet(asked, found, len(first))), is_matrix=True)


def _pupil_feet(asked: Asked, found: Collective, blanks: int) -> Iterator[Row]:
    if not asked.shown.scores:
        return
    items = [column.item for column in found.columns]
    feet = [_margin_cells(row.margin, asked, row.levels, items) for row in found.rows]
    first: tuple[Cell, ...] = (None,) * blanks
    whole = found.whole
    yield Row(
        (*first, Label("Moyenne"), *(cells[0] for cells in feet), figure(whole.mean, asked.shown), None), is_foot=True
    )
    yield Row(
        (*first, Label("Items acquis"), *(cells[1] for cells in feet), None, figure(whole.percent, asked.shown)),
        is_foot=True,
    )


# --- « Bulletin » ---


def lay_bulletin(asked: Asked, found: Bulletin) -> Paper:
    """A pupil, a mark, a sentence; and the line of the class."""
    rows = [_bulletin_row(asked, line.pupil, line.mark, line.sentence) for line in found.lines]
    said = "" if found.percent is None else f"{found.percent}% acquis"
    rows.append(Row((Label("Classe"), shown_out_of_20(found.mark) or "–", said), is_foot=True))
    columns = (Column("Élève"), Column("Note sur 20", width=24), Column("Appréciation"))
    matiere = asked.matiere()
    sheet = pieces.Sheet("", f"Bulletin – {matiere.label}", (Grid(columns, tuple(rows)),))
    has_any = any(line.summary.share.total for line in found.lines)
    sheets = (sheet,) if has_any and asked.shown.scores else ()
    return Paper(f"Bulletin – {matiere.label}", about(asked), sheets, subject="", has_codes=False, has_states=False)


def _bulletin_row(asked: Asked, pupil: Pupil, mark: Any, sentence: str) -> Row:
    return Row((Label(pupil.name), shown_out_of_20(mark) or "–", sentence), key=pupil.key)
