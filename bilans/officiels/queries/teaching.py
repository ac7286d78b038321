"""Which matières are whose, and of which pupils: who writes where."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from accounts.enums import ASSIGNED
from accounts.models import Account, GroupMembership, GroupTeaching, MatiereTeaching, TeachingAssignment
from accounts.queries import classes_of, groups_of
from referentiels.models import Referentiel
from schools.models import Matiere, SchoolClass


@dataclass(frozen=True)
class Teachers:
    """The teachers of a class: by matière, and its professeurs principaux."""

    by_matiere: dict[int, tuple[Account, ...]]
    principaux: tuple[Account, ...]


def teachers_of(school_class: SchoolClass, pupils: Collection[int]) -> Teachers:
    """Who teaches the class, or a group that has some of these pupils. Three queries."""
    groups = GroupMembership.objects.filter(pupil__in=pupils).order_by().values("group")
    principals = dict(TeachingAssignment.objects.filter(school_class=school_class).values_list("teacher_id", "is_pp"))
    grouped = set(GroupTeaching.objects.filter(group__in=groups).values_list("teacher_id", flat=True))
    rows = MatiereTeaching.objects.filter(teacher__in={*principals, *grouped}).select_related("teacher")
    found: dict[int, list[Account]] = defaultdict(list)
    people: dict[int, Account] = {}
    for row in rows.order_by("teacher__sort_key", "teacher_id"):
        people[row.teacher_id] = row.teacher
        if row.teacher.is_active:
            found[row.matiere_id].append(row.teacher)
    principaux = [pk for pk, is_pp in principals.items() if is_pp]
    return Teachers(
        {key: tuple(teachers) for key, teachers in found.items()},
        tuple(Account.objects.filter(pk__in=principaux).active().in_name_order()) if principaux else (),
    )


def matieres_written_by(account: Account) -> list[Matiere]:
    """The matières in which a teacher writes: those that are his; those that are evaluated, for one to whom none was
    given, as in a primary school.
    """
    own = list(Matiere.objects.filter(teachings__teacher=account).order_by("label", "reference"))
    if own or account.profile not in ASSIGNED:
        return own
    taught = Referentiel.objects.order_by().values("matiere")
    return list(Matiere.objects.filter(pk__in=taught).order_by("label", "reference"))


def pupils_taught_by(account: Account, pupils: Collection[Account]) -> set[int]:
    """Those of these pupils whom an account has, by their class or by a group. Two queries."""
    classes = set(classes_of(account).values_list("pk", flat=True))
    found = {pupil.pk for pupil in pupils if pupil.school_class_id in classes}
    others = [pupil.pk for pupil in pupils if pupil.pk not in found]
    if others:
        groups = groups_of(account).order_by().values("pk")
        members = GroupMembership.objects.filter(pupil__in=others, group__in=groups)
        found.update(members.values_list("pupil_id", flat=True))
    return found
