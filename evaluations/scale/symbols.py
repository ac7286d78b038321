"""Codes and states drawn: a sigle on its fill, and under that of a code what says its rank without any colour.

A drawing is one SVG element, whose colours are attributes: the security policy of the pages takes no inline style.
"""

from collections.abc import Callable, Iterator
from html import escape

from evaluations.scale.colours import Fill

DEFAULT_SET = "traits"
# The sets that a school chooses from.
SETS: dict[str, str] = {
    "traits": "Traits sous le sigle",
    "points": "Points sous le sigle",
    "marches": "Marches sous le sigle",
    "lettres": "Sigle seul",
}
_WIDTH, _HEIGHT = 40, 28
Pips = Callable[[int, int], Iterator[str]]


def code_mark(sigle: str, legend: str, *, rank: int, count: int, fill: Fill, symbols: str = DEFAULT_SET) -> str:
    """A code of rank `rank` (from 0) among `count`: `count` − 1 pips, `rank` of them full."""
    pips = "".join(_SETS[symbols](rank, count - 1))
    return _drawing(sigle, legend, fill, baseline=15 if pips else 19, under=pips)


def state_mark(sigle: str, legend: str, *, fill: Fill, score: int | None = None) -> str:
    """A state, with the score when it is to be seen: no pip, so that a score is not mistaken for a mark."""
    text = sigle if score is None else f"{sigle} {score}"
    return _drawing(text, legend, fill, baseline=19)


def special_mark(sigle: str, legend: str, *, is_result: bool = True) -> str:
    """A special code: no fill of a level, no pip; hatched when it is no result."""
    width = _width(sigle)
    hatching = "" if is_result else f'<path class="mark-hatching" d="{_hatching(width)}"/>'
    ground = f'<rect class="mark-special" width="{width}" height="{_HEIGHT}" rx="4"/>{hatching}'
    text = f'<text class="mark-special-text" x="{width / 2:g}" y="19" text-anchor="middle">{escape(sigle)}</text>'
    return f"{_opening(f'{sigle}, {legend}', width)}{ground}{text}</svg>"


def plain_mark(sigle: str, *, rank: int, count: int, fill: str, ink: str, symbols: str) -> str:
    """A code, or a state with « lettres », in the very colours given: how it looks elsewhere than on this screen."""
    pips = "".join(_SETS[symbols](rank, count - 1))
    return (
        f'{_opening(sigle, _WIDTH)}<rect width="{_WIDTH}" height="{_HEIGHT}" rx="4" fill="{fill}"/>'
        f'<g fill="{ink}"><text x="{_WIDTH / 2:g}" y="{15 if pips else 19}" text-anchor="middle">{escape(sigle)}</text>'
        f"{pips}</g></svg>"
    )


def _drawing(text: str, legend: str, fill: Fill, *, baseline: int, under: str = "") -> str:
    width = _width(text)
    sigle = f'<text x="{width / 2:g}" y="{baseline}" text-anchor="middle">{escape(text)}</text>'
    return (
        f"{_opening(f'{text}, {legend}', width)}"
        f'<rect class="mark-light" width="{width}" height="{_HEIGHT}" rx="4" fill="{fill.light}"/>'
        f'<rect class="mark-dark" width="{width}" height="{_HEIGHT}" rx="4" fill="{fill.dark}"/>'
        f'<g class="mark-ink">{sigle}{under}</g></svg>'
    )


def _opening(name: str, width: int) -> str:
    size = f'width="{width}" height="{_HEIGHT}" viewBox="0 0 {width} {_HEIGHT}"'
    return f'<svg class="mark" {size} role="img" aria-label="{escape(name)}">'


def _width(text: str) -> int:
    return max(_WIDTH, 9 * len(text) + 14)


def _hatching(width: int) -> str:
    return "".join(f"M{at} {_HEIGHT}L{at + 10} 0" for at in range(0, width - 8, 8))


def _bars(full: int, count: int) -> Iterator[str]:
    return _row(full, count, lambda x, size: f'<rect x="{x:g}" y="20" width="{size:g}" height="4"/>')


def _dots(full: int, count: int) -> Iterator[str]:
    return _row(full, count, lambda x, size: f'<circle cx="{x + size / 2:g}" cy="22" r="{min(size, 5) / 2:g}"/>')


def _steps(full: int, count: int) -> Iterator[str]:
    heights = iter(range(count))
    return _row(full, count, lambda x, size: _step(x, size, next(heights)))


def _step(x: float, size: float, rank: int) -> str:
    height = 2 + rank
    return f'<rect x="{x:g}" y="{26 - height}" width="{size:g}" height="{height}"/>'


def _row(full: int, count: int, draw: Callable[[float, float], str]) -> Iterator[str]:
    """`count` shapes side by side in the middle, those beyond `full` faint."""
    size = min(6.0, (_WIDTH - 8 - 2 * (count - 1)) / count)
    left = (_WIDTH - count * size - (count - 1) * 2) / 2
    for rank in range(count):
        shape = draw(left + rank * (size + 2), size)
        yield shape if rank < full else shape.replace("/>", ' fill-opacity=".25"/>')


def _nothing(full: int, count: int) -> Iterator[str]:
    return iter(())


_SETS: dict[str, Pips] = {"traits": _bars, "points": _dots, "marches": _steps, "lettres": _nothing}
