"""« Cartouche »: a strip for each pupil, to glue on the copy. What is in each; how it is drawn is `strips_pdf`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evaluations.paper.sheet import PLANNED, Sheet, SheetItem, SheetPupil
from evaluations.scale.codes import SPECIAL_CODES
from sacoche.kit.files.csvtext import ENCODING, in_windows_1252, without_formula

_LINE = "\r\n"
_SPECIAL = frozenset(each.sigle for each in SPECIAL_CODES)


class Content(StrEnum):
    """What a strip says of its pupil."""

    BLANK = "vierge"
    NAMED = "nom"
    RESULTS = "resultats"


@dataclass(frozen=True)
class Wish:
    """What is asked of strips, whatever they are drawn on."""

    content: Content = Content.RESULTS
    # Items in full, or their references alone.
    is_full: bool = True
    # Only the items that have a result or a request.
    is_narrow: bool = False
    # Only the pupils who have an ordinary code.
    is_for_evaluated: bool = False


@dataclass(frozen=True)
class Strip:
    """A strip: what heads it, then each item with what stands in its cell."""

    heading: str
    lines: Sequence[tuple[SheetItem, str]]


def strips_of(sheet: Sheet, wish: Wish, sigles: Mapping[str, str]) -> list[Strip]:
    """The strips, in the order of the pupils; none for a pupil who would have no item in his."""
    made = (_strip(sheet, pupil, wish, sigles) for pupil in sheet.pupils if _is_kept(sheet, pupil, wish))
    return [strip for strip in made if strip.lines]


def _is_kept(sheet: Sheet, pupil: SheetPupil, wish: Wish) -> bool:
    codes = (sheet.code(pupil, item) for item in sheet.items)
    return not wish.is_for_evaluated or any(code and code not in _SPECIAL for code in codes)


def _strip(sheet: Sheet, pupil: SheetPupil, wish: Wish, sigles: Mapping[str, str]) -> Strip:
    lines = [
        (item, _mark(sheet.code(pupil, item), wish, sigles))
        for item in sheet.items
        if not wish.is_narrow or sheet.code(pupil, item)
    ]
    name = "" if wish.content is Content.BLANK else pupil.said
    return Strip(f"{sheet.heading} - {name}", lines)


def _mark(code: str, wish: Wish, sigles: Mapping[str, str]) -> str:
    if wish.content is Content.RESULTS:
        return sigles.get(code, "")
    # Without results, what is kept is what was asked for.
    return sigles[PLANNED] if wish.is_narrow else ""


def write_strips(strips: Sequence[Strip], wish: Wish) -> bytes:
    """The strips as text for a spreadsheet: tabulations, Windows-1252."""
    lines = [line for strip in strips for line in _lines(strip, wish)]
    return in_windows_1252("".join(line + _LINE for line in lines)).encode(ENCODING)


def _lines(strip: Strip, wish: Wish) -> Iterator[str]:
    yield _plain(strip.heading)
    if wish.is_full:
        for item, mark in strip.lines:
            yield "\t".join([_plain(item.reference), _plain(item.words), mark])
    else:
        yield "".join(f"{_plain(item.reference)}\t" for item, _mark in strip.lines)
        yield "".join(f"{mark}\t" for _item, mark in strip.lines)
    yield ""


def _plain(text: str) -> str:
    return without_formula(text.replace("\t", " ").replace("\n", " ").replace("\r", " "))
