"""Which classes, groups and pupils an account works with."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.enums import ASSIGNED, STAFF, Profile
from accounts.models import Account, AccountQuerySet, GroupMembership, GroupTeaching, TeachingAssignment
from sacoche.kit.access import restrictions_on
from sacoche.kit.prepared import Given
from schools.models import Group, GroupKind, GroupQuerySet, SchoolClass, SchoolClassQuerySet

ONLY_PP = "ONLY_PP"
# They have every class and group without being given any.
HAVE_EVERYTHING = STAFF - ASSIGNED - {Profile.ADM}


def classes_of(account: Account) -> SchoolClassQuerySet:
    """The classes an account works with: those assigned to a teacher, every one for the rest of the staff."""
    return SchoolClass.objects.in_level_order() if account.profile in HAVE_EVERYTHING else classes_given_to(account)


def classes_given_to(teacher: Account | Given) -> SchoolClassQuerySet:
    """The classes assigned to a teacher."""
    assigned = TeachingAssignment.objects.filter(teacher=teacher).values("school_class")
    return SchoolClass.objects.in_level_order().filter(pk__in=assigned)


def classes_open_to(account: Account, right: str) -> SchoolClassQuerySet:
    """The classes where an account uses a right: his own, or where he is professeur principal when the school asks."""
    classes = classes_of(account)
    if ONLY_PP not in restrictions_on(account, right):
        return classes
    principal_of = TeachingAssignment.objects.filter(teacher=account, is_pp=True).values("school_class")
    return classes.filter(pk__in=principal_of)


def groups_of(account: Account) -> GroupQuerySet:
    """The groups of the school an account works with: those given to a teacher, every one for the rest of the staff."""
    groups: GroupQuerySet = Group.objects.of_the_school().in_level_order()
    if account.profile in HAVE_EVERYTHING:
        return groups
    return groups.filter(pk__in=GroupTeaching.objects.filter(teacher=account).values("group"))


def groups_open_to(account: Account, right: str) -> GroupQuerySet:
    """The groups where an account uses a right.

    A teacher has his own, the rest of the staff those of the school; each has besides the « groupes de besoin » that
    he made or that are lent to him. Nobody is professeur principal of a group: there is none when the school asks for
    that.
    """
    if ONLY_PP in restrictions_on(account, right):
        return Group.objects.none()
    open_groups = Q(pk__in=GroupTeaching.objects.filter(teacher=account).values("group"))
    if account.profile in HAVE_EVERYTHING:
        open_groups |= Q(kind=GroupKind.GROUPE)
    groups: GroupQuerySet = Group.objects.filter(open_groups).in_level_order()
    return groups


def open_pupils(account: Account, right: str, pupils: Iterable[Account]) -> set[int]:
    """Those of these pupils on whom an account uses a right: one of its classes or of its groups has them.

    The groups are asked about those alone whom no class has: one query most often, two at most.
    """
    class_of = {pupil.pk: pupil.school_class_id for pupil in pupils}
    classes = set(classes_open_to(account, right).values_list("pk", flat=True))
    found = {pk for pk, class_id in class_of.items() if class_id in classes}
    if others := class_of.keys() - found:
        groups = groups_open_to(account, right).order_by().values("pk")
        members = GroupMembership.objects.filter(pupil__in=others, group__in=groups)
        found.update(members.values_list("pupil_id", flat=True))
    return found


def pupils_of(account: Account) -> AccountQuerySet:
    """The active pupils an account works with: those of its classes and of its groups, in order of names."""
    pupils: AccountQuerySet = Account.objects.pupils().active().in_name_order()
    if account.profile in HAVE_EVERYTHING:
        return pupils
    members = GroupMembership.objects.filter(group__in=groups_of(account).order_by().values("pk")).values("pupil")
    classes = classes_of(account).order_by().values("pk")
    return pupils.filter(Q(school_class__in=classes) | Q(pk__in=members))


def rows_by_key(model: type[Model], name: str) -> QuerySet[Any]:
    """The rows of the open school, to be filtered by the key `name` that points at accounts.

    Some tables hold the decisions of thousands of schools and are indexed by pupil alone: what such a model names in
    `found_by_pupil` is looked for among the rows of the school's pupils.
    """
    manager: Any = model._default_manager
    rows: QuerySet[Any] = manager.all()
    return rows.filter(pupil__in=Account.objects.pupils()) if name in getattr(model, "found_by_pupil", ()) else rows
