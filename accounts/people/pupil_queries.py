"""The page of a pupil: everything the school holds about him, in one reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from accounts.models import Account, AccountQuerySet, GroupTeaching, Guardianship, TeachingAssignment
from accounts.people.queries import guardians_of
from schools.models import Group


@dataclass
class Teacher:
    """Somebody who has the pupil, and in what: his class first, then his groups."""

    account: Account
    places: list[str] = field(default_factory=list)
    is_pp: bool = False

    @property
    def matieres(self) -> str:
        """What he teaches in the school, by name; empty when it is not known."""
        return ", ".join(sorted(teaching.matiere.label for teaching in self.account.matiere_teachings.all()))


@dataclass(frozen=True)
class PupilSheet:
    """A pupil with his groups, his teachers (the professeurs principaux first) and his guardians by rank."""

    pupil: Account
    groups: Sequence[Group]
    teachers: Sequence[Teacher]
    guardians: Sequence[Guardianship]


def pupil_sheet(pupil: Account) -> PupilSheet:
    """What the page of the pupil shows: as many questions to the database for one teacher as for thirty."""
    groups = list(Group.objects.filter(memberships__pupil=pupil).in_level_order())
    return PupilSheet(pupil, groups, _teachers(pupil, groups), guardians_of(pupil))


def _teachers(pupil: Account, groups: Iterable[Group]) -> list[Teacher]:
    names = {group.pk: group.label for group in groups}
    of_class = TeachingAssignment.objects.filter(school_class=pupil.school_class_id).order_by("pk")
    of_groups = GroupTeaching.objects.filter(group__in=names).order_by("pk")
    rows = [(link.teacher_id, pupil.class_name, link.is_pp) for link in of_class]
    rows += [(link.teacher_id, names[link.group_id], False) for link in of_groups]
    teachers = {account.pk: Teacher(account) for account in _active(teacher_id for teacher_id, *_ in rows)}
    for teacher_id, place, is_pp in rows:
        if teacher := teachers.get(teacher_id):
            teacher.places.append(place)
            teacher.is_pp |= is_pp
    return sorted(teachers.values(), key=lambda teacher: not teacher.is_pp)


def _active(teacher_ids: Iterable[int]) -> AccountQuerySet:
    """The accounts still open, in order of names, each with the matières taught."""
    accounts: AccountQuerySet = Account.objects.filter(pk__in=set(teacher_ids)).active().in_name_order()
    return accounts.prefetch_related("matiere_teachings__matiere")
