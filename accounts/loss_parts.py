"""What people lose when a class, a group or a matière is deleted."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import (
    Account,
    GroupMembership,
    GroupTeaching,
    MatiereTeaching,
    MessageTarget,
    TeachingAssignment,
)
from accounts.present import left, present
from sacoche.kit.clock import today
from schools.losses import Loss, lose, loss
from schools.models import Group, Matiere, SchoolClass


def _pupils_of_class(school_class: SchoolClass) -> Loss | None:
    return loss(
        _names(_pupils(school_class).filter(present())),
        "élève restera sans classe : son compte et ses validations restent",
        "élèves resteront sans classe : leurs comptes et leurs validations restent",
    )


def _former_pupils_of_class(school_class: SchoolClass) -> Loss | None:
    return loss(
        _names(_pupils(school_class).filter(left())),
        "élève sorti perdra la mention de cette classe",
        "élèves sortis perdront la mention de cette classe",
    )


def _pupils(school_class: SchoolClass) -> QuerySet[Account]:
    pupils: QuerySet[Account] = school_class.pupils.order_by("sort_key", "pk")
    return pupils


def _teachers_of_class(school_class: SchoolClass) -> Loss | None:
    return loss(
        _teachers(school_class.assignments, "is_pp", "professeur principal"),
        "professeur perdra cette classe",
        "professeurs perdront cette classe",
    )


def _pupils_of_group(group: Group) -> Loss | None:
    return loss(
        _names(group.memberships.order_by("pupil__sort_key", "pupil_id"), "pupil__"),
        "élève n'y sera plus : son compte, sa classe et ses validations restent",
        "élèves n'y seront plus : leurs comptes, leurs classes et leurs validations restent",
    )


def _teachers_of_group(group: Group) -> Loss | None:
    return loss(_teachers(group.teachings), "professeur perdra ce groupe", "professeurs perdront ce groupe")


def _teachers_of_matiere(matiere: Matiere) -> Loss | None:
    return loss(
        _teachers(matiere.teachings, "is_coordonnateur", "coordonnateur"),
        "professeur perdra cette matière",
        "professeurs perdront cette matière",
    )


def _messages_of_class(school_class: SchoolClass) -> Loss | None:
    return _messages(MessageTarget.objects.filter(school_class=school_class), "cette classe")


def _messages_of_group(group: Group) -> Loss | None:
    return _messages(MessageTarget.objects.filter(group=group), "ce groupe")


def _messages(targets: QuerySet[Any], place: str) -> Loss | None:
    """One that is over is lost to nobody."""
    announced = (
        targets.filter(message__ends_on__gte=today()).order_by("message").values_list("message__text", flat=True)
    )
    return loss(
        list(dict.fromkeys(text[:60] for text in announced.values_list("message__text", flat=True))),
        f"message d'accueil ne s'adressera plus à {place}",
        f"messages d'accueil ne s'adresseront plus à {place}",
    )


def _names(people: QuerySet[Any], prefix: str = "") -> list[str]:
    return [" ".join(names) for names in people.values_list(f"{prefix}last_name", f"{prefix}first_name")]


def _teachers(links: Any, role: str = "", role_word: str = "") -> list[str]:
    fields = ["teacher__last_name", "teacher__first_name", *([role] if role else [])]
    rows = links.order_by("teacher__sort_key").values_list(*fields)
    return [f"{row[0]} {row[1]}" + (f" ({role_word})" if role and row[2] else "") for row in rows]


lose(Account, "school_class", _pupils_of_class, _former_pupils_of_class)
lose(MessageTarget, "school_class", _messages_of_class)
lose(MessageTarget, "group", _messages_of_group)
lose(TeachingAssignment, "school_class", _teachers_of_class)
lose(GroupMembership, "group", _pupils_of_group)
lose(GroupTeaching, "group", _teachers_of_group)
lose(MatiereTeaching, "matiere", _teachers_of_matiere)
