"""What évaluations lose with a class or a group."""

from django.db.models import QuerySet

from evaluations.models import Evaluation, Need, SeatPlan
from sacoche.kit.text import count
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


def _plans_of_class(school_class: SchoolClass) -> Loss | None:
    return _lost_plans(SeatPlan.objects.filter(school_class=school_class))


def _plans_of_group(group: Group) -> Loss | None:
    return _lost_plans(SeatPlan.objects.filter(group=group))


def _lost_plans(plans: QuerySet[SeatPlan]) -> Loss | None:
    names = [plan.owner.author_label for plan in plans.select_related("owner").order_by("owner__sort_key")]
    return loss(names, "plan de classe sera supprimé", "plans de classe seront supprimés")


lose(SeatPlan, "school_class", _plans_of_class)
lose(SeatPlan, "group", _plans_of_group)


def _needs_of_group(group: Group) -> Loss | None:
    """Why it was made: nobody is named, the pupils are already."""
    followed = Need.objects.filter(group=group).count()
    told = count(followed, "résultat ne sera plus suivi", "résultats ne seront plus suivis")
    return Loss(f"{told} pour ce groupe.", ()) if followed else None


lose(Need, "group", _needs_of_group)
