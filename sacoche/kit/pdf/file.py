"""The file of a PDF: what reportlab drew, the structure of what is read, and the small objects pressed together.

Written here and not by reportlab, which neither tags nor presses: a class of thirty has tens of thousands of cells, and
each of them is an object. Object streams are of PDF 1.5; the table of their places is then a stream as well.
"""

# ruff: noqa: TID253 (nothing that is loaded at start-up imports this module)

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from sacoche.kit.pdf.tags import Element, Mark, Structure

# Streams of bytes, and not of letters for the printers of another age: a fifth smaller, and written in half the time.
rl_config.useA85 = 0
VERSION = (1, 7)
# How many objects are pressed together: a reader opens the whole stream for one of them.
_TOGETHER = 400
_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class _Root(pdfdoc.PDFObject):
    """Keeps the number of the root of the structure, which is written once every element has its own."""


def describe(canvas: Canvas, *, title: str, author: str, language: str) -> None:
    """Say what a document is, where readers look for it."""
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator(author)
    canvas.setSubject(title)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setCatalogEntry("MarkInfo", {"Marked": "true"})
    said = _METADATA.format(title=escape(title), author=escape(author), language=language)
    about = {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
    canvas.setCatalogEntry("Metadata", pdfdoc.PDFStream(pdfdoc.PDFDictionary(about), said.encode(), filters=[]))


def end_page(canvas: Canvas, rank: int) -> str:
    """Close a page whose marks are those of that rank in the structure; returns the name of the page."""
    name = canvas._doc.thisPageName()
    canvas.showPage()
    page = canvas._doc.idToObject[name]
    page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
    page.StructParents, page.Tabs = rank, pdfdoc.PDFName("S")
    return str(name)


def write_file(canvas: Canvas, structure: Structure, pages: Sequence[str], stream: BinaryIO) -> None:
    """Write what was drawn; `pages` are the names of those that have marks, in the order of the structure."""
    document = canvas._doc
    root = _Root()
    document.Catalog.StructTreeRoot = document.Reference(root)
    writer = _Writer(stream)
    for number, content in _drawn(document, canvas, root):
        writer.add(number, content)
    root_number = _number_of(document, root.__InternalName__)
    of_pages = [_number_of(document, name) for name in pages]
    tree = _Tree(structure, root_number, of_pages, first=len(document.numberToId) + 1)
    for number, content in tree.objects():
        writer.add(number, content)
    catalog, info = (_number_of(document, each.__InternalName__) for each in (document.Catalog, document.info))
    identity = document.signature.hexdigest()
    writer.close(f"/Root {catalog} 0 R/Info {info} 0 R/ID[<{identity}><{identity}>]")


def _number_of(document: Any, name: str) -> int:
    return int(document.idToObjectNumberAndVersion[name][0])


def _drawn(document: Any, canvas: Canvas, root: _Root) -> Iterator[tuple[int, bytes]]:
    """What reportlab has to write, with its numbers; it finds more to write as it writes."""
    for font in document.delayedFonts:
        font.addObjects(document)
    document.info.invariant = document.invariant
    document.info.digest(document.signature)
    document.Reference(document.Catalog)
    document.Reference(document.info)
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None
    number = 0
    while (number := number + 1) in document.numberToId:
        drawn = document.idToObject[document.numberToId[number]]
        if drawn is not root:
            yield number, pdfdoc.pdfdocEnc(pdfdoc.format(drawn, document, toplevel=1))


class _Tree:
    """The structure of a document as objects: its root, its elements, and the elements of each page."""

    def __init__(self, structure: Structure, root: int, pages: Sequence[int], *, first: int) -> None:
        self._structure, self._root, self._pages = structure, root, pages
        self._first = first
        self._parents = first + len(structure.elements)

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """Each with its number."""
        elements = self._structure.elements
        yield (
            self._root,
            f"<</Type/StructTreeRoot/K {self._first} 0 R/ParentTree {self._parents} 0 R"
            f"/ParentTreeNextKey {len(self._pages)}>>".encode(),
        )
        for rank, element in enumerate(elements):
            yield self._first + rank, self._written(element).encode()
        yield self._parents, f"<</Nums[{''.join(self._nums())}]>>".encode()

    def _nums(self) -> Iterator[str]:
        for rank, marks in enumerate(self._structure.pages):
            yield f"{rank}[{' '.join(f'{self._first + each} 0 R' for each in marks)}]"

    def _written(self, element: Element) -> str:
        parent = self._root if element.parent < 0 else self._first + element.parent
        page = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
        shown = "" if page is None else f"/Pg {self._pages[page]} 0 R"
        kids = " ".join(self._kid(kid, page) for kid in element.kids)
        held = f"/K[{kids}]" if kids else ""
        return f"<</Type/StructElem/S/{element.role}/P {parent} 0 R{shown}{held}{element.more}>>"

    def _kid(self, kid: int | Mark, page: int | None) -> str:
        if not isinstance(kid, Mark):
            return f"{self._first + kid} 0 R"
        if kid.page == page:
            return str(kid.number)
        return f"<</Type/MCR/Pg {self._pages[kid.page]} 0 R/MCID {kid.number}>>"


class _Writer:
    """Writes objects as they come: streams where they fall, the others pressed together."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0
        # Where each object is: in the file, or in which stream of objects and at which rank.
        self._places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        self._waiting: list[tuple[int, bytes]] = []
        self._packs: list[Sequence[tuple[int, bytes]]] = []
        self._write(b"%%PDF-%d.%d\n%%\xe2\xe3\xcf\xd3\n" % VERSION)

    def add(self, number: int, content: bytes) -> None:
        """An object and its number."""
        if content.rstrip().endswith(b"endstream"):
            self._put(number, content)
            return
        self._waiting.append((number, content))
        if len(self._waiting) == _TOGETHER:
            self._pack()

    def close(self, trailer: str) -> None:
        """Write the objects that wait, then the places of all."""
        self._pack()
        first = len(self._places) + sum(len(pack) for pack in self._packs)
        for rank, pack in enumerate(self._packs):
            for place, (number, _content) in enumerate(pack):
                self._places[number] = (2, first + rank, place)
            self._put(first + rank, _pressed(pack))
        number, at = first + len(self._packs), self._at
        self._places[number] = (1, at, 0)
        self._put(number, _stream(f"/Type/XRef/Size {number + 1}/W[1 4 2]{trailer}", self._table(number + 1)))
        self._write(b"startxref\n%d\n%%%%EOF\n" % at)

    def _table(self, size: int) -> bytes:
        """The places by number, in seven bytes each."""
        found: Mapping[int, tuple[int, int, int]] = self._places
        return b"".join(
            kind.to_bytes(1) + where.to_bytes(4) + rank.to_bytes(2)
            for kind, where, rank in (found[number] for number in range(size))
        )

    def _pack(self) -> None:
        if self._waiting:
            self._packs.append(self._waiting)
            self._waiting = []

    def _put(self, number: int, content: bytes) -> None:
        self._places[number] = (1, self._at, 0)
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, content.rstrip()))

    def _write(self, content: bytes) -> None:
        self._stream.write(content)
        self._at += len(content)


def _pressed(pack: Sequence[tuple[int, bytes]]) -> bytes:
    """A stream of objects: their numbers and where each begins, then what they are."""
    heads, at = [], 0
    for number, content in pack:
        heads.append(f"{number} {at}")
        at += len(content) + 1
    head = f"{' '.join(heads)}\n".encode()
    return _stream(
        f"/Type/ObjStm/N {len(pack)}/First {len(head)}", head + b"\n".join(content for _number, content in pack)
    )


def _stream(entries: str, content: bytes) -> bytes:
    pressed = zlib.compress(content)
    return f"<<{entries}/Length {len(pressed)}/Filter/FlateDecode>>\nstream\n".encode() + pressed + b"\nendstream"
