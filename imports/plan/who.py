"""Who is who: whether an account and somebody of a file are one person. The one rule, for everybody and every source.

- Names and birth date exactly equal, and nobody else like that: the same person, whatever the numbers say.
- An identifier needs a witness: the same names, the same birth date, or for a pupil one of them (`is_witnessed`).
- What contradicts itself is for somebody to decide: see imports.plan.matching.
"""

import datetime
import re
from functools import lru_cache
from typing import Any

from sacoche.kit.names import clean_first_name, clean_last_name
from sacoche.kit.text import sort_key

# As the file calls them; the INE of before is looked for among the references of accounts.
IDENTIFIERS = ("sconet_id", "elenoet", "former_reference", "reference")
OF_THE_ACCOUNT = {"former_reference": "reference"}
# As many letters may differ, accents apart, in what is one name misspelt: fewer in a short one.
NEAR_NAMES = 2
_INE = re.compile(r"\d{9}[A-Z]{2}|\d{10}[A-Z]")


# --- Identifiers ------------------------------------------------------------------------------------------------------


def identifier_key(value: object) -> object:
    """What an identifier is compared by: neither case, nor spaces, nor the zeros that spreadsheets take, count."""
    return _text_key(value) if isinstance(value, str) else value


@lru_cache(maxsize=16384)
def _text_key(value: str) -> str:
    return "".join(value.split()).upper().lstrip("0")


def held(known: Any, identifier: str) -> object:
    """The key of what the account has for this identifier of a file; empty when it has nothing."""
    return identifier_key(getattr(known, OF_THE_ACCOUNT.get(identifier, identifier)))


def brought(person: Any, identifier: str) -> object:
    """The key of what the file gives; empty when it gives nothing."""
    return identifier_key(getattr(person, identifier, ""))


def is_other_writing(before: str, after: str) -> bool:
    """Whether both are one identifier, and the account has the better writing: its zeros are not taken away."""
    return identifier_key(before) == identifier_key(after) and len(after) <= len(before)


def contradict(known: Any, person: Any, identifiers: tuple[str, ...] = IDENTIFIERS) -> bool:
    """Whether an identifier says that they are two persons: both have it, and it differs."""
    for name in identifiers:
        if name == "former_reference":
            continue
        theirs, ours = held(known, name), brought(person, name)
        if theirs and ours and theirs != ours and not (name == "reference" and _is_former(theirs, person)):
            return True
    return False


def _is_former(reference: object, person: Any) -> bool:
    return reference == brought(person, "former_reference")


def shares_a_number(known: Any, person: Any) -> bool:
    """Whether they have an identifier in common."""
    return any(ours and ours == held(known, name) for name in IDENTIFIERS if (ours := brought(person, name)))


# --- Names and birth dates --------------------------------------------------------------------------------------------


def names(person: Any) -> tuple[str, str]:
    """The names as they are compared to the letter."""
    return clean_last_name(person.last_name), clean_first_name(person.first_name)


def birth_of(person: Any) -> datetime.date | None:
    """The birth date; None when nobody knows it."""
    born: datetime.date | None = getattr(person, "birth_date", None)
    return born


def same_birth(known: Any, person: Any) -> bool | None:
    """Whether both were born on one day; None when one of the days is not known."""
    theirs, ours = birth_of(known), birth_of(person)
    return theirs == ours if theirs and ours else None


def names_agree(one: str, other: str) -> bool:
    """Whether they are one name, misspelt or one of several: « DUPOND » and « DUPONT », « Léa » and « Léa-Rose ».

    Both as `sort_key` writes them.
    """
    if one == other:
        return True
    some, others = set(one.split()), set(other.split())
    if some and others and (some <= others or others <= some):
        return True
    allowed = min(NEAR_NAMES, max(len(one), len(other)) // 3)
    return distance(one, other, allowed) <= allowed


def distance(one: str, other: str, limit: int = NEAR_NAMES) -> int:
    """How many letters added, left out or replaced lead from one to the other; beyond `limit`, any number more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = list(range(len(other) + 1))
    for rank, letter in enumerate(one, start=1):
        above, row = row, [rank]
        for place, wanted in enumerate(other, start=1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != wanted)))
        if min(row) > limit:
            break
    return row[-1]


def _agreements(known: Any, person: Any) -> tuple[bool, bool]:
    theirs, ours = (sort_key(one.last_name, one.first_name).split("\t") for one in (known, person))
    return names_agree(theirs[0], ours[0]), names_agree(theirs[1], ours[1])


# --- The rule ---------------------------------------------------------------------------------------------------------


def is_called_the_same(known: Any, person: Any) -> bool:
    """Whether last name and first name both agree, spelling apart."""
    return all(_agreements(known, person))


def is_witnessed(known: Any, person: Any, *, is_pupil: bool, identifier: str) -> bool:
    """Whether something else confirms the identifier that they share.

    Two names that agree always do; then the birth date decides, when both are known. Without it, one name is enough
    for a pupil: the last name (of a boy who is not a girl), or the first name under an INE or an Id Sconet, which
    nobody types again for another. Staff and guardians share last names with those who live with them, and first names
    with anybody: they need both.
    """
    last, first = _agreements(known, person)
    if last and first:
        return True
    born = same_birth(known, person)
    if born is not None:
        return born and (last or first or not _differ_by_gender(known, person))
    if not is_pupil:
        return False
    if last:
        return not _differ_by_gender(known, person)
    return first and is_lasting(identifier, getattr(person, identifier))


def _differ_by_gender(known: Any, person: Any) -> bool:
    theirs, ours = getattr(known, "gender", ""), getattr(person, "gender", "")
    return bool(theirs and ours and theirs != ours)


def is_lasting(identifier: str, value: object) -> bool:
    """Whether the ministry gives it once for all; « 12 » in the spreadsheet of a school is given again next year."""
    return identifier == "sconet_id" or bool(_INE.fullmatch(str(value)))


def are_two(known: Any, person: Any) -> bool:
    """Whether two homonyms, whom nothing made one, are surely two persons: birth dates and numbers both differ.

    Of somebody who has left, either is enough: his account is not at stake.
    """
    differ = (same_birth(known, person) is False, contradict(known, person))
    return all(differ) if known.is_active else any(differ)
