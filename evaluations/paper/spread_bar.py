"""The bar of an item in « répartition »: one SVG, whose colours are attributes and whose figures stand beside."""

from html import escape

from evaluations.paper.spread import Share, Spread
from evaluations.scale.whole import Scale

_WIDTH, _HEIGHT = 240, 22
# A narrower part has no room for its sigle.
_LEAST = 16


def spread_bar(spread: Spread, scale: Scale) -> str:
    """The codes from the lowest to the best, then the special ones, as wide as their share of all the pupils."""
    parts, left = [], 0.0
    for share in (*spread.shares, spread.others):
        width = _WIDTH * share.count / spread.pupils if spread.pupils else 0
        if width:
            parts.append(_part(share, left, width, scale))
        left += width
    name = escape(", ".join(f"{share.sigle} : {share.count}" for share in (*spread.shares, spread.others)))
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    ground = f'<rect class="spread-ground" width="{_WIDTH}" height="{_HEIGHT}"/>'
    return f'<svg class="mark spread-bar" {size} role="img" aria-label="{name}">{ground}{"".join(parts)}</svg>'


def _part(share: Share, left: float, width: float, scale: Scale) -> str:
    place = f'x="{left:.1f}" width="{width:.1f}" height="{_HEIGHT}"'
    text = ""
    if width >= _LEAST:
        sigle = escape(share.sigle if width >= 2 * _LEAST or len(share.sigle) < 3 else "…")
        text = f'<text x="{left + width / 2:.1f}" y="15" text-anchor="middle">{sigle}</text>'
    if share.code is None:
        return f'<rect class="mark-special" {place}/><g class="mark-special-text">{text}</g>'
    fill = scale.fill_of_code(share.code)
    return (
        f'<rect class="mark-light" {place} fill="{fill.light}"/><rect class="mark-dark" {place} fill="{fill.dark}"/>'
        f'<g class="mark-ink">{text}</g>'
    )
