"""« Répartition » on paper: the counts and their bars, or the names.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

import io
from collections.abc import Sequence
from functools import partial

from evaluations.paper.colours import colour_of
from evaluations.paper.sheet import Sheet
from evaluations.paper.spread import Share, Spread
from evaluations.scale.whole import Scale
from sacoche.kit.pdf.brush import FAINT, RULE, SHADE, Align, Brush, Colour, Picture, Text
from sacoche.kit.pdf.document import Document, Footer, Header
from sacoche.kit.pdf.table import Cell, Column, Row, Table

_SIZE = 8.5
_BAR, _BAR_HEIGHT = 52.0, 5.0


def write_spread_pdf(sheet: Sheet, spreads: Sequence[Spread], scale: Scale, *, has_names: bool, is_grey: bool) -> bytes:
    """The PDF, A4 landscape; `has_names` for the lists of names rather than the counts."""
    stream = io.BytesIO()
    document = Document(stream, title=f"Répartition : {sheet.title}", is_landscape=True, is_grey=is_grey)
    said = "Répartition nominative" if has_names else "Répartition quantitative"
    header = Header(
        Text(f"{said} : {sheet.title}", size=11, is_bold=True, level=1),
        Text(f"{sheet.place} · {sheet.day:%d/%m/%Y}", ink=FAINT),
    )
    with document.part(header=header, footer=Footer(sheet.school)) as page:
        if spreads:
            page.table(_names(spreads) if has_names else _counts(spreads, scale))
        else:
            page.text("Cette évaluation n'a plus d'item.")
    document.close()
    return stream.getvalue()


def _counts(spreads: Sequence[Spread], scale: Scale) -> Table:
    columns = [
        Column("Item"),
        *(Column(share.sigle, width=25, align=Align.CENTRE) for share in _columns(spreads)),
        Column("autre", width=19, align=Align.CENTRE),
        Column("", width=_BAR + 4),
    ]
    return Table(columns, [_count_row(spread, scale) for spread in spreads], size=_SIZE)


def _columns(spreads: Sequence[Spread]) -> Sequence[Share]:
    """Every item has the same codes."""
    return spreads[0].shares


def _count_row(spread: Spread, scale: Scale) -> Row:
    cells = [Cell([Text(spread.item.reference, size=_SIZE - 1, ink=FAINT), Text(spread.item.name, size=_SIZE)])]
    cells += [Cell(_figures(share)) for share in (*spread.shares, spread.others)]
    return Row([*cells, Cell(Picture(_BAR, _BAR_HEIGHT, partial(_bar, spread, scale), _told(spread)))])


def _figures(share: Share) -> list[Text]:
    said = [Text(f"{share.count} ({share.of_all} %)", size=_SIZE, align=Align.CENTRE)]
    if share.of_evaluated is not None:
        words = f"{share.of_evaluated} % des évalués"
        said.append(Text(words, size=_SIZE - 2, ink=FAINT, align=Align.CENTRE))
    return said


def _told(spread: Spread) -> str:
    """What is read of a bar."""
    shares = [*spread.shares, spread.others]
    return ", ".join(f"{share.count} {share.sigle}" for share in shares if share.count) or "aucun résultat"


def _bar(spread: Spread, scale: Scale, brush: Brush, left: float, top: float) -> None:
    brush.box(left, top, _BAR, _BAR_HEIGHT, stroke=RULE)
    for share in (*spread.shares, spread.others):
        width = _BAR * share.count / spread.pupils if spread.pupils else 0
        if not width:
            continue
        fill: Colour = SHADE if share.code is None else colour_of(scale.fill_of_code(share.code).light)
        brush.box(left, top, width, _BAR_HEIGHT, fill=fill, stroke=RULE)
        if width > 6:
            like = Text("", size=7, is_bold=True, align=Align.CENTRE)
            brush.text_in(left, width, top + _BAR_HEIGHT - 1.5, share.sigle, like)
        left += width


def _names(spreads: Sequence[Spread]) -> Table:
    columns = [Column("Item", width=62), *(Column(each.sigle) for each in reversed(_columns(spreads))), Column("autre")]
    return Table(columns, [_name_row(spread) for spread in spreads], size=_SIZE, is_middle=False)


def _name_row(spread: Spread) -> Row:
    cells = [Cell([Text(spread.item.reference, size=_SIZE - 1, ink=FAINT), Text(spread.item.name, size=_SIZE)])]
    cells += [Cell("\n".join(pupil.name for pupil in share.pupils)) for share in reversed(spread.shares)]
    others = [f"{pupil.name} ({share.sigle})" for share in spread.specials for pupil in share.pupils]
    return Row([*cells, Cell("\n".join(others))])
