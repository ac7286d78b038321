"""What a program can verify of PDF/UA-1, as the Matterhorn protocol lists it, and what a screen reader is given.

No checker of PDF/UA runs without Java or a service of somebody else: these are its checks, on the file itself.
`faults_of` names what is wrong; `read_aloud` gives the elements in their order, each with its role and its words.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

_SHOWN = {b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", b"BI", b"INLINE IMAGE"}
_PAINTED = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"}
_ROLES = {"Document", "Sect", "P", "H1", "H2", "H3", "H4", "Table", "TR", "TH", "TD", "Figure", "Span"}
_KIDS = {"Table": {"TR"}, "TR": {"TH", "TD"}}


@dataclass
class Element:
    """An element of the structure, with what is under it."""

    role: str
    node: Any
    kids: list["Element"] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    words: str = ""
    # Elements and words, in the order in which they are read.
    order: list[Any] = field(default_factory=list)

    def every(self) -> Iterator["Element"]:
        yield self
        for kid in self.kids:
            yield from kid.every()


class Tagged:
    """A PDF, its elements, and the words of each mark of each page."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content))
        self.catalog = self.reader.trailer["/Root"]
        self.faults: list[str] = []
        self._ranks = {page.indirect_reference.idnum: rank for rank, page in enumerate(self.reader.pages)}
        self.words: dict[tuple[int, int], str] = {}
        self.fonts: dict[int, Any] = {}
        for rank, page in enumerate(self.reader.pages):
            _Content(self, rank, page).read()
        self.root = self._element(self.catalog["/StructTreeRoot"]["/K"], None)

    def _element(self, reference: Any, parent: Any) -> Element:
        node = reference.get_object()
        found = Element(node["/S"][1:], node)
        if parent is not None and node["/P"].get_object() is not parent:
            self.faults.append(f"{found.role}: not the kid of its parent")
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            self._kid(found, kid)
        found.words = " ".join(each for each in found.order if isinstance(each, str))
        return found

    def _kid(self, found: Element, kid: Any) -> None:
        held = kid.get_object()
        if isinstance(held, int) or held.get("/Type") == "/MCR":
            page = found.node["/Pg"] if isinstance(held, int) else held["/Pg"]
            mark = (
                self._ranks[page.get_object().indirect_reference.idnum],
                int(held if isinstance(held, int) else held["/MCID"]),
            )
            found.marks.append(mark)
            found.order.append(self.words.get(mark, ""))
            if mark not in self.words:
                self.faults.append(f"{found.role}: nothing is marked {mark}")
            return
        element = self._element(kid, found.node)
        found.kids.append(element)
        found.order.append(element)


class _Content:
    """The marks of a page: each thing that is drawn is read or is decoration, and never both."""

    def __init__(self, tagged: Tagged, rank: int, page: Any) -> None:
        self._tagged, self._rank, self._page = tagged, rank, page
        self._open: list[int | str | None] = []
        self._said: dict[int, list[str]] = {}

    def read(self) -> None:
        content = self._page.get_contents()
        if content is None:
            return
        self._run(ContentStream(content, self._tagged.reader), self._page["/Resources"])
        if self._open:
            self._fault("a mark is still open at its end")
        for number, said in self._said.items():
            self._tagged.words[self._rank, number] = "".join(said).strip()

    def _fault(self, what: str) -> None:
        self._tagged.faults.append(f"page {self._rank + 1}: {what}")

    def _run(self, content: ContentStream, resources: Any, *, is_form: bool = False) -> None:
        font = None
        for operands, operator in content.operations:
            if operator in (b"BDC", b"BMC"):
                self._begin(operands, is_form=is_form)
            elif operator == b"EMC":
                self._open.pop()
            elif operator == b"Tf":
                font = resources["/Font"][operands[0]].get_object()
            elif operator in _SHOWN | _PAINTED:
                self._draw(operator, operands, font, resources)

    def _begin(self, operands: list[Any], *, is_form: bool) -> None:
        if is_form or self._open:
            self._fault("a mark is inside another one")
        if operands[0] == "/Artifact":
            self._open.append("decoration")
            return
        number = int(operands[1]["/MCID"])
        if number in self._said:
            self._fault(f"mark {number} comes twice")
        self._said[number] = []
        self._open.append(number)

    def _draw(self, operator: bytes, operands: list[Any], font: Any, resources: Any) -> None:
        if not self._open:
            self._fault(f"{operator.decode()} is neither read nor decoration")
            return
        if operator == b"Do":
            drawn = resources["/XObject"][operands[0]].get_object()
            if drawn["/Subtype"] == "/Form":
                self._run(ContentStream(drawn, self._tagged.reader), drawn["/Resources"], is_form=True)
        elif operator in _SHOWN:
            self._tagged.fonts[id(font)] = font
            for each in operands[0] if isinstance(operands[0], list) else operands:
                if isinstance(each, (str, bytes)):
                    self._say(self._decoded(each, font) + (" " if operator == b"Tj" else ""))

    def _say(self, words: str) -> None:
        if isinstance(self._open[-1], int):
            self._said[self._open[-1]].append(words)

    def _decoded(self, shown: Any, font: Any) -> str:
        letters = _letters_of(font)
        codes = shown if isinstance(shown, bytes) else shown.original_bytes
        if missing := [code for code in codes if code not in letters]:
            self._fault(f"codes without a letter: {missing}")
        return "".join(letters.get(code, "") for code in codes)


