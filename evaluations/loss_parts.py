"""What évaluations lose with a class or a group."""

from django.db.models import QuerySet

from evaluations.models import Evaluation
from schools.losses import Loss, lose, loss
from schools.models import Group, SchoolClass


def _of_class(school_class: SchoolClass) -> Loss | None:
    return _told(Evaluation.objects.live().filter(school_class=school_class), "cette classe")


def _of_group(group: Group) -> Loss | None:
    return _told(Evaluation.objects.live().filter(group=group), "ce groupe")


def _told(evaluations: QuerySet[Evaluation], place: str) -> Loss | None:
    return loss(
        list(evaluations.order_by("-given_on", "-pk").values_list("title", flat=True)),
        f"évaluation n'aura plus {place} : ses résultats restent",
        f"évaluations n'auront plus {place} : leurs résultats restent",
    )


lose(Evaluation, "school_class", _of_class)
lose(Evaluation, "group", _of_group)
