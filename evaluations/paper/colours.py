"""The colours of the codes, as paper has them."""

Rgb = tuple[int, int, int]


def colour_of(text: str) -> Rgb:
    """« #rrggbb » as red, green and blue."""
    red, green, blue = (int(text[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue
