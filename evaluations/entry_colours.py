"""The style sheets of the codes and of the states of a school, for its grids.

The security policy of the pages takes no inline style.

Under the sigle, what says the rank of a code without any colour: as many marks as there are codes below the best one.
"""

from collections.abc import Iterator

from django.urls import reverse

from evaluations.scale.codes import Code
from evaluations.scale.colours import DARK_INK, LIGHT_INK, Fill
from evaluations.scale.whole import Scale

_SIZE, _GAP = 6, 2
_DARK = "@media screen and (prefers-color-scheme: dark)"


def style_of(scale: Scale) -> str:
    """A rule for each code, its colours on a light screen and on a dark one, or its image."""
    rules = [rule for code in scale.codes for rule in _rules(scale, code)]
    return "@layer components {\n" + "\n".join(rules) + "\n}\n"


def style_of_states(scale: Scale) -> str:
    """A rule for each state, by its rank: what grounds the figures written beside decisions (grids/figures.py)."""
    rules = (rule for rank, one in enumerate(scale.states) for rule in _rules_of_state(rank, scale.fill_of_state(one)))
    return "@layer components {\n" + "\n".join(rules) + "\n}\n"


def _rules_of_state(rank: int, fill: Fill) -> Iterator[str]:
    name = f'.with-figures td[data-l="{rank}"]::after, .figure[data-l="{rank}"]'
    yield f"{name} {{ background: {fill.light}; color: {LIGHT_INK}; }}"
    on_dark = f"{name} {{ background: {fill.dark}; color: {DARK_INK}; }}"
    yield f"@media screen and (prefers-color-scheme: dark) {{ {on_dark} }}"


def _rules(scale: Scale, code: Code) -> Iterator[str]:
    name, fill = f'[data-c="code-{code.number}"]', scale.fill_of_code(code)
    marks = "" if code.image else _marks(scale, code)
    yield f"{name} {{ background: {marks}{fill.light}; color: {LIGHT_INK}; }}"
    yield f"{_DARK} {{ {name} {{ background: {marks}{fill.dark}; color: {DARK_INK}; }} }}"
    if code.image:
        address = reverse("evaluations:image", args=[code.image])
        picture = f'content: "" / ""; display: inline-block; width: 20px; height: 10px; background: url("{address}")'
        yield f"{name}[data-s]::before {{ {picture} center / contain no-repeat; }}"


def _marks(scale: Scale, code: Code) -> str:
    """The marks as layers of a background, the first ones full."""
    count, full = len(scale.active) - 1, scale.rank_of(code)
    width = count * _SIZE + (count - 1) * _GAP
    return "".join(
        f"{_mark(scale.symbols, rank, rank < full)} calc(50% - {width / 2 - rank * (_SIZE + _GAP) - _SIZE / 2:g}px) "
        f"calc(100% - 3px) / {_SIZE}px {_height(scale.symbols, rank)}px no-repeat, "
        for rank in range(count)
        if scale.symbols != "lettres"
    )


def _mark(symbols: str, rank: int, is_full: bool) -> str:
    colour = "currentcolor" if is_full else "color-mix(in srgb, currentcolor 25%, transparent)"
    if symbols == "points":
        return f"radial-gradient(circle, {colour} 2px, transparent 2.5px)"
    return f"linear-gradient({colour} 0 100%)"


def _height(symbols: str, rank: int) -> int:
    return {"points": 5, "marches": 2 + rank}.get(symbols, 3)
