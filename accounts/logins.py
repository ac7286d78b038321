"""Logins made from names. Pure: knows no account."""

import re
from collections.abc import Container
from functools import lru_cache

from sacoche.kit.names import login_clean

DEFAULT_PATTERN = "ppp.nnnnnnnn"
MAX_LENGTH = 64
# A person whose name has no letter that a login can spell.
NAMELESS = "compte"
# The longest pattern leaves room for the number that tells homonyms apart.
LONGEST_PATTERN = 50
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]*")
_PATTERN = re.compile(r"(?P<first>p+|n+)(?:(?P<separator>[._-]?)(?P<second>p+|n+))?")


def is_pattern(pattern: str) -> bool:
    """Whether it is letters p then n, or n then p, with « . », « - », « _ » or nothing between; or p alone, n alone."""
    return _read(pattern) is not None


def is_login(login: str) -> bool:
    """Whether somebody may have this login: lower case letters without accents, digits, « . », « - », « _ », « @ »."""
    return _LOGIN.fullmatch(login) is not None


def make_login(*, first_name: str, last_name: str, pattern: str = DEFAULT_PATTERN) -> str:
    """The login of that name: as many letters of the first name as the pattern has p, of the last name as it has n.

    « Anne-Sophie », « DE LA TOUR » give « ann.delatour » with ppp.nnnnnnnn. Raises ValueError for a bad pattern.
    """
    found = _read(pattern)
    if found is None:
        raise ValueError(f"not a login pattern: {pattern!r}")
    names = {"p": login_clean(first_name), "n": login_clean(last_name)}
    parts = [names[run[0]][: len(run)] for run in (found["first"], found["second"]) if run]
    return (found["separator"] or "").join(part for part in parts if part) or NAMELESS


@lru_cache(maxsize=32)
def _read(pattern: str) -> re.Match[str] | None:
    found = _PATTERN.fullmatch(pattern) if len(pattern) <= LONGEST_PATTERN else None
    return found if found and (found["second"] or "")[:1] != found["first"][0] else None


def free_login(base: str, *, taken: Container[str], max_length: int = MAX_LENGTH) -> str:
    """`base`, or `base` with the smallest number from 1 that makes it free; cut so that both fit `max_length`."""
    candidate, number = base[:max_length], 0
    while candidate in taken:
        number += 1
        candidate = base[: max_length - len(str(number))] + str(number)
    return candidate
