"""The grid of an évaluation on paper, blank or filled: A4, landscape, its heads again on each page.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from evaluations.paper.colours import colour_of
from evaluations.paper.sheet import Sheet, SheetItem, SheetPupil, sigles_of
from evaluations.scale.whole import Scale
from sacoche.kit.pdf.brush import FAINT, Align, Colour, Text
from sacoche.kit.pdf.document import Document, Flow, Footer, Header
from sacoche.kit.pdf.table import Cell, Column, Row, Table

# As many pupils as a page has room for; more are shared out between several.
_ABREAST = 32
_NARROWEST, _WIDEST = 6.2, 14.0
_SIZE, _SMALL = 8.5, 6.8
_LEAST = 7.0


def write_grid(sheet: Sheet, scale: Scale, *, is_filled: bool, is_grey: bool) -> bytes:
    """The PDF; one that is filled has the sigles of the codes on their colours, in grey the sigles alone."""
    stream = io.BytesIO()
    document = Document(stream, title=sheet.heading, is_landscape=True, is_grey=is_grey, margin=10)
    header = Header(
        Text(sheet.title, size=11, is_bold=True, level=1), Text(f"{sheet.place} · {sheet.day:%d/%m/%Y}", ink=FAINT)
    )
    fills = {} if is_grey else {str(code.number): colour_of(scale.fill_of_code(code).light) for code in scale.codes}
    sigles = sigles_of(scale)
    with document.part(header=header, footer=Footer(sheet.school, right=_legend(scale))) as page:
        for rank, pupils in enumerate(_shared_out(sheet.pupils)):
            if rank:
                page.new_page()
            page.table(_table(page, sheet, pupils, sigles if is_filled else {}, fills))
    document.close()
    return stream.getvalue()


def _shared_out(pupils: Sequence[SheetPupil]) -> Iterator[Sequence[SheetPupil]]:
    """As many on each page, or nearly."""
    pages = max(1, ceil(len(pupils) / _ABREAST))
    most = ceil(len(pupils) / pages)
    for first in range(0, max(len(pupils), 1), max(most, 1)):
        yield pupils[first : first + most]


def _table(
    page: Flow,
    sheet: Sheet,
    pupils: Sequence[SheetPupil],
    sigles: Mapping[str, str],
    fills: Mapping[str, Colour],
) -> Table:
    width = min(max((page.width - 70) / max(len(pupils), 1), _NARROWEST), _WIDEST)
    columns = [
        Column("Items"),
        *(Column(_turned(pupil), width=width, align=Align.CENTRE, is_turned=True) for pupil in pupils),
    ]
    rows = [Row(list(_cells(sheet, item, pupils, sigles, fills))) for item in sheet.items]
    return Table(columns, rows, size=_SIZE, least=_LEAST)


def _turned(pupil: SheetPupil) -> list[Text]:
    """On two lines: the longest names leave room for the items."""
    return [Text(pupil.last_name, size=_SMALL, is_bold=True), Text(pupil.first_name, size=_SMALL)]


def _cells(
    sheet: Sheet,
    item: SheetItem,
    pupils: Sequence[SheetPupil],
    sigles: Mapping[str, str],
    fills: Mapping[str, Colour],
) -> Iterator[Cell]:
    yield Cell([Text(item.reference, size=_SMALL, ink=FAINT), Text(item.name, size=_SIZE - 0.5)])
    for pupil in pupils:
        code = sheet.code(pupil, item) if sigles else ""
        yield Cell(sigles.get(code, ""), fill=fills.get(code), is_bold=True)


def _legend(scale: Scale) -> str:
    return " · ".join(f"{code.sigle} : {code.legend}" for code in scale.active)
