"""How a set of codes or of states is seen: on light and dark screens, in grey, with each kind of colour blindness."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluations.scale.colours import BLINDNESS, DARK_INK, LIGHT_INK, Fill, contrast, grey, seen_with
from evaluations.scale.symbols import plain_mark
from evaluations.scale.whole import Scale, fills_of_codes, fills_of_states

_SEEN_AS: dict[str, tuple[bool, Callable[[str], str]]] = {
    "Écran clair": (True, lambda colour: colour),
    "Écran sombre": (False, lambda colour: colour),
    "Impression en gris": (True, grey),
    "Deutéranopie": (True, lambda colour: seen_with("deutéranopie", colour)),
    "Protanopie": (True, lambda colour: seen_with("protanopie", colour)),
    "Tritanopie": (True, lambda colour: seen_with("tritanopie", colour)),
}
assert len(_SEEN_AS) == 3 + len(BLINDNESS)


@dataclass(frozen=True, slots=True)
class Sight:
    """One way to see a set: its drawings (SVG), and the lowest contrast of its texts, « 6,2 »."""

    name: str
    marks: tuple[str, ...]
    contrast: str


def sights_of_codes(scale: Scale) -> list[Sight]:
    return _sights(fills_of_codes(scale.codes), scale.symbols)


def sights_of_states(scale: Scale) -> list[Sight]:
    return _sights(fills_of_states(scale.states), "lettres")


def _sights(named: Sequence[tuple[str, Fill]], symbols: str) -> list[Sight]:
    return [_sight(name, is_light, see, named, symbols) for name, (is_light, see) in _SEEN_AS.items()]


def _sight(
    name: str, is_light: bool, see: Callable[[str], str], named: Sequence[tuple[str, Fill]], symbols: str
) -> Sight:
    ink = LIGHT_INK if is_light else DARK_INK
    fills = [see(fill.light if is_light else fill.dark) for _sigle, fill in named]
    marks = tuple(
        plain_mark(sigle, rank=rank, count=len(named), fill=fill, ink=ink, symbols=symbols)
        for rank, ((sigle, _fill), fill) in enumerate(zip(named, fills, strict=True))
    )
    lowest = min(contrast(fill, ink) for fill in fills)
    return Sight(name, marks, f"{int(lowest * 10) / 10:.1f}".replace(".", ","))
