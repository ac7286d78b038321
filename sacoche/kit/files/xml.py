"""XML documents that people send, read in little memory: whatever their encoding, and never a DOCTYPE."""

import codecs
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from sacoche.kit.files.archive import MAX_EXPANDED

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHUNK = 64 * 1024
_ENCODINGS = {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "iso8859-15", "cp1252"}
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARED = re.compile(rb"""<\?xml[^>]{1,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)


class BadXml(ValueError):
    """The document is not XML, or is damaged or dangerous; the message says in French which, and what to do."""


class NotXml(BadXml):
    """The document is not XML at all: another file was chosen."""


class HasDoctype(BadXml):
    """The document begins with a DOCTYPE, which could make it grow or read files."""


class Utf8Stream:
    """A document as UTF-8, whatever its encoding. Gives up when more than `limit` bytes come without `progress()`.

    `stream` must be seekable: its encoding and size are found first. Raises BadXml for a DOCTYPE and for what no XML
    document begins with; `too_long` is what it says when it gives up.
    """

    def __init__(self, stream: BinaryIO, *, limit: int, too_long: str) -> None:
        encoding = _encoding(stream)
        _refuse_doctype(stream, encoding)
        stream.seek(0)
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._limit, self._too_long = limit, too_long
        self._pending = 0

    def read(self, size: int = _CHUNK) -> bytes:
        chunk = self._stream.read(size)
        self._pending += len(chunk)
        if self._pending > self._limit:
            raise BadXml(self._too_long)
        text = self._decoder.decode(chunk, final=not chunk)
        # An empty answer means the end: a chunk may hold less than one character.
        return text.encode() if text or not chunk else self.read(size)

    def progress(self) -> None:
        """What was read so far is used and let go of."""
        self._pending = 0


# Nothing of a document makes it grow, or reads another one.
_SAFE: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse(source: Utf8Stream, **options: Any) -> Iterator[tuple[str, "Element"]]:
    """The events of a document, with `options` for lxml's iterparse. Raises BadXml."""
    from lxml import etree

    events: Any = etree.iterparse(source, **_SAFE, **options)
    with _well_formed():
        yield from events


@contextmanager
def _well_formed() -> Iterator[None]:
    from lxml import etree

    try:
        yield
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise BadXml(
            f"Ce fichier XML est mal formé (ligne {line}) : il a été modifié ou coupé. Refaites l'export, ou demandez "
            "le fichier à nouveau."
        ) from error


def cut(element: "Element") -> None:
    """Let go of an element that was used, and of all that stands before it."""
    element.clear()
    node: Element | None = element
    while node is not None:
        parent = node.getparent()
        while parent is not None and node.getprevious() is not None:
            del parent[0]
        node = parent


# No person, class or address takes as much.
_MAX_RECORD = 1024 * 1024
_TOO_LONG = "Ce fichier contient un élément de plus de 1 Mo : ce n'est pas un export de l'Éducation nationale."


def root_name(stream: BinaryIO) -> str:
    """The name of the root element, namespace apart. Raises BadXml."""
    for _event, element in parse(Utf8Stream(stream, limit=_MAX_RECORD, too_long=_TOO_LONG), events=("start",)):
        return local_name(element)
    raise BadXml("Ce fichier XML est vide.")


def whole(stream: BinaryIO) -> "Element":
    """The root of a small document, complete. Raises BadXml."""
    root: Element | None = None
    for _event, element in parse(Utf8Stream(stream, limit=_MAX_RECORD, too_long=_TOO_LONG), events=("start",)):
        root = element if root is None else root
    if root is None:
        raise BadXml("Ce fichier XML est vide.")
    return root


def records(stream: BinaryIO, paths: Collection[str]) -> Iterator[tuple[str, "Element"]]:
    """Yield the elements at these paths under the root (`DONNEES/ELEVES/ELEVE`), complete, in the order of the file.

    Each is emptied once used; what stands elsewhere is let go of chunk after chunk, without a look at its elements: a
    file has thirty of them for one that is wanted. None of the paths leads inside another. Raises BadXml.
    """
    source = Utf8Stream(stream, limit=_MAX_RECORD, too_long=_TOO_LONG)
    wanted = {tuple(path.split("/")) for path in paths}
    growing: Element | None = None
    with _well_formed():
        for root, elements in _complete(source, {path[-1] for path in wanted}):
            for element in elements:
                path = _path(element)
                if path in wanted:
                    yield "/".join(path), element
                    source.progress()
                    cut(element)
            before, growing = growing, _let_go(root, wanted)
            if growing is not None and growing is not before:
                source.progress()


def _complete(source: Utf8Stream, names: Collection[str]) -> Iterator[tuple["Element", Iterator["Element"]]]:
    """Chunk after chunk, the root, and the elements of these names, whatever their namespace, that end there."""
    from lxml import etree

    chunks = iter(source.read, b"")
    beginning, root_tag = _root_tag(chunks)
    parser: Any = etree.XMLPullParser(("start", "end"), tag=[root_tag, *(f"{{*}}{name}" for name in names)], **_SAFE)
    root: Element | None = None
    for chunk in chain(beginning, chunks):
        parser.feed(chunk)
        events = list(parser.read_events())
        if root is None and events:
            root = events[0][1]
        if root is not None:
            yield root, (element for event, element in events if event == "end")
    parser.close()


def _root_tag(chunks: Iterator[bytes]) -> tuple[list[bytes], str]:
    """The tag of the root, and the chunks that had to be read to find it."""
    from lxml import etree

    parser: Any = etree.XMLPullParser(("start",), **_SAFE)
    beginning = []
    for chunk in chunks:
        beginning.append(chunk)
        parser.feed(chunk)
        for _event, root in parser.read_events():
            return beginning, root.tag
    parser.close()
    raise BadXml("Ce fichier XML est vide.")


def _path(element: "Element") -> tuple[str, ...]:
    """The names that lead to an element from the root, without that of the root."""
    names = [local_name(each) for each in (element, *element.iterancestors())]
    return tuple(names[-2::-1])


def _let_go(root: "Element", wanted: Collection[tuple[str, ...]]) -> "Element | None":
    """Forget what is complete and was not wanted; the element that may still grow, None inside one that is wanted."""
    here: tuple[str, ...] = ()
    node = root
    while len(node):
        del node[:-1]
        node = node[-1]
        here = (*here, local_name(node))
        if here in wanted:
            return None
    return node


def local_name(element: "Element") -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text(element: "Element", path: str) -> str:
    """The trimmed text of the first descendant at this path, in the namespace of the element; empty without one."""
    found = element.findtext(_in_namespace(element, path))
    return found.strip() if found else ""


def texts(element: "Element") -> defaultdict[str, str]:
    """What `text` says of each child, by its name: five times faster than to ask for fifteen of them one by one."""
    namespace, brace, _name = str(element.tag).rpartition("}")
    start = f"{namespace}{brace}"
    found: defaultdict[str, str] = defaultdict(str)
    for child in element:
        name = str(child.tag)
        if name.startswith(start):
            found.setdefault(name[len(start) :], (child.text or "").strip())
    return found


def children(element: "Element", path: str) -> list["Element"]:
    """The descendants at this path, in the namespace of the element."""
    return element.findall(_in_namespace(element, path))


def _in_namespace(element: "Element", path: str) -> str:
    # Asking for any namespace would take five times as long, and files of 5 MB ask 100,000 times.
    namespace, brace, _name = str(element.tag).rpartition("}")
    return _qualified(namespace, path) if brace else path


@lru_cache(maxsize=256)
def _qualified(namespace: str, path: str) -> str:
    return "/".join(f"{namespace}}}{part}" for part in path.split("/"))


def line(element: "Element") -> int:
    """The line of the file where the element begins, 0 when the parser does not know."""
    return element.sourceline or 0  # type: ignore[return-value]


# --- Bytes ------------------------------------------------------------------------------------------------------------


def _encoding(stream: BinaryIO) -> str:
    """The encoding that the bytes are really in: editors save files in another than the one they declare."""
    stream.seek(0)
    start = stream.read(1024)
    marked = next((name for mark, name in _BOMS.items() if start.startswith(mark)), "")
    declared = marked or _declared(start)
    # Latin text with accents is never UTF-8 by chance; Windows-1252 has all that ISO-8859-1 has.
    likely = [declared] if marked else ["utf-8", "cp1252" if declared == "iso8859-1" else declared, "cp1252"]
    for encoding in likely:
        if _decodes(stream, encoding):
            return encoding
    raise BadXml("Ce fichier contient des caractères illisibles : il est abîmé ou n'est pas un fichier XML.")


def _declared(start: bytes) -> str:
    declared = _DECLARED.match(start)
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        known = codecs.lookup(name).name
    except LookupError:
        known = name
    if known not in _ENCODINGS:
        raise BadXml(f"Ce fichier annonce un codage inconnu (« {name} ») : demandez-le en UTF-8.")
    # Sixteen-bit text begins with a mark; a declaration that reads as ASCII is not sixteen-bit.
    return "utf-8" if known.startswith("utf-16") else known


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    stream.seek(0)
    decoder, size = codecs.getincrementaldecoder(encoding)(), 0
    try:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > MAX_EXPANDED:
                raise BadXml("Ce fichier dépasse 64 Mo une fois déplié : exportez en plusieurs fois.")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_doctype(stream: BinaryIO, encoding: str) -> None:
    """A DOCTYPE can only stand before the root: look there, so that the parser never meets one."""
    stream.seek(0)
    start = codecs.getincrementaldecoder(encoding)().decode(stream.read(_CHUNK))
    after = start[_PROLOG.match(start).end() :][:9]  # type: ignore[union-attr]
    if after.upper() == "<!DOCTYPE":
        raise HasDoctype(
            "Ce fichier contient une déclaration DOCTYPE, que les fichiers attendus n'ont jamais : refusé."
        )
    if not after.startswith("<") or after.startswith(("<!", "<?")):
        raise NotXml("Ce fichier n'est pas un fichier XML.")
