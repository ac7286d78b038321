"""What a page says to who does not see it: its titles, paragraphs, tables and figures, in the order they are read.

A `Tag` is given when a page is laid, and may be drawn on several pages, in several documents; a `Structure` makes an
element of it in one document. What has no tag to stand in is a paragraph of its own; lines and boxes are decoration.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The standard types of PDF that our documents have."""

    DOCUMENT = "Document"
    PART = "Sect"
    PARAGRAPH = "P"
    HEADING = "H"
    TABLE = "Table"
    ROW = "TR"
    HEAD = "TH"
    CELL = "TD"
    FIGURE = "Figure"
    SPAN = "Span"


class Scope(StrEnum):
    """What the head of a table names."""

    COLUMN = "Column"
    ROW = "Row"


@dataclass(eq=False, slots=True)
class Tag:
    """A place in what is read; `under` is None for what stands in the part of the document itself.

    `level` is that of a heading, `span` how many columns a cell stands over.
    """

    role: Role
    under: "Tag | None" = None
    level: int = 0
    scope: Scope | None = None
    span: int = 1

    @property
    def is_words(self) -> bool:
        """Whether it holds words alone; inside something else they are its words."""
        return self.role in (Role.PARAGRAPH, Role.HEADING)

    @property
    def attributes(self) -> str:
        """Those of a cell, as a PDF writes them."""
        told = [f"/Scope/{self.scope}"] if self.scope else []
        told += [f"/ColSpan {self.span}"] if self.span > 1 else []
        return f"/A<</O/Table{''.join(told)}>>" if told else ""


def words(level: int = 0) -> Tag:
    """The tag of a paragraph, or of a heading."""
    return Tag(Role.HEADING, level=level) if level else Tag(Role.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Mark:
    """Some of the content of a page: the page, counted from 0 among those that have any, and its number there."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    """An element of a document: its parent and those of its kids that are elements too, by their ranks."""

    role: str
    parent: int
    more: str = ""
    kids: "list[int | Mark]" = field(default_factory=list)


class Structure:
    """The elements of a document under way, and those that the marks of each of its pages belong to."""

    def __init__(self) -> None:
        self.elements = [Element(Role.DOCUMENT, -1)]
        # The element of each mark, page after page.
        self.pages: list[list[int]] = []
        self._part, self._level = 0, 0
        self._ranks: dict[Tag, int] = {}

    def begin_part(self) -> None:
        """What follows is another part of the document: tags that were drawn already make new elements."""
        self._ranks = {}
        self._part = self._add(Role.PART, 0)

    def begin_page(self) -> int:
        """What follows is on another page; returns its rank among those that have content."""
        self.pages.append([])
        return len(self.pages) - 1

    def element(self, tag: Tag | None) -> int:
        """The rank of the element of a tag, made with those that it stands under when it is new."""
        if tag is None:
            return self._part
        if (rank := self._ranks.get(tag)) is not None:
            return rank
        rank = self._ranks[tag] = self._add(self._role(tag), self.element(tag.under), tag.attributes)
        return rank

    def add_paragraph(self) -> int:
        """A paragraph that has no tag."""
        return self._add(Role.PARAGRAPH, self._part)

    def add_figure(self, under: Tag | None, alt: str, box: tuple[float, float, float, float]) -> int:
        """A figure, what is read in its place, and its corners in points from the foot of the page."""
        corners = " ".join(f"{corner:.1f}" for corner in box)
        more = f"/Alt{text_string(alt)}/A<</O/Layout/Placement/Block/BBox[{corners}]>>"
        return self._add(Role.FIGURE, self.element(under), more)

    def add_span(self, under: Tag | None, words: str) -> int:
        """Words that are drawn in pieces, and what is read of them all."""
        return self._add(Role.SPAN, self.element(under), f"/ActualText{text_string(words)}")

    def mark(self, rank: int) -> int:
        """Some content of this page is of that element: returns its number on the page."""
        marks = self.pages[-1]
        self.elements[rank].kids.append(Mark(len(self.pages) - 1, len(marks)))
        marks.append(rank)
        return len(marks) - 1

    def _add(self, role: str, parent: int, more: str = "") -> int:
        self.elements.append(Element(role, parent, more))
        rank = len(self.elements) - 1
        self.elements[parent].kids.append(rank)
        return rank

    def _role(self, tag: Tag) -> str:
        """A heading is never two levels under the one before it: an outline with a hole is not followed."""
        if tag.role is not Role.HEADING:
            return tag.role
        self._level = min(tag.level, self._level + 1)
        return f"H{self._level}"


def text_string(text: str) -> str:
    """A text in a dictionary of a PDF, any letter of it."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
