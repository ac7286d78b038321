"""Bytes of a text file into text: the encodings that school files come in, and a refusal of what is not text."""

import codecs
import re

# Signatures of files that are sent by mistake, with what a person calls them.
_SIGNATURES = (
    (b"%PDF", "un document PDF"),
    (b"PK\x03\x04", "une archive ZIP ou un classeur (.xlsx, .ods)"),
    (b"\xd0\xcf\x11\xe0", "un classeur Excel (.xls)"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"\x1f\x8b", "une archive"),
    (b"Rar!", "une archive"),
    (b"7z\xbc\xaf", "une archive"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
# More control characters than this share of the text, and it was never text.
_CONTROL_SHARE = 0.02
# ISO-8859-15 puts Œ œ Ÿ where Windows-1252 puts fractions; no name holds a fraction next to a letter.
_LATIN_9 = {"¼": "Œ", "½": "œ", "¾": "Ÿ"}
_FRACTION_BY_LETTER = re.compile(r"(?<=[^\W\d_])[¼½¾]|[¼½¾](?=[^\W\d_])")


class NotText(ValueError):
    """The bytes are not a text file; the message says in French what they look like."""


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 (with or without mark), UTF-16, Windows-1252 or ISO-8859-15; line ends become \\n.

    Raises NotText for anything else. UTF-16 is known by its mark or its null bytes; what is not UTF-8 is Western.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(f"Ce fichier n'est pas un fichier texte : c'est {what}.")
    text = _decode_any(data)
    if len(_CONTROLS.findall(text)) > _CONTROL_SHARE * len(text):
        raise NotText("Ce fichier n'est pas un fichier texte : son contenu est illisible.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_any(data: bytes) -> str:
    utf_16 = _utf_16_codec(data)
    if utf_16:
        return data.decode(utf_16, errors="replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_damaged_utf_8(data) or _decode_western(data)


def _decode_damaged_utf_8(data: bytes) -> str:
    """A text in UTF-8 but for a few bytes, which come out as U+FFFD for the reader to name; empty for another text.

    A line pasted from another file, or a cut in the middle of a letter: read as Windows-1252, every accent would be
    two signs, and the titles of the columns would be missing.
    """
    text = data.decode("utf-8-sig", errors="replace")
    # A letter with an accent is two bytes or more.
    letters = len(data) - len(text)
    return text if letters > 2 * text.count("\ufffd") or data.startswith(codecs.BOM_UTF8) else ""


def _utf_16_codec(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    # Without a mark, one byte of two is null in the header line: Latin letters need a single one.
    head = data[:400]
    if len(head) < 4 or head.count(0) * 3 < len(head):
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _decode_western(data: bytes) -> str:
    """Windows-1252, with the three letters that an ISO-8859-15 file writes as its fractions."""
    # Five bytes mean nothing in Windows-1252: they come out as control characters, and are counted as such.
    text = data.decode("cp1252", errors="sacoche-latin1")
    # Looking around each letter of a large file takes longer than reading it: nearly none holds a fraction.
    if not any(fraction in text for fraction in _LATIN_9):
        return text
    return _FRACTION_BY_LETTER.sub(lambda found: _LATIN_9[found[0]], text)


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("sacoche-latin1", _as_latin_1)
