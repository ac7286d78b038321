"""Marks the content of a page as it is drawn: of which element it is, or that it is decoration."""

# ruff: noqa: TID253 (nothing that is loaded at start-up imports this module)

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reportlab.pdfgen.canvas import Canvas

from sacoche.kit.pdf.tags import Structure, Tag

_DECORATION = -1


class Marker:
    """The marks of one page. A mark stays open until something else is drawn: fewer of them, smaller files."""

    def __init__(self, canvas: Canvas, structure: Structure) -> None:
        self._canvas, self._structure = canvas, structure
        self._open: int | None = None
        self._tag: Tag | None = None
        # The element that takes all that is drawn, lines and boxes too.
        self._whole: int | None = None
        self._paragraph: int | None = None
        self._is_apart = False

    def words(self) -> None:
        """What is drawn next is read."""
        if not self._is_apart:
            self._open_in(self._reading() if self._whole is None else self._whole)

    def decoration(self) -> None:
        """What is drawn next is not read, unless it is a part of a figure."""
        if not self._is_apart:
            self._open_in(_DECORATION if self._whole is None else self._whole)

    def close(self) -> None:
        """The end of the page."""
        if self._open is not None:
            self._canvas._code.append("EMC")
        self._open = None

    @contextmanager
    def inside(self, tag: Tag | None) -> Iterator[None]:
        """Words that are drawn inside have that tag; those of a cell are the cell's, whatever their own tag."""
        if tag is None or self._whole is not None or (tag.is_words and self._tag is not None):
            yield
            return
        outer, self._tag = self._tag, tag
        if not tag.is_words:
            # An empty cell is there: a row without it has its figures under other heads.
            self._structure.element(tag)
        yield
        self._tag = outer

    @contextmanager
    def figure(self, alt: str, box: tuple[float, float, float, float]) -> Iterator[None]:
        """All that is drawn inside is one figure, read as `alt`."""
        with self._as_one(lambda: self._structure.add_figure(self._tag, alt, box)):
            yield

    @contextmanager
    def said(self, words: str) -> Iterator[None]:
        """All that is drawn inside is read as these words."""
        with self._as_one(lambda: self._structure.add_span(self._tag, words)):
            yield

    @contextmanager
    def _as_one(self, add: Callable[[], int]) -> Iterator[None]:
        if self._whole is not None or self._is_apart:
            yield
            return
        self._whole = add()
        yield
        self._whole = None

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Nothing that is drawn inside is read: what comes back on each page."""
        outer, self._whole = self._whole, _DECORATION
        yield
        self._whole = outer

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What is drawn inside is kept to be put elsewhere: it is marked there."""
        self._is_apart = True
        yield
        self._is_apart = False

    def _reading(self) -> int:
        if self._tag is not None:
            return self._structure.element(self._tag)
        if self._paragraph is None or self._open != self._paragraph:
            self._paragraph = self._structure.add_paragraph()
        return self._paragraph

    def _open_in(self, rank: int) -> None:
        if rank == self._open:
            return
        self.close()
        code = self._canvas._code
        if rank == _DECORATION:
            code.append("/Artifact BMC")
        else:
            code.append(f"/{self._structure.elements[rank].role} <</MCID {self._structure.mark(rank)}>> BDC")
        self._open = rank
