"""Where pupils are chosen from: a class or a group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import Account, AccountQuerySet, GroupMembership
from accounts.queries import classes_open_to, groups_open_to
from schools.models import Group, GroupKind, SchoolClass


@dataclass(frozen=True)
class Place:
    """A class or a group whose pupils may be chosen. `code` is what names it in the addresses of the page."""

    code: str
    place: SchoolClass | Group

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return str(self.place)

    @property
    def is_group(self) -> bool:
        return isinstance(self.place, Group)

    @property
    def kind(self) -> str:
        """The part of a list where it is offered."""
        if not isinstance(self.place, Group):
            return "Classes"
        return "Besoins" if self.place.kind == GroupKind.BESOIN else "Groupes"

    @property
    def members(self) -> AccountQuerySet:
        """Its pupils, those who left too: each once."""
        pupils: AccountQuerySet = Account.objects.pupils()
        if isinstance(self.place, Group):
            return pupils.filter(group_memberships__group=self.place)
        return pupils.filter(school_class=self.place)

    @property
    def pupils(self) -> AccountQuerySet:
        """Its active pupils, in order of names."""
        return self.members.active().in_name_order()


def grid_place(place: SchoolClass | Group) -> Place:
    """A place as the addresses of grids name it: « 12 » for a class, « g34 » for a group."""
    return Place(f"g{place.pk}" if isinstance(place, Group) else str(place.pk), place)


def places_sharing_pupils(place: Place, codes: Iterable[str]) -> set[str]:
    """Of other places, by their codes, those where an active pupil of this one is too; two classes share nobody."""
    groups = {int(code.removeprefix("g")) for code in codes if code.startswith("g")}
    classes = {int(code) for code in codes if not code.startswith("g")} if place.is_group else set()
    pupils = place.members.active()
    shared = set()
    if groups:
        memberships = GroupMembership.objects.filter(group__in=groups, pupil__in=pupils)
        shared |= {f"g{pk}" for pk in memberships.values_list("group", flat=True)}
    if classes:
        shared |= {str(pk) for pk in pupils.filter(school_class__in=classes).values_list("school_class", flat=True)}
    return shared


def places_open_to(account: Account, right: str) -> list[Place]:
    """The classes, then the groups, then the « groupes de besoin » where the account uses a right; two queries."""
    groups = sorted(groups_open_to(account, right), key=lambda group: group.kind == GroupKind.BESOIN)
    return [grid_place(each) for each in (*classes_open_to(account, right), *groups)]


@dataclass(frozen=True)
class PupilChoices:
    """The pupils that a page offers before a grid, and those chosen so far. A subject adds its own choices.

    `scope_id` is what colleagues share a grid by, beside the place: the things of a scope are those of one grid.
    """

    places: Sequence[Place]
    place: Place | None
    pupils: Sequence[Account]
    chosen_pupils: Sequence[Account]

    @property
    def scope_id(self) -> int:
        raise NotImplementedError

    @property
    def scope(self) -> str:
        """What the grid is about, over its table, before the place."""
        return ""

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to make a grid of, whoever the pupils are."""
        return False

    @property
    def is_complete(self) -> bool:
        """Whether a grid can be drawn of them."""
        return bool(self.chosen_pupils)


def choose_pupils(account: Account, wishes: Mapping[str, Sequence[int]], right: str) -> dict[str, Any]:
    """The fields of PupilChoices, settled on these wishes as far as they hold together.

    A lone class or group is chosen at once when nothing else was asked for; all its pupils until some are named.
    """
    places = places_open_to(account, right)
    place = _wished_place(places, wishes)
    # Of each pupil his names alone, which is all that a grid shows.
    pupils = list(place.pupils.only("last_name", "first_name")) if place else []
    return {"places": places, "place": place, "pupils": pupils, "chosen_pupils": some_of(pupils, wishes["eleve"])}


def are_of_this_school(wishes: Mapping[str, Sequence[int]]) -> bool:
    """Whether the classes, groups and pupils that an address names are all known in the open school."""
    return (
        _are_known(SchoolClass.objects.all(), wishes["classe"])
        and _are_known(Group.objects.all(), wishes["groupe"])
        and _are_known(Account.objects.pupils(), wishes["eleve"])
    )


def _are_known(rows: QuerySet[Any], ids: Sequence[int]) -> bool:
    return not ids or rows.filter(pk__in=set(ids)).count() == len(set(ids))


def _wished_place(places: Sequence[Place], wishes: Mapping[str, Sequence[int]]) -> Place | None:
    wished = {False: wishes["classe"], True: wishes["groupe"]}
    for each in places:
        if each.place.pk in wished[each.is_group]:
            return each
    return places[0] if len(places) == 1 and not any(wished.values()) else None


def some_of(offered: Sequence[Any], wished: Sequence[int]) -> Sequence[Any]:
    """Those that are wished for; all when none is."""
    named = set(wished)
    return [thing for thing in offered if thing.pk in named] or offered
