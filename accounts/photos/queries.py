"""Whose photos an account sees or places, and what « Trombinoscope » shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.enums import Profile
from accounts.models import Account, AccountQuerySet, GroupMembership, PupilPhoto
from accounts.photos.rights import SEE
from accounts.queries import HAVE_EVERYTHING, classes_open_to, groups_open_to
from sacoche.kit.access import may
from schools.models import Group, GroupQuerySet, SchoolClass, SchoolClassQuerySet

Place = SchoolClass | Group


@dataclass(frozen=True)
class Portrait:
    """A pupil, and his photo if there is one."""

    pupil: Account
    photo: PupilPhoto | None


def classes_with_photos(account: Account, right: str) -> SchoolClassQuerySet:
    """The classes whose photos an account sees or places: every one for an administrator, his own for a teacher."""
    if account.profile == Profile.ADM:
        return SchoolClass.objects.in_level_order()
    return classes_open_to(account, right)


def groups_with_photos(account: Account) -> GroupQuerySet:
    """The groups whose photos an account sees: those of the school for an administrator, his own for a teacher."""
    if account.profile == Profile.ADM:
        groups: GroupQuerySet = Group.objects.of_the_school().in_level_order()
        return groups
    return groups_open_to(account, SEE)


def place_called(account: Account, code: str) -> Place | None:
    """The class (« 12 ») or the group (« g34 ») of that code, when its photos are for this account."""
    number = code.removeprefix("g")
    if not number.isdecimal() or len(number) > 9:
        return None
    found: Place | None = (
        groups_with_photos(account).filter(pk=int(number)).first()
        if code.startswith("g")
        else classes_with_photos(account, SEE).filter(pk=int(number)).first()
    )
    return found


def pupils_with_photos(account: Account, right: str) -> AccountQuerySet:
    """The active pupils whose photos an account sees or places, in order of names."""
    pupils: AccountQuerySet = Account.objects.pupils().active().select_related("school_class").in_name_order()
    if account.profile == Profile.ADM or account.profile in HAVE_EVERYTHING:
        return pupils
    members = GroupMembership.objects.filter(group__in=groups_open_to(account, right).order_by().values("pk"))
    classes = classes_open_to(account, right).order_by().values("pk")
    return pupils.filter(Q(school_class__in=classes) | Q(pk__in=members.values("pupil")))


def portraits(place: Place, *, with_bytes: bool = False) -> list[Portrait]:
    """The pupils of a class or a group, in order of names, each with his photo; two queries.

    The bytes of the photos are read for paper alone: a page asks for each image by its address.
    """
    pupils = Account.objects.pupils().active().in_name_order()
    if isinstance(place, Group):
        there = list(pupils.filter(group_memberships__group=place))
    else:
        there = list(pupils.filter(school_class=place))
    photos = photos_of(there, with_bytes=with_bytes)
    return [Portrait(pupil, photos.get(pupil.pk)) for pupil in there]


def photos_of(pupils: Iterable[Account], *, with_bytes: bool = False) -> dict[int, PupilPhoto]:
    """The photos of these pupils, by pupil."""
    photos = PupilPhoto.objects.filter(pupil__in=[pupil.pk for pupil in pupils])
    return {photo.pupil_id: photo for photo in (photos if with_bytes else photos.defer("content"))}


def photos_shown_to(account: Account, pupils: Sequence[Account]) -> dict[int, PupilPhoto]:
    """The photos of pupils with whom an account works, when it has the right to see photos; else none."""
    return photos_of(pupils) if may(account, SEE) else {}


def photos_at_home(account: Account) -> list[PupilPhoto]:
    """A pupil's own photo; those of the children of a guardian."""
    if account.profile not in (Profile.ELV, Profile.TUT):
        return []
    photos = PupilPhoto.objects.filter(_at_home(account)).select_related("pupil").defer("content")
    return list(photos.order_by("pupil__sort_key", "pk").distinct())


def photo_read_by(account: Account, pupil_id: int) -> PupilPhoto | None:
    """The photo of a pupil, for whom it is of, his guardians, and whoever may see it; None for anybody else."""
    photos = PupilPhoto.objects.filter(pupil=pupil_id)
    if account.profile in (Profile.ELV, Profile.TUT):
        found: PupilPhoto | None = photos.filter(_at_home(account)).first()
        return found
    if not may(account, SEE):
        return None
    return photos.filter(pupil__in=pupils_with_photos(account, SEE).order_by().values("pk")).first()


def _at_home(account: Account) -> Q:
    return Q(pupil=account) | Q(pupil__guardian_links__guardian=account)
