"""What each profile reads on its home page. One function a profile, no write."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from accounts.enums import STAFF, Profile
from accounts.models import Account, TeachingAssignment
from accounts.queries import ONLY_PP, classes_of
from sacoche.kit.access import may, restrictions_on
from sacoche.kit.clock import today
from schools.models import SchoolClass, SchoolNiveau
from socle.models import SchoolPalier
from socle.queries import BlueCount, blue_cells_by_class


@dataclass(frozen=True)
class Task:
    """A thing that the school must set up once. `url_name` is where it is done."""

    label: str
    is_done: bool
    hint: str
    url_name: str


@dataclass(frozen=True)
class AdministratorHome:
    tasks: list[Task]
    pupils: int
    classes: int
    teachers: int

    @property
    def missing(self) -> int:
        return sum(not task.is_done for task in self.tasks)


def administrator_home(account: Account) -> AdministratorHome:
    """What is still missing before teachers can validate, with where to do it."""
    pupils = Account.objects.pupils().active().count()
    teachers = Account.objects.teachers().active().count()
    classes = SchoolClass.objects.count()
    principals = TeachingAssignment.objects.filter(is_pp=True).exists()
    tasks = [
        Task(
            "Choisir les niveaux de l'école",
            SchoolNiveau.objects.exists(),
            "Sans niveau, aucune classe ne peut être créée.",
            "schools:niveaux",
        ),
        Task(
            "Choisir les paliers du socle",
            SchoolPalier.objects.exists(),
            "Les grilles de validation sont celles des paliers choisis.",
            "socle:paliers",
        ),
        Task(
            "Importer les élèves et leurs classes",
            pupils > 0,
            "À partir du fichier extrait de Base Élèves.",
            "imports:start",
        ),
        Task(
            "Créer les professeurs",
            teachers > 0,
            "Notez leurs identifiants : ils sont ensuite cryptés.",
            "accounts:staff",
        ),
        Task(
            "Affecter les professeurs aux classes",
            principals,
            "Cochez aussi qui est professeur principal.",
            "accounts:assignments",
        ),
    ]
    return AdministratorHome(tasks=tasks, pupils=pupils, classes=classes, teachers=teachers)


@dataclass(frozen=True)
class ClassTile:
    """A class of the reader: its pupils, and what remains to decide (None when no palier ends in its level)."""

    school_class: SchoolClass
    pupils: int
    is_pp: bool
    can_validate: bool
    blue: BlueCount | None


def staff_home(account: Account) -> list[ClassTile]:
    """The classes of a teacher or of the director, with the blue cells that remain in each."""
    present = Q(pupils__profile=Profile.ELV) & (Q(pupils__left_on=None) | Q(pupils__left_on__gt=today()))
    classes = list(classes_of(account).annotate(pupil_count=Count("pupils", filter=present)))
    blue = blue_cells_by_class(classes)
    principal_of = set(
        TeachingAssignment.objects.filter(teacher=account, is_pp=True).values_list("school_class_id", flat=True)
    )
    validated = _validated_classes(account, classes, principal_of)
    return [
        ClassTile(
            school_class=c,
            pupils=c.pupil_count,
            is_pp=c.pk in principal_of,
            can_validate=c.pk in validated,
            blue=blue.get(c.pk),
        )
        for c in classes
    ]


def _validated_classes(account: Account, classes: list[SchoolClass], principal_of: set[int]) -> set[int]:
    if not may(account, "socle.validate_items"):
        return set()
    is_reserved = ONLY_PP in restrictions_on(account, "socle.validate_items")
    return principal_of if is_reserved else {each.pk for each in classes}


def family_home(account: Account) -> Account:
    """A pupil sees the class; nothing else is open to families yet."""
    return account


FAMILIES = (Profile.ELV, Profile.TUT)
READINGS: dict[Profile, Callable[[Account], Any]] = (
    dict.fromkeys(STAFF, staff_home) | {Profile.ADM: administrator_home} | dict.fromkeys(FAMILIES, family_home)
)
TEMPLATES = dict.fromkeys(STAFF, "staff") | {Profile.ADM: "administrator"} | dict.fromkeys(FAMILIES, "family")
