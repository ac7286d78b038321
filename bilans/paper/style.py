"""The colours of the codes and of the states of a school, as a style sheet: pages take no inline style."""

from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles import finders

from evaluations.entry_colours import style_of
from evaluations.scale.colours import DARK_INK, LIGHT_INK
from evaluations.scale.whole import Scale

_DARK = "@media screen and (prefers-color-scheme: dark)"


def style_of_documents(scale: Scale) -> str:
    """A rule for each code, and for each state: its cell in a table, its part in a bar, its band in a chart."""
    return f"{style_of(scale)}@layer components {{\n" + "\n".join(_rules(scale)) + "\n}\n"


def _rules(scale: Scale) -> Iterator[str]:
    for rank, state in enumerate(scale.states):
        fill = scale.fill_of_state(state)
        yield f".lv-{rank} {{ background: {fill.light}; color: {LIGHT_INK}; fill: {fill.light}; }}"
        yield f"{_DARK} {{ .lv-{rank} {{ background: {fill.dark}; color: {DARK_INK}; fill: {fill.dark}; }} }}"


def style_of_files() -> str:
    """The look of the product, for a file that is read without it."""
    found = (finders.find(name) for name in ("css/app.css", "css/releves.css"))
    return "".join(Path(path).read_text(encoding="utf-8") for path in found if path)
