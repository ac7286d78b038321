"""What a grid shows of its rows and of its columns: an address says it, a list chooses it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from accounts.enums import Profile
from accounts.models import Account
from accounts.queries import classes_of
from schools.models import SchoolClass

ALL = "tous"


class UnknownChoice(Exception):
    """The address asks for something that the school does not have."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class OptionGroup:
    """Options under a heading; none over the first ones."""

    heading: str
    options: list[Option]


@dataclass(frozen=True)
class Choice:
    """A list to choose in, with what is chosen."""

    name: str
    label: str
    groups: list[OptionGroup]
    chosen: str

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose."""
        return sum(len(group.options) for group in self.groups) > 1


class Filter(Protocol):
    name: str

    def choice(self, lines: QuerySet[Any], account: Account, wish: str) -> Choice:
        """The list for these lines, where `wish` (or what suits best when empty) is chosen; raises UnknownChoice."""

    def narrow(self, lines: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        """The lines that were chosen."""


def _chosen(groups: Iterable[OptionGroup], wish: str, default: str) -> str:
    if not wish:
        return default
    if any(option.value == wish for group in groups for option in group.options):
        return wish
    raise UnknownChoice(wish)


class PupilFilter:
    """Pupils of a class, of a level, without a class, or all of them.

    480 pupils at once are too many for a screen: the first class is shown, or those who wait for one.
    """

    name = "eleves"
    WITHOUT = "sans"

    def __init__(self, *, shows_unplaced: bool = False) -> None:
        self.shows_unplaced = shows_unplaced

    def choice(self, lines: QuerySet[Any], account: Account, wish: str) -> Choice:
        classes = list(_classes_read_by(account))
        niveaux = {each.niveau_id: each.niveau for each in classes}
        everybody = [Option(ALL, "Tous les élèves"), Option(self.WITHOUT, "Élèves sans classe")]
        groups = [
            OptionGroup("", everybody),
            OptionGroup("Classes", [Option(f"c{each.pk}", each.label) for each in classes]),
            OptionGroup("Niveaux", [Option(f"n{pk}", str(niveau)) for pk, niveau in niveaux.items()]),
        ]
        chosen = _chosen(groups, wish, "") or self._default(lines, classes)
        return Choice(self.name, "Élèves", [group for group in groups if group.options], chosen)

    def _default(self, lines: QuerySet[Any], classes: list[SchoolClass]) -> str:
        if not classes:
            return ALL
        if self.shows_unplaced and lines.filter(school_class=None).exists():
            return self.WITHOUT
        return f"c{classes[0].pk}"

    def narrow(self, lines: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        if chosen == ALL:
            return lines
        if chosen == self.WITHOUT:
            return lines.filter(school_class=None)
        field = "school_class" if chosen.startswith("c") else "school_class__niveau"
        return lines.filter(**{field: int(chosen[1:])})


def _classes_read_by(account: Account) -> QuerySet[SchoolClass]:
    classes: QuerySet[SchoolClass]
    classes = SchoolClass.objects.in_level_order() if account.profile == Profile.ADM else classes_of(account)
    return classes


class InitialFilter:
    """People by the first letter of their name, some letters at a time, where there are too many for a screen."""

    name = "noms"
    MOST = 200

    def __init__(self, label: str, everybody: str) -> None:
        self.label = label
        self.everybody = everybody

    def choice(self, lines: QuerySet[Any], account: Account, wish: str) -> Choice:
        found = Counter(key[:1] for key in lines.order_by().values_list("sort_key", flat=True))
        ranges = _ranges(found, self.MOST) if found.total() > self.MOST else []
        options = [Option(ALL, self.everybody), *(Option(f"{one}{last}", _words(one, last)) for one, last in ranges)]
        groups = [OptionGroup("", options)]
        default = "".join(ranges[0]) if ranges else ALL
        return Choice(self.name, self.label, groups, _chosen(groups, wish, default))

    def narrow(self, lines: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        if chosen == ALL:
            return lines
        letters = map(chr, range(ord(chosen[0]), ord(chosen[1]) + 1))
        # The two databases do not sort alike: each letter is asked for, and no text is compared with another.
        return lines.filter(reduce(or_, (Q(sort_key__startswith=letter) for letter in letters)))


def _ranges(found: Counter[str], most: int) -> list[tuple[str, str]]:
    """The first and the last letter of each range that holds `most` people, or a single letter that holds more."""
    ranges: list[list[str]] = []
    held = 0
    for letter in sorted(found):
        if not ranges or held + found[letter] > most:
            ranges.append([letter, letter])
            held = 0
        ranges[-1][1] = letter
        held += found[letter]
    return [(first, last) for first, last in ranges]


def _words(first: str, last: str) -> str:
    return f"Noms en {first.upper()}" if first == last else f"Noms de {first.upper()} à {last.upper()}"


class LevelFilter:
    """Classes or groups of one level, or all of them."""

    name = "niveau"

    def __init__(self, label: str, everything: str) -> None:
        self.label = label
        self.everything = everything

    def choice(self, lines: QuerySet[Any], account: Account, wish: str) -> Choice:
        niveaux = {line.niveau_id: line.niveau for line in lines}
        options = [Option(str(pk), str(niveau)) for pk, niveau in niveaux.items()]
        groups = [OptionGroup("", [Option(ALL, self.everything), *(options if len(options) > 1 else [])])]
        return Choice(self.name, self.label, groups, _chosen(groups, wish, ALL))

    def narrow(self, lines: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return lines if chosen == ALL else lines.filter(niveau=int(chosen))
