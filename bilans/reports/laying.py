"""How figures become pieces: what every document of items shares. Nothing is computed here."""

from collections.abc import Iterator, Sequence
from datetime import date

from bilans.computing.figures import Summary, level_of, shown_out_of_20
from bilans.computing.inputs import Item, Pupil
from bilans.computing.levels import NO_LEVEL, Level
from bilans.computing.releve import Line
from bilans.paper.pieces import Cell, Column, Figure, Kind, Label, Marks, Reached, Row
from bilans.reports.asked import Asked
from bilans.reports.shown import MOST_CELLS, Shown
from evaluations.scoring.means import mark_out_of_20

# How many results « auto » makes room for at the most.
_MOST_ON_PAPER = 8


def period_told(asked: Asked) -> str:
    """« 1er trimestre, du 01/09/2026 au 30/11/2026 »."""
    window = asked.window().window
    name = asked.options.text("periode")
    days = f"du {window.start:%d/%m/%Y} au {window.end:%d/%m/%Y}"
    return f"{name}, {days}" if name else days


def about(asked: Asked, *said: str) -> str:
    """What stands under the title: the class, the period, and more."""
    return " · ".join(part for part in (*said, asked.where, period_told(asked)) if part)


def start_of(asked: Asked) -> date | None:
    return asked.window().window.start


def room_for(lines: Sequence[Line], shown: Shown) -> int:
    """How many results the column of a document has room for."""
    if shown.cells is not None:
        return shown.cells
    return min(max((len(line.results) for line in lines), default=0), _MOST_ON_PAPER)


def item_columns(shown: Shown, cells: int, *, label: str = "Item") -> tuple[Column, ...]:
    """Reference, item, results, level: those that are shown."""
    columns = [Column("Réf.", width=19)] if shown.reference else []
    columns.append(Column(label))
    if cells:
        columns.append(
            Column("Résultats", Kind.MARKS, detail="ancien → récent", width=cells * shown.width, cells=cells)
        )
    if shown.states:
        label = "Score" if shown.scores else "État"
        columns.append(Column(label, Kind.LEVEL, width=27 if shown.out_of_20 else 19))
    return tuple(columns)


def item_label(item: Item, shown: Shown, comments: dict[int, tuple[str, str]]) -> Label:
    """The name of an item, with what is shown beside it."""
    notes = []
    if shown.coefficient:
        notes.append(f"coef. {item.coefficient}")
    if shown.socle and item.links:
        notes.append("socle")
    if shown.domaine:
        notes.append(item.theme.domaine.name)
    if shown.theme:
        notes.append(item.theme.name)
    comment, link = comments.get(item.key, ("", ""))
    if shown.comment and comment:
        notes.append(comment)
    return Label(item.name, tuple(notes), link if shown.link else "")


def reached(level: Level, pupil: Pupil, item: Item, shown: Shown) -> Reached:
    """A level that can be explained; without the right to see scores, its state alone."""
    return Reached(level if shown.scores else Level(None, level.state), pupil.key, item.key)


def line_row(first: Sequence[Cell], line: Line, pupil: Pupil, asked: Asked, *, cells: int, start: date | None) -> Row:
    """A line: `first` is what stands before the results."""
    held: list[Cell] = list(first)
    if cells:
        kept = MOST_CELLS if asked.shown.cells is None else cells
        held.append(Marks(line.last(kept), start))
    if asked.shown.states:
        held.append(reached(line.level, pupil, line.item, asked.shown))
    return Row(tuple(held))


def foot_rows(
    summary: Summary, asked: Asked, columns: int, *, mean: str = "", percent: str = "", of: str = ""
) -> Iterator[Row]:
    """The figures at the foot of lines; `mean` and `percent` are the sentences that explain them."""
    shown = asked.shown
    blanks: tuple[Cell, ...] = (None,) * (columns - 2)
    if shown.has_mean:
        figure = summary.mean(is_weighted=shown.is_weighted)
        kind = "pondérée par les coefficients" if shown.is_weighted else "simple"
        cell = Figure(level_of(figure, asked.scale.states), "\u00a0%", out_of_20(figure, shown), mean)
        yield Row((Label(f"Moyenne des scores{of}, {kind}"), *blanks, cell), is_foot=True)
    if shown.has_percent:
        share = summary.share
        cell = Figure(level_of(share.percent, asked.scale.states), "\u00a0%", out_of_20(share.percent, shown), percent)
        counted = f" ({share.counted})" if share.total else ""
        yield Row((Label(f"Items acquis{of}{counted}"), *blanks, cell), is_foot=True)


def out_of_20(figure: int | None, shown: Shown) -> str:
    """« soit 13,8 / 20 », when it is asked."""
    mark = shown_out_of_20(mark_out_of_20(figure))
    return f"soit {mark} / 20" if shown.out_of_20 and mark else ""


def figure(level: Level, shown: Shown, sentence: str = "") -> Figure:
    """A mean in the margin of a table."""
    return Figure(level if shown.scores else NO_LEVEL, "", "", sentence)
