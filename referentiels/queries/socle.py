"""What items may be linked to: the versions that the school uses, their parts (a cycle, a palier), their entries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from referentiels.models import SchoolVersion, SocleEntry, SocleVersion
from referentiels.narrowing import narrowings
from referentiels.queries.places import CYCLES
from referentiels.wording import entry_in_words, entry_mark
from schools.models import Niveau

_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry that an item may be linked to. `path` is what it stands under inside its part."""

    key: int
    number: int
    mark: str
    label: str
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Branch:
    """What stands under one heading of a part; the `path` of its choices goes on from there."""

    label: str
    choices: tuple[Choice, ...]

    @property
    def keys(self) -> list[int]:
        return [choice.key for choice in self.choices]


@dataclass(frozen=True, slots=True)
class Part:
    """A cycle or a palier of a version, or a whole version that has none; `code` names it in an address."""

    code: str
    version: str
    cycle: int
    label: str
    is_single: bool
    choices: tuple[Choice, ...]

    @property
    def keys(self) -> list[int]:
        return [choice.key for choice in self.choices]


def versions_in_use() -> QuerySet[SocleVersion]:
    """Those that the school turned on, and the usual ones that it did not turn off."""
    said = SchoolVersion.objects.filter(version=OuterRef("pk")).values("is_on")
    return SocleVersion.objects.annotate(said=Subquery(said)).filter(Q(said=True) | Q(said=None, is_usual=True))


def offered_entries() -> QuerySet[SocleEntry]:
    """The entries that items of the open school may be linked to, the latest version first."""
    entries = SocleEntry.objects.filter(is_heading=False, version__in=versions_in_use().values("pk"))
    for each in narrowings:
        entries = entries.exclude(Q(version=each.version) & ~Q(number__in=each.numbers()))
    return entries.order_by("-version__order", "version", "cycle", "order")


def parts_offered() -> list[Part]:
    """The parts of the versions that the school uses, in the order of their entries: one query."""
    rows = list(offered_entries().select_related("version"))
    parts: list[Part] = []
    for (version, cycle, first), found in groupby(rows, key=_part_of):
        ranked = len([part for part in parts if part.version == version.code])
        label = f"{version.label}, {f'cycle {cycle}' if cycle else first}" if cycle or first else version.label
        choices = tuple(_choice(row, first) for row in found)
        parts.append(Part(f"{version.code}.{cycle or ranked}", version.code, cycle, label, version.is_single, choices))
    return parts


def part_named(parts: Sequence[Part], code: str, niveau: Niveau) -> Part | None:
    """The part that an address names, else that of a niveau, else the first; None when there is no part."""
    named = next((part for part in parts if part.code == code), None)
    cycle = next((int(key[1:]) for key, held in CYCLES.items() if niveau.reference in (key, *held)), 0)
    usual = next((part for part in parts if part.cycle and part.cycle == cycle), None)
    return named or usual or next(iter(parts), None)


def branches_of(choices: Sequence[Choice]) -> list[Branch]:
    """Choices under the first heading of their paths, in their order."""
    found = []
    for label, under in groupby(choices, key=lambda choice: choice.path.partition(_SEPARATOR)[0]):
        rest = [replace(choice, path=choice.path.removeprefix(label).removeprefix(_SEPARATOR)) for choice in under]
        found.append(Branch(label, tuple(rest)))
    return found


def rivals_of(entry: int) -> set[int]:
    """The other entries that an item leaves when it is linked to this one: those of a version with one link an item."""
    rivals = SocleEntry.objects.filter(version__is_single=True, version__entries=entry).exclude(pk=entry)
    return set(rivals.values_list("pk", flat=True))


def single_entries(keys: Collection[int]) -> dict[int, str]:
    """Of these entries, those of a version with one link an item, with this version."""
    rows = SocleEntry.objects.filter(pk__in=keys, version__is_single=True)
    return dict(rows.values_list("pk", "version"))


def _part_of(row: SocleEntry) -> tuple[SocleVersion, int, str]:
    """A cycle; without cycles, the palier that the path begins with, when it goes on under it."""
    first, separator, _rest = row.path.partition(_SEPARATOR)
    return row.version, row.cycle, first if separator and not row.cycle else ""


def _choice(row: Any, first: str) -> Choice:
    path = row.path.removeprefix(f"{first}{_SEPARATOR}") if first else row.path
    words = entry_in_words(row.version_id, row.cycle, row.number, row.label)
    return Choice(row.pk, row.number, entry_mark(row.version_id, row.number), row.label, path, words)
