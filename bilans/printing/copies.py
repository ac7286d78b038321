"""To whom a document goes, and in how many copies: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bilans.models import Copies
from sacoche.kit.text import unaccent

# The lines of an address, the names first; empty for a copy without any.
Address = tuple[str, ...]
NO_ADDRESS: Address = ()
# The law knows two of them; a third one is told by the school itself.
_GUARDIANS = 2


@dataclass(frozen=True, slots=True)
class Addressee:
    """A guardian: « Mme Nadia FAURE », and the lines of his address under his name, none when it is not known."""

    name: str
    lines: tuple[str, ...]


def copies_of(guardians: Sequence[Addressee], wanted: Copies, *, has_address: bool) -> tuple[Address, ...]:
    """One address for each copy, those of the two first guardians, in their order.

    Guardians of one address have one copy in both names. A copy without a known address has an empty block: it is
    still printed. `has_address` is False when no address is to be printed.
    """
    places = _places(guardians[:_GUARDIANS])
    number = _number(len(places), wanted)
    if not has_address or not places:
        return (NO_ADDRESS,) * number
    return tuple(places[rank % len(places)] for rank in range(number))


def _number(places: int, wanted: Copies) -> int:
    if wanted == Copies.TWO:
        return 2
    return max(min(places, _GUARDIANS), 1) if wanted == Copies.TWO_IF_APART else 1


def _places(guardians: Sequence[Addressee]) -> list[Address]:
    """The different addresses, each under the names of those who live there."""
    found: dict[str, list[Addressee]] = {}
    for guardian in guardians:
        if guardian.lines:
            found.setdefault(_same(guardian.lines), []).append(guardian)
    return [(" et ".join(each.name for each in held), *held[0].lines) for held in found.values()]


def _same(lines: Sequence[str]) -> str:
    """What two ways of typing one address have in common."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in unaccent(" ".join(lines))).split())


def blank_pages(pages: int, *, is_duplex: bool) -> int:
    """How many blank pages follow those of a copy, so that the next one begins on another sheet."""
    return pages % 2 if is_duplex else 0
