"""The national code of a school."""

import re

# The check letter is the number modulo 23 in this alphabet (no I, O, Q).
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def is_valid_uai(code: str) -> bool:
    """Whether `code` is seven digits and the check letter that they give, as in 0341234G, or one of the few codes
    that have an X for seventh digit.
    """
    found = re.fullmatch(r"([0-9]{6})([0-9X])([A-Z])", code)
    if not found:
        return False
    first, seventh, letter = found.groups()
    number = int(first) * 8 + 1 if seventh == "X" else int(first + seventh)
    return _LETTERS[number % 23] == letter
