"""The national code of a school."""

import re

# The check letter is the number modulo 23 in this alphabet (no I, O, Q).
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def is_valid_uai(code: str) -> bool:
    """Whether `code` is seven digits and the check letter that they give, as in 0341234G."""
    return bool(re.fullmatch(r"\d{7}[A-Z]", code)) and _LETTERS[int(code[:7]) % 23] == code[7]
