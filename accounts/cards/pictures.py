"""The nine pictures that a small pupil chooses three of: shapes, drawn alike in a page and on paper.

Each stands in a square of 100 by 100, from the top left. Their outlines differ, not only their colours.
"""

from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.safestring import SafeString, mark_safe

SIDE = 100
_LINE, _WIDTH = "#1f2937", 4


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    radius: float
    fill: str


@dataclass(frozen=True)
class Polygon:
    points: tuple[tuple[float, float], ...]
    fill: str


Shape = Circle | Polygon


@dataclass(frozen=True)
class Picture:
    """`code` goes in a form, `name` is read out (« le soleil »)."""

    code: str
    name: str
    shapes: tuple[Shape, ...]


def _star(x: float, y: float, outside: float, inside: float, tips: int, fill: str) -> Polygon:
    angles = [(pi * step / tips - pi / 2, outside if step % 2 == 0 else inside) for step in range(2 * tips)]
    return Polygon(tuple((round(x + r * cos(a), 1), round(y + r * sin(a), 1)) for a, r in angles), fill)


def _box(left: float, top: float, right: float, bottom: float, fill: str) -> Polygon:
    return Polygon(((left, top), (right, top), (right, bottom), (left, bottom)), fill)


_RED, _YELLOW, _BLUE, _GREEN, _BROWN, _WHITE = "#dc2626", "#facc15", "#3b82f6", "#16a34a", "#a16207", "#ffffff"
_PINK, _ORANGE, _GREY, _BLACK = "#f472b6", "#f97316", "#9ca3af", _LINE

PICTURES = (
    Picture("soleil", "le soleil", (_star(50, 50, 46, 30, 10, _ORANGE), Circle(50, 50, 26, _YELLOW))),
    Picture(
        "maison",
        "la maison",
        (
            _box(20, 46, 80, 92, _YELLOW),
            Polygon(((10, 48), (50, 10), (90, 48)), _RED),
            _box(42, 62, 60, 92, _BROWN),
        ),
    ),
    Picture(
        "poisson",
        "le poisson",
        (
            Polygon(((66, 50), (94, 26), (94, 74)), _ORANGE),
            Polygon(((6, 50), (18, 34), (36, 26), (54, 30), (72, 50), (54, 70), (36, 74), (18, 66)), _ORANGE),
            Circle(26, 45, 5, _WHITE),
        ),
    ),
    Picture(
        "arbre",
        "l'arbre",
        (
            _box(43, 60, 57, 94, _BROWN),
            Circle(32, 48, 20, _GREEN),
            Circle(68, 48, 20, _GREEN),
            Circle(50, 30, 24, _GREEN),
        ),
    ),
    Picture(
        "ballon",
        "le ballon",
        (Circle(50, 50, 42, _WHITE), _star(50, 50, 24, 19, 5, _BLACK), Circle(50, 50, 9, _RED)),
    ),
    Picture(
        "fleur",
        "la fleur",
        (
            _box(47, 55, 53, 96, _GREEN),
            *(Circle(x, y, 14, _PINK) for x, y in ((50, 16), (70, 31), (62, 54), (38, 54), (30, 31))),
            Circle(50, 37, 12, _YELLOW),
        ),
    ),
    Picture(
        "bateau",
        "le bateau",
        (
            _box(48, 10, 53, 66, _BROWN),
            Polygon(((56, 16), (88, 58), (56, 58)), _WHITE),
            Polygon(((45, 24), (45, 58), (18, 58)), _BLUE),
            Polygon(((8, 66), (92, 66), (76, 90), (24, 90)), _RED),
        ),
    ),
    Picture("etoile", "l'étoile", (_star(50, 53, 46, 19, 5, _YELLOW),)),
    Picture(
        "chat",
        "le chat",
        (
            Polygon(((20, 44), (20, 10), (46, 30)), _GREY),
            Polygon(((80, 44), (80, 10), (54, 30)), _GREY),
            Circle(50, 56, 36, _GREY),
            Circle(37, 50, 5, _BLACK),
            Circle(63, 50, 5, _BLACK),
            Polygon(((44, 63), (56, 63), (50, 70)), _PINK),
        ),
    ),
)
BY_CODE = {picture.code: picture for picture in PICTURES}


def svg(picture: Picture) -> SafeString:
    """The picture, to be put in a page; what it is called is said beside it."""
    shapes = "".join(_drawn(shape) for shape in picture.shapes)
    line = f'stroke="{_LINE}" stroke-width="{_WIDTH}" stroke-linejoin="round"'
    head = f'<svg viewBox="0 0 {SIDE} {SIDE}" aria-hidden="true" {line}>'
    return mark_safe(f"{head}{shapes}</svg>")  # noqa: S308 (shapes of this file)


def _drawn(shape: Shape) -> str:
    if isinstance(shape, Circle):
        return f'<circle cx="{shape.x}" cy="{shape.y}" r="{shape.radius}" fill="{shape.fill}"/>'
    points = " ".join(f"{x},{y}" for x, y in shape.points)
    return f'<polygon points="{points}" fill="{shape.fill}"/>'
