"""What the page of a document offers to choose from: matières, niveaux, périodes, évaluations, teachers, items."""

from collections.abc import Sequence

from accounts.models import Account, MatiereTeaching
from evaluations.models import Evaluation, EvaluationQuerySet, Mark, Signature
from referentiels.models import Referentiel
from referentiels.queries.item_sets import items_of, set_open_to, sets_open_to
from schools.models import Group, Matiere, Niveau, PeriodDates, SchoolClass

Pairs = list[tuple[str, str]]


def matieres_for(account: Account) -> list[tuple[str, Pairs]]:
    """The matières that have a référentiel, by their reference: the reader's own first."""
    rows = list(
        Matiere.objects.filter(pk__in=Referentiel.objects.values("matiere")).order_by("rank", "label", "reference")
    )
    own = set(MatiereTeaching.objects.filter(teacher=account).values_list("matiere", flat=True))
    mine: Pairs = [(row.reference, row.label) for row in rows if row.pk in own]
    others: Pairs = [(row.reference, row.label) for row in rows if row.pk not in own]
    return [part for part in (("Vos matières", mine), ("Autres matières" if mine else "Matières", others)) if part[1]]


def niveaux_offered() -> Pairs:
    """The niveaux that have a référentiel."""
    rows = Niveau.objects.filter(pk__in=Referentiel.objects.values("niveau")).order_by("order", "reference")
    return [(row.reference, row.label) for row in rows]


def periods_of(place: SchoolClass | Group | None) -> list[PeriodDates]:
    """The periods of a class or of a group, in their order."""
    if place is None:
        return []
    held = {"group" if isinstance(place, Group) else "school_class": place}
    return list(PeriodDates.objects.filter(**held).select_related("period").order_by("period__order", "starts_on"))


def evaluations_about(pupils: Sequence[Account]) -> EvaluationQuerySet:
    """The évaluations where one of these pupils has a result, the latest first."""
    marked = Mark.objects.filter(pupil__in=[pupil.pk for pupil in pupils]).order_by().values("evaluation").distinct()
    found: EvaluationQuerySet = Evaluation.objects.live().filter(pk__in=marked).latest_first()
    return found


def teachers_about(pupils: Sequence[Account]) -> Pairs:
    """Who gave these pupils results, by the number of the account."""
    marked = Mark.objects.filter(pupil__in=[pupil.pk for pupil in pupils]).order_by().values("author").distinct()
    signed = Signature.objects.filter(pk__in=marked, account__isnull=False).values("account")
    rows = Account.objects.filter(pk__in=signed).in_name_order()
    return [(str(row.pk), row.full_name) for row in rows]


def item_sets_for(account: Account) -> Pairs:
    """The « regroupements d'items » of the reader and those lent to him, « r12 », that hold something."""
    return [(f"r{row.item_set.pk}", f"{row.item_set.name} ({row.count})") for row in sets_open_to(account) if row.count]


def items_of_set(account: Account, key: int) -> str:
    """The items of a regroupement, as an option says them: « 12,13 »; empty when the reader sees no such one."""
    row = set_open_to(account, key)
    return ",".join(str(pk) for pk in items_of(row.item_set)) if row else ""
