"""The kinds of files that an item may give, told by their content: the name that a file bears proves nothing."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_NAME_LENGTH = 100


@dataclass(frozen=True, slots=True)
class FileKind:
    """`extensions` are those that a name may end with; the first is put where there is none of them."""

    extensions: tuple[str, ...]
    content_type: str
    is_of: Callable[[bytes], bool]


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _at(place: int, mark: bytes) -> Callable[[bytes], bool]:
    return lambda content: content[place : place + len(mark)] == mark


def _names(content: bytes) -> set[str]:
    """The names in an archive; none when it is not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()


def _office(folder: str) -> Callable[[bytes], bool]:
    """A document of Office without macros."""

    def is_of(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        names = _names(content)
        is_macro = any(name.lower().endswith("vbaproject.bin") for name in names)
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names) and not is_macro

    return is_of


def _open_document(kind: str) -> Callable[[bytes], bool]:
    """What comes first in such an archive is its type, in clear."""
    mark = f"mimetype{_OPEN}{kind}".encode()
    return lambda content: content.startswith(b"PK\x03\x04") and content[30:].startswith(mark)


def _is_text(content: bytes) -> bool:
    """Words, in UTF-8 or in Windows-1252; nothing that a browser would take for a page or a drawing."""
    if b"\x00" in content:
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return bool(text.strip()) and not text.lstrip().startswith("<") and "\ufffd" not in text


FILE_KINDS = (
    FileKind(("pdf",), "application/pdf", _begins(b"%PDF-")),
    FileKind(("png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    FileKind(("jpg", "jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff")),
    FileKind(("gif",), "image/gif", _begins(b"GIF87a", b"GIF89a")),
    FileKind(("webp",), "image/webp", lambda content: content.startswith(b"RIFF") and content[8:12] == b"WEBP"),
    FileKind(("docx",), f"{_OFFICE}wordprocessingml.document", _office("word/")),
    FileKind(("xlsx",), f"{_OFFICE}spreadsheetml.sheet", _office("xl/")),
    FileKind(("pptx",), f"{_OFFICE}presentationml.presentation", _office("ppt/")),
    FileKind(("odt",), f"{_OPEN}text", _open_document("text")),
    FileKind(("ods",), f"{_OPEN}spreadsheet", _open_document("spreadsheet")),
    FileKind(("odp",), f"{_OPEN}presentation", _open_document("presentation")),
    FileKind(("mp3",), "audio/mpeg", _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    FileKind(("ogg", "oga"), "audio/ogg", _begins(b"OggS")),
    FileKind(("mp4", "m4a"), "video/mp4", _at(4, b"ftyp")),
    FileKind(("txt", "csv"), "text/plain; charset=utf-8", _is_text),
)


def kind_of_content(content: bytes) -> FileKind | None:
    """What a file is, None for what is not given to pupils: programs, web pages, drawings that hold scripts."""
    return next((kind for kind in FILE_KINDS if kind.is_of(content)), None)


def extensions() -> list[str]:
    """Every extension, for the choice of a file: « .pdf », « .png »…"""
    return [f".{extension}" for kind in FILE_KINDS for extension in kind.extensions]


def said_kinds() -> str:
    """What is kept, in a few words for who was refused."""
    return (
        "PDF, images (PNG, JPEG, GIF, WebP), documents OpenDocument et Office sans macros, sons et vidéos "
        "(MP3, OGG, MP4), textes"
    )


def safe_name(said: str, kind: FileKind) -> str:
    """The name of a file, with no folder and no odd sign, ending as its content asks."""
    last = re.sub(r"[\x00-\x1f\x7f\"<>:|?*]", "", said.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, _dot, extension = last.rpartition(".")
    if extension.lower() not in kind.extensions:
        stem, extension = last, kind.extensions[0]
    return f"{(stem or 'fichier')[: _NAME_LENGTH - len(extension) - 1]}.{extension.lower()}"