_LETTERS: dict[int, dict[int, str]] = {}


def _letters_of(font: Any) -> dict[int, str]:
    """The letter of each code of a font, from the table that it carries."""
    key = id(font)
    if key not in _LETTERS:
        letters: dict[int, str] = {}
        lines = font["/ToUnicode"].get_data().decode("latin-1")
        for block in lines.split("beginbfchar")[1:]:
            for line in block.split("endbfchar")[0].splitlines():
                if len(pair := line.replace("<", " ").replace(">", " ").split()) == 2:
                    letters[int(pair[0], 16)] = bytes.fromhex(pair[1]).decode("utf-16-be")
        for block in lines.split("beginbfrange")[1:]:
            letters |= _range(block.split("endbfrange")[0])
        _LETTERS[key] = letters
    return _LETTERS[key]


def _range(block: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for line in block.replace("[", " ").replace("]", " ").splitlines():
        codes = line.replace("<", " ").replace(">", " ").split()
        if len(codes) < 3:
            continue
        first, last, *letters = codes
        for rank, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
            found[code] = (
                bytes.fromhex(letters[rank]).decode("utf-16-be")
                if len(letters) > 1
                else chr(int(letters[0], 16) + rank)
            )
    return found


def faults_of(content: bytes) -> list[str]:
    """What is wrong, in words; nothing when all that a program can verify is right."""
    tagged = Tagged(content)
    return [
        *tagged.faults,
        *_faults_of_the_document(tagged),
        *_faults_of_the_pages(tagged),
        *_faults_of_fonts(tagged),
        *_faults_of_headings(tagged),
        *(fault for element in tagged.root.every() for fault in _faults_of_an_element(element)),
    ]


def _faults_of_the_document(tagged: Tagged) -> Iterator[str]:
    catalog = tagged.catalog
    if catalog.get("/Lang") != "fr-FR":
        yield "no language"
    if not catalog.get("/MarkInfo", {}).get("/Marked"):
        yield "not said to be tagged"
    if not catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "its title is not shown by the window"
    metadata = catalog["/Metadata"].get_data().decode()
    if "<pdfuaid:part>1</pdfuaid:part>" not in metadata:
        yield "not said to be PDF/UA"
    if not tagged.reader.metadata.title or "<dc:title>" not in metadata:
        yield "no title"
    if tagged.root.role != "Document":
        yield f"its root is {tagged.root.role}"


def _faults_of_the_pages(tagged: Tagged) -> Iterator[str]:
    """The two ways between marks and elements say the same."""
    held = [(mark, element) for element in tagged.root.every() for mark in element.marks]
    if len({mark for mark, _element in held}) != len(held):
        yield "a mark is in two elements"
    for mark in tagged.words.keys() - {mark for mark, _element in held}:
        yield f"mark {mark} is in no element"
    numbers = tagged.catalog["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for (page, number), element in held:
        key = tagged.reader.pages[page]["/StructParents"]
        if parents[key].get_object()[number].get_object() is not element.node:
            yield f"page {page + 1}: mark {number} has another parent"
    for page in tagged.reader.pages:
        if "/Annots" in page and page.get("/Tabs") != "/S":
            yield "tabs do not follow the structure"


def _faults_of_fonts(tagged: Tagged) -> Iterator[str]:
    for font in tagged.fonts.values():
        if font is None or "/FontFile2" not in font.get("/FontDescriptor", {}):
            yield f"font {font and font['/BaseFont']} is not in the file"


def _faults_of_headings(tagged: Tagged) -> Iterator[str]:
    before = 0
    for element in tagged.root.every():
        if element.role[0] == "H" and element.role[1:].isdigit():
            level = int(element.role[1:])
            if level > before + 1:
                yield f"« {element.words} » is {level - before} levels under what is above"
            before = level
            if not element.words:
                yield "a heading has no word"


def _faults_of_an_element(element: Element) -> Iterator[str]:
    if element.role not in _ROLES:
        yield f"{element.role} is no standard type"
    allowed = _KIDS.get(element.role)
    if allowed and {kid.role for kid in element.kids} - allowed:
        yield f"{element.role} holds {[kid.role for kid in element.kids]}"
    if allowed and element.marks:
        yield f"{element.role} holds words"
    attributes = element.node.get("/A", {})
    if element.role == "Table":
        widths = {sum(int(cell.node.get("/A", {}).get("/ColSpan", 1)) for cell in row.kids) for row in element.kids}
        if len(widths) != 1:
            yield f"rows of {sorted(widths)} columns in one table"
        if not any(cell.role == "TH" for row in element.kids for cell in row.kids):
            yield "a table has no head"
    if element.role == "TH" and "/Scope" not in attributes:
        yield f"« {element.words} » does not say what it is the head of"
    if element.role == "Figure" and not (element.node.get("/Alt") and "/BBox" in attributes):
        yield "a figure says nothing, or not where it is"


def read_aloud(content: bytes) -> list[tuple[str, str]]:
    """What is read, in its order: the role of each element and its words, or what is said in their place."""
    said = []
    for element in Tagged(content).root.every():
        instead = element.node.get("/Alt") or element.node.get("/ActualText")
        words = str(instead) if instead else " ".join(element.words.split())
        if words:
            said.append((element.role, words))
    return said
