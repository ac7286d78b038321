"""An archive of SACoche as a PDF: everything that it said, in the order in which it drew it. Pure."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

# Colours, digests, keys of its drawing: nothing that anybody reads.
_MACHINE = re.compile(r"#[0-9A-Fa-f]{3,8}|[0-9a-f]{32}")
_SKIPPED = frozenset({"COULEUR", "GRIS", "POINTS", "contenu", "format", "largeur", "hauteur", "livret_code"})
# How it was laid out, page numbers.
_SKIPPED_STEPS = frozenset({"__construct", "reporter_page_nb"})
_DEEPEST = 20
NOTE = (
    "Cette archive vient de SACoche. La mise en page d'origine n'est pas reproduite : voici tout ce qu'elle disait, "
    "dans l'ordre où elle le disait."
)


def readable_pdf(title: str, school_name: str, steps: Sequence[Any] | None) -> tuple[bytes, int]:
    """The bytes of the PDF, and how many pages it has."""
    from sacoche.kit.pdf.brush import FAINT, Text  # slow to import
    from sacoche.kit.pdf.document import Document, Footer

    stream = io.BytesIO()
    document = Document(stream, title=title)
    flow = document.flow(footer=Footer(left=school_name, centre=title))
    flow.text(Text(title, size=14, is_bold=True))
    flow.space(2)
    flow.text(NOTE, like=Text("", size=8.5, ink=FAINT))
    for heading, lines in readable(steps or []):
        flow.heading(heading)
        for line in lines:
            flow.text(line)
    document.add(flow)
    document.close()
    return stream.getvalue(), len(flow.pages)


def readable(steps: Sequence[Any]) -> Iterator[tuple[str, list[str]]]:
    """What each step says, under its name (« bloc eval »); those that say nothing are left out."""
    for step in steps:
        name, said = (step[0], step[1:]) if isinstance(step, list) and step and isinstance(step[0], str) else ("", step)
        lines = [] if name in _SKIPPED_STEPS else list(_lines(said, "", 0))
        if lines:
            yield name.replace("_", " ").strip().capitalize() or "Suite", lines


def _lines(value: Any, label: str, depth: int) -> Iterator[str]:
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, each in value.items():
            if key not in _SKIPPED:
                named = str(key).removeprefix("tab_").replace("_", " ")
                yield from _lines(each, f"{label} › {named}" if label else named, depth + 1)
    elif isinstance(value, list) and depth < _DEEPEST:
        for each in value:
            yield from _lines(each, label, depth + 1)
    elif _is_said(value):
        text = str(value).strip()
        yield f"{label} : {text}" if label else text


def _is_said(value: Any) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    return bool(str(value).strip()) and not _MACHINE.fullmatch(str(value))
