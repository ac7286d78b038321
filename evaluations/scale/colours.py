"""Fills of the levels, light and dark: the lowest level stands out, the best one recedes; text is always of the ink."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# The ink of the product's two themes, which every fill carries.
LIGHT_INK, DARK_INK = "#1d2433", "#e7eaf1"
ENOUGH = 4.5
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Fill:
    """The ground of a level on a light screen and on a dark one: « #rrggbb »."""

    light: str
    dark: str


_LIGHT = {
    2: "#de8f89 #d3f4da",
    3: "#de8f89 #d8c48e #d3f4da",
    4: "#de8f89 #e2b085 #ccd7a7 #d3f4da",
    5: "#de8f89 #e3a783 #d8c48e #cbdfb3 #d3f4da",
    6: "#de8f89 #e2a283 #deb887 #d0d09b #cce3bb #d3f4da",
}
_DARK = {
    2: "#964f4c #13331e",
    3: "#964f4c #58460e #13331e",
    4: "#964f4c #72481d #3b4315 #13331e",
    5: "#964f4c #7c4927 #58460e #304018 #13331e",
    6: "#964f4c #824a2e #684714 #464511 #2a3d19 #13331e",
}
# The fills of two to six levels, the lowest first: order kept in grey, and apart for each kind of colour blindness.
PALETTES: dict[int, tuple[Fill, ...]] = {
    count: tuple(Fill(*pair) for pair in zip(_LIGHT[count].split(), _DARK[count].split(), strict=True))
    for count in _LIGHT
}


def palette(count: int) -> tuple[Fill, ...]:
    """The fills of `count` levels; the nearest palette when there are fewer than two or more than six."""
    known = PALETTES[min(max(count, 2), 6)]
    return tuple(known[min(rank, len(known) - 1)] for rank in range(count))


def is_colour(text: str) -> bool:
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The ratio of two colours as WCAG counts it, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def grey(colour: str) -> str:
    """The colour as a printer without colours gives it."""
    return _written([_encoded(_luminance(colour))] * 3)


# Machado, Oliveira and Fernandes (2009), severity 1, on linear components.
BLINDNESS: dict[str, tuple[tuple[float, ...], ...]] = {
    "deutéranopie": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "protanopie": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritanopie": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def seen_with(kind: str, colour: str) -> str:
    """The colour as somebody who has this kind of colour blindness sees it."""
    linear = _linear(colour)
    rows = [sum(weight * part for weight, part in zip(row, linear, strict=True)) for row in BLINDNESS[kind]]
    return _written([_encoded(min(max(row, 0.0), 1.0)) for row in rows])


def contrast_faults(named: Sequence[tuple[str, Fill]]) -> Iterator[str]:
    """French sentences about the fills on which the text could not be read."""
    for name, fill in named:
        yield from _faults(name, "écran clair", fill.light, LIGHT_INK, "plus claire")
        yield from _faults(name, "écran sombre", fill.dark, DARK_INK, "plus foncée")


def _faults(name: str, where: str, fill: str, ink: str, advice: str) -> Iterator[str]:
    if not is_colour(fill):
        yield f"« {name} » : « {fill} » n'est pas une couleur ; écrivez-la comme #d3f4da."
        return
    ratio = contrast(fill, ink)
    if ratio < ENOUGH:
        shown = f"{int(ratio * 10) / 10:.1f}".replace(".", ",")
        yield (
            f"« {name} », {where} : le texte ne se lirait pas sur cette couleur (contraste {shown}, il en faut 4,5) ; "
            f"choisissez-la {advice}."
        )


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _encoded(linear: float) -> int:
    part = linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(part * 255)


def _written(parts: Sequence[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)
