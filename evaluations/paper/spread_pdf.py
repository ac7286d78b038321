"""« Répartition » on paper: the counts and their bars, or the names.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

import io
from collections.abc import Sequence

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
        Text(f"{said} : {sheet.title}", size=11, is_bold=True), Text(f"{sheet.place} · {sheet.day:%d/%m/%Y}", ink=FAINT)
    )
    with document.part(header=header, footer=Footer(sheet.school)) as page:
        if spreads:
            page.table(_names(spreads) if has_names else _counts(spreads, scale, is_grey=is_grey))
        else:
            page.text("Cette évaluation n'a plus d'item.")
    document.close()
    return stream.getvalue()


def _counts(spreads: Sequence[Spread], scale: Scale, *, is_grey: bool) -> Table:
    columns = [
        Column("Item"),
        *(Column(share.sigle, width=19, align=Align.CENTRE) for share in _columns(spreads)),
        Column("autre", width=19, align=Align.CENTRE),
        Column("", width=_BAR + 4),
    ]
    return Table(columns, [_count_row(spread, spreads, scale, is_grey=is_grey) for spread in spreads], size=_SIZE)


def _columns(spreads: Sequence[Spread]) -> list[Share]:
    """A column for each code that one of the items has."""
    found: dict[str, Share] = {}
    for spread in spreads:
        for share in spread.shares:
            found.setdefault(share.sigle, share)
    return list(found.values())


def _count_row(spread: Spread, spreads: Sequence[Spread], scale: Scale, *, is_grey: bool) -> Row:
    by_sigle = {share.sigle: share for share in spread.shares}
    cells = [Cell([Text(spread.item.reference, size=_SIZE - 1, ink=FAINT), Text(spread.item.name, size=_SIZE)])]
    for column in _columns(spreads):
        share = by_sigle.get(column.sigle)
        cells.append(Cell(_figures(share) if share else ""))
    picture = Picture(_BAR, _BAR_HEIGHT, lambda brush, left, top: _bar(brush, left, top, spread, scale, is_grey))
    return Row([*cells, Cell(_figures(spread.others)), Cell(picture)])


def _figures(share: Share) -> list[Text]:
    said = [Text(f"{share.count} ({share.of_all} %)", size=_SIZE, align=Align.CENTRE)]
    if share.of_evaluated is not None:
        words = f"{share.of_evaluated} % des évalués"
        said.append(Text(words, size=_SIZE - 2, ink=FAINT, align=Align.CENTRE))
    return said


def _bar(brush: Brush, left: float, top: float, spread: Spread, scale: Scale, is_grey: bool) -> None:
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
    return Table(columns, [_name_row(spread, spreads) for spread in spreads], size=_SIZE, is_middle=False)


def _name_row(spread: Spread, spreads: Sequence[Spread]) -> Row:
    by_sigle = {share.sigle: share for share in spread.shares}
    cells = [Cell([Text(spread.item.reference, size=_SIZE - 1, ink=FAINT), Text(spread.item.name, size=_SIZE)])]
    for column in reversed(_columns(spreads)):
        pupils = by_sigle[column.sigle].pupils if column.sigle in by_sigle else ()
        cells.append(Cell("\n".join(pupil.name for pupil in pupils)))
    others = [f"{pupil.name} ({share.sigle})" for share in spread.specials for pupil in share.pupils]
    return Row([*cells, Cell("\n".join(others))])
