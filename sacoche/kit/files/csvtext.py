"""Text for CSV files that a spreadsheet opens: the Windows-1252 letters, and no formula."""

import unicodedata

ENCODING = "cp1252"
# A cell that begins so is run as a formula by spreadsheets (tab and return: after they are trimmed).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Letters outside Windows-1252 that Unicode does not decompose.
_SPECIAL_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ŋ": "n", "Ŋ": "N"})


def may_be_formula(value: str) -> bool:
    """Whether a spreadsheet that is given this text alone, or in which it is typed, would take it for a formula."""
    return value.startswith(_FORMULA_STARTS)


def without_formula(value: str) -> str:
    """The value with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{value}" if may_be_formula(value) else value


def in_windows_1252(text: str) -> str:
    """The text in characters that Windows-1252 has: accents it lacks are dropped, other characters become « ? »."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter if _is_encodable(letter) else _replacement(letter) for letter in composed)


def _is_encodable(text: str) -> bool:
    try:
        text.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _replacement(letter: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letter.translate(_SPECIAL_LETTERS))
    kept = "".join(part for part in decomposed if not unicodedata.combining(part))
    return kept if kept and _is_encodable(kept) else "?"
