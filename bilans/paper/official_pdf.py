"""A relevé or a bulletin on paper: A4, on one page when its type can be made small enough, on two at most when it can.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

from collections.abc import Sequence
from functools import partial

from bilans.paper.charts import bar_parts, told_share
from bilans.paper.envelopes import Area
from bilans.paper.marks_pdf import Painter
from bilans.paper.official import BarLine, Columns, Letterhead, OfficialSheet, RubricRow, Said, Signatory
from bilans.paper.official_head_pdf import Look, put_head
from evaluations.scale.whole import Scale
from sacoche.kit.pdf import table as kit
from sacoche.kit.pdf.brush import FAINT, RULE, SHADE, Align, Brush, Colour, Picture, Text
from sacoche.kit.pdf.document import Document, Flow, Footer, Frame, Header
from sacoche.kit.pdf.fonts import drawable, fitting_size
from sacoche.kit.pdf.rows import Content
from sacoche.kit.pdf.tags import words

# From the largest type to the smallest one that is still read, in points.
_SIZES = (10.0, 9.0, 8.5, 8.0, 7.5, 7.0)
_SMALLER = 0.87
_MOST_PAGES = 2
_WATERMARK = Text("SIMULATION", size=92, is_bold=True, ink=(222, 222, 222))
_SIGNATURE_HEIGHT = 24.0
# The columns, in millimetres: the matière, its bar, a mean.
_NAMES, _BAR, _MEAN, _LEVEL = 40.0, 40.0, 15.0, 19.0


def new_document(stream: object, title: str, look: Look) -> Document:
    """The document that holds such sheets."""
    return Document(stream, title=title, is_grey=look.is_grey, margin=look.margin)  # type: ignore[arg-type]


def laid(document: Document, sheet: OfficialSheet, head: Letterhead, scale: Scale, look: Look, made: str) -> Flow:
    """The pages of one pupil: the largest type that needs one page; else two; else the smallest one."""
    found: Flow | None = None
    for size in _SIZES:
        flow = _Layout(document, sheet, head, scale, look, made, size).flow
        if len(flow.pages) == 1:
            return flow
        if found is None or len(found.pages) > max(len(flow.pages), _MOST_PAGES):
            found = flow
    assert found is not None
    return found


def simulation(brush: Brush) -> None:
    """« SIMULATION » across the page: nobody takes it for the document."""
    brush.slanted_text(105, 165, 55, _WATERMARK.text, _WATERMARK)


def write_address(lines: Sequence[str], area: Area, brush: Brush) -> None:
    """An address in its area, each line whole, as large as the area allows; nothing when there is no line."""
    if not lines:
        return
    step = min(4.6, area.height / len(lines))
    size = min(10.0, step / 0.42)
    for rank, line in enumerate(lines):
        text = drawable(line)
        fitting = fitting_size(text, width=area.width, size=size)
        brush.text(area.left, area.top + rank * step + step * 0.76, text, Text("", size=fitting))


def mark_folds(folds: Sequence[float], upright: float | None, brush: Brush) -> None:
    """Where the sheet is folded: small marks at its edges."""
    for fold in folds:
        brush.line(0, fold, 4, fold, ink=RULE)
    if upright is not None:
        brush.line(upright, 0, upright, 4, ink=RULE)


class _Layout:
    """The pages of a pupil at one size of type."""

    def __init__(
        self,
        document: Document,
        sheet: OfficialSheet,
        head: Letterhead,
        scale: Scale,
        look: Look,
        made: str,
        size: float,
    ) -> None:
        self._sheet, self._head, self._scale, self._look, self._size = sheet, head, scale, look, size
        self._painter = Painter(scale, has_ground=True)
        named = f"{sheet.title} – {sheet.person}"
        again = Header([Text(sheet.title, is_bold=True)], [Text(sheet.person, is_bold=True)])
        footer = Footer(" · ".join(part for part in (sheet.reference, made) if part), right=named)
        self.flow = document.flow(header=again, footer=footer, header_from=2)
        self._put()

    def _put(self) -> None:
        flow, sheet, look = self.flow, self._sheet, self._look
        put_head(flow, sheet, self._head, look)
        flow.table(self._items() if sheet.columns.has_items else self._rubrics())
        self._legend()
        if sheet.blocks:
            flow.space(2)
            flow.frames(*(Frame(Text(each.text, size=self._size), heading=each.heading) for each in sheet.blocks))
        if sheet.has_synthesis:
            flow.space(2)
            flow.frames(self._synthesis())
        if sheet.mention:
            flow.space(1.5)
            flow.text(Text(sheet.mention, size=self._small, ink=FAINT))
        if sheet.signatories:
            flow.space(2)
            flow.draw(_SIGNATURE_HEIGHT, partial(_signatories, sheet.signatories, self._size))

    @property
    def _small(self) -> float:
        return self._size * _SMALLER

    # --- Matières ---

    def _rubrics(self) -> kit.Table:
        columns = self._sheet.columns
        heads = [kit.Column("Matière, professeur", width=_NAMES if columns.has_text else None)]
        if columns.has_bar:
            heads.append(kit.Column("Items par état", width=_BAR))
        if columns.has_text:
            heads.append(kit.Column("Acquis, progrès et difficultés éventuelles"))
        if columns.has_mean:
            heads.append(kit.Column(f"Élève\n{columns.unit}", width=_MEAN, align=Align.CENTRE))
        if columns.has_class_mean:
            heads.append(kit.Column(f"Classe\n{columns.unit}", width=_MEAN, align=Align.CENTRE))
        rows = [kit.Row(self._rubric(row, columns)) for row in self._sheet.rows]
        if self._sheet.general is not None:
            rows.append(self._general(columns, len(heads)))
        return kit.Table(heads, rows, size=self._size, is_middle=False)

    def _rubric(self, row: RubricRow, columns: Columns) -> list[kit.Cell]:
        cells = [kit.Cell(self._named_rubric(row))]
        if columns.has_bar:
            cells.append(kit.Cell(self._bars(row)))
        if columns.has_text:
            cells.append(kit.Cell(self._texts(row.texts)))
        if columns.has_mean:
            cells.append(kit.Cell([Text(row.mean, size=self._size, is_bold=True)]))
        if columns.has_class_mean:
            cells.append(kit.Cell([Text(row.class_mean, size=self._small, ink=FAINT)]))
        return cells

    def _named_rubric(self, row: RubricRow) -> Content:
        teachers = [Text(each, size=self._small, ink=FAINT) for each in row.teachers]
        return [Text(row.label, size=self._size, is_bold=True), *teachers]

    def _texts(self, texts: Sequence[Said]) -> Content:
        """What was written; whose each is, as soon as there are several."""
        if len(texts) < 2:
            return [Text(each.text, size=self._size) for each in texts] or ""
        said: list[Text] = []
        for each in texts:
            said += [Text(each.text, size=self._size), Text(each.author, size=self._small, ink=FAINT)]
        return said

    def _bars(self, row: RubricRow) -> Content:
        said: list[Text | Picture] = []
        if row.share is not None and row.share.total:
            said.append(self._bar(BarLine("", row.share)))
        for each in row.bars:
            said += [Text(each.label, size=self._small), self._bar(each)]
        return said or ""

    def _bar(self, line: BarLine) -> Picture:
        wide = _BAR - 3.2

        def draw(brush: Brush, left: float, top: float) -> None:
            for rank, count, at, width in bar_parts(line.share, wide):
                fill = self._painter.state_fill(rank)
                brush.box(left + at, top + 0.4, width, 4, fill=fill, stroke=RULE)
                sigle = self._scale.states[rank].sigle
                said = f"{count} {sigle}" if width > 8 else str(count) if width > 3 else ""
                if said:
                    like = Text("", size=6.5, is_bold=True, align=Align.CENTRE)
                    brush.text_in(left + at, width, top + 3.3, said, like)

        return Picture(wide, 4.8, draw, told_share(line.share))

    def _general(self, columns: Columns, width: int) -> kit.Row:
        assert self._sheet.general is not None
        own, of_class = self._sheet.general
        figures = [kit.Cell([Text(own, size=self._size, is_bold=True)])] if columns.has_mean else []
        if columns.has_class_mean:
            figures.append(kit.Cell([Text(of_class, size=self._small, ink=FAINT)]))
        label = kit.Cell("Moyenne générale", span=width - len(figures), is_bold=True, align=Align.RIGHT)
        return kit.Row([label, *figures], fill=SHADE)

    # --- Items ---

    def _items(self) -> kit.Table:
        """Matière after matière: its items with what was reached, then what was written."""
        columns = self._sheet.columns
        rows: list[kit.Row] = []
        for row in self._sheet.rows:
            rows.append(kit.Row([kit.Cell(self._item_heading(row, columns), span=2)], is_heading=True))
            rows += [kit.Row([kit.Cell(each.label), self._painter.level(each.level)]) for each in row.items]
            if row.texts:
                rows.append(kit.Row([kit.Cell(self._texts(row.texts), span=2)]))
        if self._sheet.general is not None:
            rows.append(kit.Row([kit.Cell(self._general_told(columns), span=2, is_bold=True)], fill=SHADE))
        return kit.Table([kit.Column("Item"), kit.Column("Niveau", width=_LEVEL)], rows, size=self._size)

    def _item_heading(self, row: RubricRow, columns: Columns) -> Content:
        told = [*row.teachers]
        if columns.has_mean and row.mean:
            told.append(f"élève {row.mean} {columns.unit}")
        if columns.has_class_mean and row.class_mean:
            told.append(f"classe {row.class_mean} {columns.unit}")
        name = Text(row.label, size=self._size, is_bold=True)
        return [name, Text(" · ".join(told), size=self._small, ink=FAINT)] if told else [name]

    def _general_told(self, columns: Columns) -> str:
        assert self._sheet.general is not None
        own, of_class = self._sheet.general
        told = [f"élève {own or '–'} {columns.unit}"] if columns.has_mean else []
        if columns.has_class_mean:
            told.append(f"classe {of_class or '–'} {columns.unit}")
        return f"Moyenne générale : {', '.join(told)}"

    # --- Foot ---

    def _legend(self) -> None:
        columns = self._sheet.columns
        if not (columns.has_items or columns.has_bar):
            return
        self.flow.space(1)
        states = [
            (state.sigle, state.legend, self._painter.state_fill(rank)) for rank, state in enumerate(self._scale.states)
        ]
        self.flow.draw(4.5, partial(_legend, states))

    def _synthesis(self) -> Frame:
        said = self._sheet.synthesis
        content: list[Text | Picture] = [Text(said.text if said else "", size=self._size + 1)]
        if said:
            content.append(Text(said.author, size=self._small, ink=FAINT))
        heading = "Synthèse : les acquis, les progrès, les conseils pour progresser"
        return Frame(content, heading=heading, is_strong=True)


def _legend(
    states: Sequence[tuple[str, str, Colour | None]], brush: Brush, left: float, top: float, width: float
) -> None:
    wide = width / len(states)
    for rank, (sigle, legend, fill) in enumerate(states):
        at = left + rank * wide
        with brush.inside(words()), brush.said(f"{sigle} : {legend}"):
            brush.box(at, top + 0.4, 8, 3.6, fill=fill, stroke=RULE)
            brush.text_in(at, 8, top + 3, sigle, Text("", size=6.5, is_bold=True, align=Align.CENTRE))
            text = drawable(legend)
            brush.text(at + 9.5, top + 3, text, Text("", size=fitting_size(text, width=wide - 11, size=7.5)))


def _signatories(
    signatories: Sequence[Signatory], size: float, brush: Brush, left: float, top: float, width: float
) -> None:
    wide = width / len(signatories)
    for rank, each in enumerate(signatories):
        at = left + rank * wide
        role, name = drawable(each.role), drawable(each.name)
        small = fitting_size(role, width=wide - 4, size=size * _SMALLER)
        brush.text(at, top + 3, role, Text("", size=small, ink=FAINT))
        brush.text(at, top + 7, name, Text("", size=fitting_size(name, width=wide - 4, size=size)))
        if each.image:
            brush.image(each.image, at, top + 8.5, min(wide - 6, 42), _SIGNATURE_HEIGHT - 9, alt=f"Signature : {name}")
        elif not each.name:
            brush.line(
                at, top + _SIGNATURE_HEIGHT - 2, at + wide - 6, top + _SIGNATURE_HEIGHT - 2, ink=RULE, is_dashed=True
            )
