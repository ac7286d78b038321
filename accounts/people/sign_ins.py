"""« Dates de dernière connexion »: when the pupils of a class and their guardians last came in."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.enums import Profile
from accounts.models import Account, Guardianship
from accounts.queries import classes_of
from schools.models import SchoolClass


@dataclass(frozen=True)
class Visitor:
    """A pupil, or a guardian with the pupils of the class whose guardian she is."""

    account: Account
    children: Sequence[str] = ()


def classes_read_by(account: Account) -> list[SchoolClass]:
    """The classes of the reader; those of the school for an administrator."""
    everything = account.profile == Profile.ADM
    return list(SchoolClass.objects.in_level_order() if everything else classes_of(account))


def visitors_of(school_class: SchoolClass) -> list[Visitor]:
    """The active pupils of the class by name, then their active guardians; two questions at any size."""
    pupils = list(Account.objects.pupils().active().filter(school_class=school_class).in_name_order())
    links = Guardianship.objects.filter(pupil__in=pupils).select_related("guardian", "pupil")
    children: dict[int, list[str]] = {}
    guardians: dict[int, Account] = {}
    for link in links.order_by("guardian__sort_key", "guardian_id", "pupil__sort_key"):
        if link.guardian.is_active:
            guardians[link.guardian_id] = link.guardian
            children.setdefault(link.guardian_id, []).append(link.pupil.full_name)
    return [
        *(Visitor(pupil) for pupil in pupils),
        *(Visitor(guardian, children[pk]) for pk, guardian in guardians.items()),
    ]
