"""What readers of guardians share: addresses, one account for each person, ranks without a tie."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from imports.brought.extraction import IncomingAddress, IncomingChild, IncomingGuardian
from imports.reading.notes import Notes, value_refusal
from imports.values import read_postal_code
from sacoche.kit.names import clean_first_name, clean_line, clean_text, upper
from sacoche.kit.text import letters

LINE_LENGTH = 100
POSTAL_CODE_LENGTH = 10
PLACE_LENGTH = 100


def read_address(
    line: int, notes: Notes, *, lines: Sequence[str], postal_code: str = "", town: str = "", country: str = ""
) -> IncomingAddress:
    """An address as the database keeps it; a part that is too long is left out, and said."""
    code = notes.taken(line, "code postal", read_postal_code(postal_code, country))
    parts = [_part(line, notes, clean_first_name(text), LINE_LENGTH, "ligne d'adresse") for text in lines]
    line1, line2, line3, line4 = [*filter(None, parts), "", "", "", ""][:4]
    return IncomingAddress(
        line1=line1,
        line2=line2,
        line3=line3,
        line4=line4,
        postal_code=_part(line, notes, code, POSTAL_CODE_LENGTH, "code postal"),
        town=_part(line, notes, upper(clean_line(town)), PLACE_LENGTH, "commune"),
        country=_part(line, notes, upper(clean_line(country)), PLACE_LENGTH, "pays"),
    )


def _part(line: int, notes: Notes, text: str, length: int, label: str) -> str:
    refusal = value_refusal(text, length)
    if refusal:
        notes.add(line, f"{label} {refusal} : non repris.")
        return ""
    return text


def foreign_town(text: str) -> tuple[str, str]:
    """The postal code and town of « 1000 BRUXELLES »: the code is what stands before a space among the first ten
    characters.
    """
    code, space, town = clean_text(text).partition(" ")
    return (code, town.strip()) if space and len(code) < POSTAL_CODE_LENGTH else ("", clean_text(text))


def one_each(
    guardians: Iterable[tuple[Hashable, IncomingGuardian]], notes: Notes, label: str = "numéro"
) -> list[IncomingGuardian]:
    """One guardian, with all the children, for several rows of the same key.

    A key that two people share (a number that the file gives to the mother and to the father) says nothing: both are
    kept without it, and told. `label`: what the file calls the number.
    """
    kept: dict[Hashable, IncomingGuardian] = {}
    shared: set[Hashable] = set()
    for key, guardian in guardians:
        first = kept.setdefault(key, guardian)
        if letters(first.full_name) == letters(guardian.full_name):
            kept[key] = _joined(first, guardian) if first is not guardian else first
            continue
        own: Hashable = (key, letters(guardian.full_name))
        if own not in kept:
            shared |= {key, own}
            same = f"{guardian.full_name} a le même {label} que {first.full_name}, ligne {first.line}"
            notes.add(guardian.line, f"{same} : repris sans {label} tous les deux.")
        kept[own] = _joined(kept[own], guardian) if own in kept else guardian
    return [_unnumbered(guardian) if key in shared else guardian for key, guardian in kept.items()]


def _unnumbered(guardian: IncomingGuardian) -> IncomingGuardian:
    return replace(guardian, elenoet="", reference="")


def _joined(former: IncomingGuardian, latter: IncomingGuardian) -> IncomingGuardian:
    children = {child_key(child): child for child in (*latter.children, *former.children)}
    return replace(former, children=tuple(children.values()))


def child_key(child: IncomingChild) -> Hashable:
    """What tells one child from another in a file."""
    return (child.sconet_id, child.elenoet, child.reference, child.last_name, child.first_name, child.class_name)


def ranked(guardians: Sequence[IncomingGuardian]) -> list[IncomingGuardian]:
    """The same, the ranks of each child made 1, 2, 3… in their order, ties in the order of the file."""
    by_child: dict[Hashable, list[tuple[int, int]]] = {}
    for position, guardian in enumerate(guardians):
        for child in guardian.children:
            by_child.setdefault(child_key(child), []).append((child.rank, position))
    ranks = {
        (key, position): rank
        for key, found in by_child.items()
        for rank, (_said, position) in enumerate(sorted(found), start=1)
    }
    return [_with_ranks(guardian, position, ranks) for position, guardian in enumerate(guardians)]


def _with_ranks(
    guardian: IncomingGuardian, position: int, ranks: Mapping[tuple[Hashable, int], int]
) -> IncomingGuardian:
    children = (replace(child, rank=ranks[child_key(child), position]) for child in guardian.children)
    return replace(guardian, children=tuple(children))


def link_count(guardians: Sequence[IncomingGuardian]) -> int:
    """How many links with children the file holds."""
    return sum(len(guardian.children) for guardian in guardians)
