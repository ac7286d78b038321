"""Where the address of a guardian stands on the page, so that it shows in the window of the envelope once folded.

Lengths are in millimetres, from the top left corner of an A4 sheet. A sheet is smaller than its envelope, and slides in
it: the address is written where the window shows it wherever the sheet is, and nothing else where the window may look.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

A4_WIDTH, A4_HEIGHT = 210.0, 297.0


class Format(StrEnum):
    """The envelopes of French schools, by how an A4 sheet is folded for them."""

    C5 = "c5"
    C6 = "c6"
    DL = "dl"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the page."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope, its window, measured from its right and from its bottom, and how the sheet is folded for it.

    `folds` are the heights of the folds across the sheet, `upright` where it is folded from top to bottom (None: it is
    not): what is on the right of it, above the first fold, faces the window.
    """

    label: str
    width: float
    height: float
    folds: tuple[float, ...]
    upright: float | None = None
    window_width: float = 100
    window_height: float = 35
    window_right: float = 20
    window_bottom: float = 20

    @property
    def panel(self) -> Area:
        """The part of the sheet that faces the window."""
        left = self.upright or 0.0
        return Area(left, 0.0, A4_WIDTH - left, self.folds[0])

    @property
    def address(self) -> Area:
        """What the window always shows. Its width or its height is not positive when there is no such place."""
        over = self._overlooked
        return Area(
            over.left + self._slide_x,
            over.top + self._slide_y,
            over.width - 2 * self._slide_x,
            over.height - 2 * self._slide_y,
        )

    @property
    def overlooked(self) -> Area:
        """What the window may show: nothing else than the address may be written there."""
        over = self._overlooked
        top = max(over.top, 0.0)
        return replace(over, top=top, height=min(over.bottom, self.folds[0]) - top)

    @property
    def _overlooked(self) -> Area:
        """From where the window looks when the sheet is at one end of the envelope to where it looks at the other."""
        left = self.panel.left + self.width - self.window_right - self.window_width
        top = self.height - self.window_bottom - self.window_height
        return Area(
            left - self._slide_x,
            top - self._slide_y,
            self.window_width + self._slide_x,
            self.window_height + self._slide_y,
        )

    @property
    def _slide_x(self) -> float:
        return self.width - self.panel.width

    @property
    def _slide_y(self) -> float:
        return self.height - self.panel.height


ENVELOPES = {
    # Folded in two.
    Format.C5: Envelope("C5 (162 × 229 mm)", 229, 162, folds=(148.5,), window_height=45, window_bottom=60),
    # Folded in three, then its left side behind.
    Format.C6: Envelope("C6 (114 × 162 mm)", 162, 114, folds=(105.0, 210.0), upright=61.5),
    # Folded in three.
    Format.DL: Envelope("DL (110 × 220 mm)", 220, 110, folds=(99.0, 198.0)),
}
# Where an address is written that no envelope shows: at the right of the header.
FREE = Area(116, 10, 84, 33)
