"""Where pupils are chosen from: a class or a group."""

from collections.abc import Iterable
from dataclasses import dataclass

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
