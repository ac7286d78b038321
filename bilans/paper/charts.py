"""Bars and curves as our own SVG: no script library, readable in grey, their colours those of the style sheet.

A chart holds what it shows: the parts of a bar their counts, the points of a curve their figures. Whoever reads one by
program finds each figure again (`data-figure`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bilans.computing.figures import Share
from bilans.paper.pieces import Curves, Series
from evaluations.scale.whole import Scale

BAR_HEIGHT = 20
# How many hundredths of a bar a part must have for its count and its sigle, for its count alone.
_ROOM, _LITTLE = 15, 5
WIDTH, HEIGHT = 1000, 330
# The names of the lines stand on the right of the chart.
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 210, 12, 295
_LONGEST_NAME, _APART = 28, 15
# Told apart without any colour: by their marks and by their dashes.
_DASHES = ("", "8 4", "2 4", "10 3 2 3", "5 5", "1 3")


def bar_svg(share: Share, scale: Scale, *, is_short: bool = False) -> str:
    """The parts of a share side by side, the lowest state first, each with its count where there is room.

    `is_short`: in a narrow column, counts alone.

    Lengths are shares of the width, which the page gives: letters are not stretched with it.
    """
    parts = "".join(_parts(share, scale, is_short=is_short))
    said = escape(told_share(share))
    opening = f'<svg class="rel-svg" width="100%" height="{BAR_HEIGHT}" role="img" aria-label="{said}">'
    return f'{opening}{parts}<rect class="rel-frame" width="100%" height="100%"/></svg>'


def told_share(share: Share) -> str:
    """« 3 Non acquis, 0 Partiellement acquis, 9 Acquis »: what is read of a bar."""
    return ", ".join(f"{count} {state.legend or state.sigle}" for state, count in share.counts)


def bar_parts(share: Share, width: float) -> Iterator[tuple[int, int, float, float]]:
    """Rank of the state, count, left and width of each part that is not empty."""
    left = 0.0
    for rank, (_state, count) in enumerate(share.counts):
        if count:
            wide = width * count / share.total
            yield rank, count, left, wide
            left += wide


def _parts(share: Share, scale: Scale, *, is_short: bool) -> Iterator[str]:
    for rank, count, left, wide in bar_parts(share, 100):
        place = f'x="{left:.3f}%" width="{wide:.3f}%" height="100%"'
        yield f'<rect class="lv-{rank}" data-figure="{count}" {place}/>'
        is_named = wide >= _ROOM and not is_short
        said = f"{count} {scale.states[rank].sigle}" if is_named else str(count) if wide >= _LITTLE else ""
        if said:
            middle = f'x="{left + wide / 2:.3f}%" y="14" text-anchor="middle"'
            yield f'<text class="rel-ink" {middle}>{escape(said)}</text>'
        if left:
            yield f'<rect class="rel-gap" x="{left:.3f}%" width="2" height="100%"/>'


# --- Curves ---


@dataclass(frozen=True, slots=True)
class Axis:
    """The figures that a chart goes from and to, and where they stand in a height."""

    low: int
    high: int
    top: float
    bottom: float

    def y(self, figure: float) -> float:
        return self.bottom - (figure - self.low) * (self.bottom - self.top) / (self.high - self.low)

    @property
    def ticks(self) -> range:
        step = 20 if self.high - self.low > 50 else 10
        return range(self.low, self.high + 1, step)


def axis_of(curves: Curves, *, top: float, bottom: float) -> Axis:
    """0 to 100 when it is fixed; else the tens that hold every figure."""
    figures = [figure for series in curves.series for figure in series.figures if figure is not None]
    if curves.is_fixed or not figures:
        return Axis(0, max([100, *figures]), top, bottom)
    low, high = min(figures) // 10 * 10, -(-max(figures) // 10) * 10
    return Axis(low, high if high > low else low + 10, top, bottom)


def x_of(rank: int, count: int, *, left: float, right: float) -> float:
    """Where a place stands: alone, in the middle."""
    return (left + right) / 2 if count < 2 else left + (right - left) * rank / (count - 1)


def runs_of(series: Series) -> Iterator[list[int]]:
    """The ranks of the points that a line joins: where a period has no figure, the line stops."""
    run: list[int] = []
    for rank, figure in enumerate(series.figures):
        if figure is None:
            if run:
                yield run
            run = []
        else:
            run.append(rank)
    if run:
        yield run


def curves_svg(curves: Curves, scale: Scale) -> str:
    """The chart: bands of the states, axis, lines, points; its points are read one by one from the keyboard."""
    axis = axis_of(curves, top=_TOP, bottom=_BOTTOM)
    said = "; ".join(f"{series.label} : {series.sentence(curves.places)}" for series in curves.series)
    opening = f'<svg class="rel-curves" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(said)}">'
    lines = "".join(_series(series, rank, curves, axis) for rank, series in enumerate(curves.series))
    under = f"{''.join(_bands(scale, axis))}{''.join(_axis(curves, axis))}"
    return f"{opening}{under}{lines}{''.join(_names(curves, axis))}</svg>"


def _names(curves: Curves, axis: Axis) -> Iterator[str]:
    """The name of each line at the height of its last point, apart enough to be read."""
    ends = [(axis.y(_last(series)), rank, series) for rank, series in enumerate(curves.series)]
    y = 0.0
    for wished, rank, series in sorted(ends, key=lambda end: end[:2]):
        y = max(wished, y + _APART)
        name = series.label if len(series.label) <= _LONGEST_NAME else f"{series.label[: _LONGEST_NAME - 1]}…"
        sign = f'<g class="rel-line-{rank % 6}">{mark(_end() + 14, y, rank)}</g>'
        yield f"{sign}{_word(_end() + 26, y, f'{name} {_last(series)}', 'start')}"


def _last(series: Series) -> int:
    return next((figure for figure in reversed(series.figures) if figure is not None), 0)


def sign_svg(rank: int) -> str:
    """The sign of a line, beside its name in the table."""
    sign = f'<g class="rel-line-{rank % 6}">{mark(7, 7, rank)}</g>'
    return f'<svg class="rel-sign" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">{sign}</svg>'


def _bands(scale: Scale, axis: Axis) -> Iterator[str]:
    for rank, state in enumerate(scale.states):
        low, high = max(state.low, axis.low), min(state.high + 1 if state.high < 100 else axis.high, axis.high)
        if low < high:
            top, bottom = axis.y(high), axis.y(low)
            place = f'x="{_LEFT}" y="{top:.1f}" width="{_end() - _LEFT}" height="{bottom - top:.1f}"'
            sigle = _word(_end() - 6, (top + bottom) / 2, state.sigle, "end")
            yield f'<rect class="rel-band lv-{rank}" {place}/>{sigle}'


def _axis(curves: Curves, axis: Axis) -> Iterator[str]:
    for figure in axis.ticks:
        y = axis.y(figure)
        yield f'<line class="rel-rule" x1="{_LEFT}" x2="{_end()}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield _word(_LEFT - 8, y, str(figure), "end")
    for rank, place in enumerate(curves.places):
        yield _word(_x(rank, curves), _BOTTOM + 18, place, "middle")


def _word(x: float, middle: float, text: str, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{middle + 4:.1f}" text-anchor="{anchor}"'
    return f'<text class="rel-axis" {place}>{escape(text)}</text>'


def _series(series: Series, rank: int, curves: Curves, axis: Axis) -> str:
    dash = f' stroke-dasharray="{_DASHES[rank % len(_DASHES)]}"' if _DASHES[rank % len(_DASHES)] else ""
    parts = [f'<g class="rel-line-{rank % 6}" data-series="{escape(series.label)}">']
    for run in runs_of(series):
        points = " ".join(f"{_x(at, curves):.1f},{axis.y(series.figures[at] or 0):.1f}" for at in run)
        parts.append(f'<polyline fill="none" points="{points}"{dash}/>')
    for at, figure in enumerate(series.figures):
        if figure is not None:
            parts.append(_point(_x(at, curves), axis.y(figure), figure, curves.places[at], rank))
    return "".join([*parts, "</g>"])


def _point(x: float, y: float, figure: int, place: str, rank: int) -> str:
    told = f'data-figure="{figure}" data-place="{escape(place)}"'
    text = f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{figure}</text>'
    return f'<g class="rel-point" {told}>{mark(x, y, rank)}{text}</g>'


def mark(x: float, y: float, rank: int) -> str:
    """The sign of a line at its points: round, square, triangle, lozenge, one after the other."""
    shapes: Sequence[str] = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>',
        f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10"/>',
        f'<path d="M{x:.1f} {y - 6:.1f}l6 11h-12z"/>',
        f'<path d="M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z"/>',
    )
    return shapes[rank % len(shapes)]


def _x(rank: int, curves: Curves) -> float:
    return x_of(rank, len(curves.places), left=_LEFT + 20, right=_end() - 40)


def _end() -> int:
    return WIDTH - _RIGHT
