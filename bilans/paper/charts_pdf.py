"""Bars and curves on paper, from the same geometry as on screen; signs and dashes say what ink says.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from bilans.computing.figures import Share
from bilans.paper.charts import Axis, axis_of, bar_parts, runs_of, told_share, x_of
from bilans.paper.marks_pdf import Painter
from bilans.paper.pieces import Bar, Curves, Series
from evaluations.scale.whole import Scale
from sacoche.kit.pdf import table as kit
from sacoche.kit.pdf.brush import BLACK, FAINT, RULE, SHADE, Align, Brush, Colour, Picture, Text
from sacoche.kit.pdf.document import Flow

_SMALL = 7.0
_PLACE = Text("", size=_SMALL, ink=FAINT, align=Align.CENTRE)
_STRONG = Text("", size=_SMALL, is_bold=True, align=Align.CENTRE)
_FAINT_LINE: Colour = (210, 210, 210)
_INKS: tuple[Colour, ...] = ((35, 64, 122), (143, 75, 0), (23, 112, 60), (110, 40, 110))
_SIGNS = "●■▲◆"
_HEIGHT = 90.0


def bars_table(bars: Sequence[Bar], width: float, scale: Scale, painter: Painter, *, shows_percent: bool) -> kit.Table:
    """A line for each bar: what it is about, the bar, its percentage."""
    wide = width * 0.55
    rows = []
    for bar in bars:
        said = f"{bar.label} ({bar.note})" if bar.note else bar.label
        percent = "" if bar.share.percent is None or not shows_percent else f"{bar.share.percent} %"
        picture = _bar(bar.share, wide, 6 if bar.is_total else 5, scale, painter)
        cells = [kit.Cell(said, is_bold=bar.is_total), kit.Cell([picture]), kit.Cell(percent, is_bold=True)]
        rows.append(kit.Row(cells, fill=SHADE if bar.is_total else None))
    columns = [kit.Column(), kit.Column(width=wide + 3.2), kit.Column(width=16, align=Align.RIGHT)]
    return kit.Table(columns, rows)


def _bar(share: Share, width: float, height: float, scale: Scale, painter: Painter) -> Picture:
    def draw(brush: Brush, left: float, top: float) -> None:
        for rank, count, at, wide in bar_parts(share, width):
            brush.box(left + at, top, wide, height, fill=painter.state_fill(rank), stroke=RULE)
            sigle = scale.states[rank].sigle
            said = f"{count} {sigle}" if wide > 9 else str(count) if wide > 4 else ""
            if said:
                brush.text_in(left + at, wide, top + height / 2 + 0.9, said, _STRONG)
        brush.box(left, top, width, height, stroke=BLACK)

    return Picture(width, height, draw, told_share(share))


def put_curves(flow: Flow, curves: Curves, scale: Scale) -> None:
    """The chart, then its table: the same figures."""
    flow.draw(_HEIGHT + 4, partial(_figure, curves, scale))
    wide = min(17.0, (flow.width - 60) / max(len(curves.places), 1))
    columns = [kit.Column("Courbe"), *(kit.Column(place, align=Align.CENTRE, width=wide) for place in curves.places)]
    rows = [kit.Row(_line(series, rank)) for rank, series in enumerate(curves.series)]
    flow.table(kit.Table(columns, rows, size=7.5))


def _line(series: Series, rank: int) -> list[str]:
    figures = ("–" if figure is None else str(figure) for figure in series.figures)
    return [f"{_SIGNS[rank % len(_SIGNS)]} {series.label}", *figures]


def _figure(curves: Curves, scale: Scale, brush: Brush, left: float, top: float, width: float) -> None:
    told = " ; ".join(f"{series.label} : {series.sentence(curves.places)}" for series in curves.series)
    with brush.figure(f"Courbes. {told}", left, top, width, _HEIGHT):
        _chart(brush, curves, scale, left, top, width)


def _chart(brush: Brush, curves: Curves, scale: Scale, left: float, top: float, width: float) -> None:
    axis = axis_of(curves, top=top + 3, bottom=top + _HEIGHT - 6)
    start, end = left + 10, left + width
    _grounds(brush, axis, scale, start, end)
    count = len(curves.places)
    places = [x_of(rank, count, left=start + 8, right=end - 12) for rank in range(count)]
    for x, place in zip(places, curves.places, strict=True):
        brush.text_in(x - 12, 24, top + _HEIGHT - 1, place, _PLACE)
    for rank, series in enumerate(curves.series):
        _series(brush, series, rank, places, axis)


def _grounds(brush: Brush, axis: Axis, scale: Scale, start: float, end: float) -> None:
    """The figures of the axis, and where each state begins."""
    for tick in axis.ticks:
        brush.line(start, axis.y(tick), end, axis.y(tick), ink=_FAINT_LINE)
        brush.text_in(start - 10, 8, axis.y(tick) + 0.8, str(tick), _PLACE)
    for state in scale.states:
        if axis.low < state.low < axis.high:
            brush.line(start, axis.y(state.low), end, axis.y(state.low), ink=RULE, is_dashed=True)
        if axis.low <= state.low < axis.high:
            brush.text_in(end - 9, 8, axis.y(state.low) - 1, state.sigle, _PLACE)


def _series(brush: Brush, series: Series, rank: int, places: Sequence[float], axis: Axis) -> None:
    ink = _INKS[rank % len(_INKS)]
    points = [None if figure is None else (x, axis.y(figure)) for x, figure in zip(places, series.figures, strict=True)]
    for run in runs_of(series):
        joined = [points[at] for at in run]
        for one, other in pairwise(joined):
            if one and other:
                brush.line(*one, *other, ink=ink, thickness=0.5, is_dashed=rank % 2 == 1)
    sign = Text("", size=9, ink=ink, align=Align.CENTRE)
    for point, figure in zip(points, series.figures, strict=True):
        if point:
            brush.text_in(point[0] - 5, 10, point[1] + 1.15, _SIGNS[rank % len(_SIGNS)], sign)
            brush.text_in(point[0] - 6, 12, point[1] - 2.2, str(figure), _STRONG)
