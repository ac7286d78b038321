"""The paliers that a school works with: reading them with their content, and choosing them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import Account
from sacoche.kit.journal import record
from schools.models import School
from socle.models import Domaine, Palier, SchoolPalier


def active_paliers() -> QuerySet[Palier]:
    """The paliers the school works with, in order."""
    return Palier.objects.filter(Exists(SchoolPalier.objects.filter(palier=OuterRef("pk"))))


def paliers_with_content(school: School) -> QuerySet[Palier]:
    """The three paliers with all that they contain; `is_active` says which the school works with."""
    is_active = Exists(SchoolPalier.objects.filter(school=school, palier=OuterRef("pk")))
    domaines = Prefetch("piliers__domaines", queryset=Domaine.objects.prefetch_related("items"))
    return Palier.objects.annotate(is_active=is_active).prefetch_related("piliers", domaines)


@transaction.atomic
def choose_paliers(*, actor: Account | None, school: School, palier_ids: Iterable[int]) -> None:
    """Make these the paliers of the school. One left out is hidden: none of its decisions is deleted."""
    wanted = set(Palier.objects.filter(pk__in=set(palier_ids)).values_list("pk", flat=True))
    present = set(SchoolPalier.objects.values_list("palier_id", flat=True))
    if wanted == present:
        return
    SchoolPalier.objects.filter(palier_id__in=present - wanted).delete()
    SchoolPalier.objects.bulk_create(SchoolPalier(school=school, palier_id=pk) for pk in sorted(wanted - present))
    record("socle.choose_paliers", actor=actor, school=school, paliers=", ".join(map(str, sorted(wanted))) or "aucun")
