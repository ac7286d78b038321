"""What pages about the school's structure read."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from schools.counts import counts_of
from schools.models import (
    OWN_CATEGORY,
    OWN_FAMILY,
    Group,
    GroupKind,
    GroupQuerySet,
    Matiere,
    Niveau,
    School,
    SchoolClass,
    SchoolClassQuerySet,
    SchoolNiveau,
)

# The headings under which the families are offered, by category of the national list.
CATEGORY_LABELS = {"classes": "Niveaux classes", "particular": "Niveaux particuliers", OWN_CATEGORY: OWN_FAMILY}


@dataclass(frozen=True)
class FamilyGroup:
    """A heading of the « Famille » list with the families under it, in the order of the national list."""

    label: str
    families: list[str]


def family_groups() -> list[FamilyGroup]:
    """The families of levels, under « Niveaux classes » and « Niveaux particuliers »; then the school's own."""
    rows = Niveau.objects.order_by("pk").values_list("category", "family")
    families: dict[str, dict[str, None]] = {category: {} for category in CATEGORY_LABELS}
    for category, family in rows:
        families[category][family] = None
    return [FamilyGroup(CATEGORY_LABELS[category], list(names)) for category, names in families.items() if names]


def active_niveaux(school: School) -> QuerySet[Niveau]:
    """The levels that the school uses, each with its number of classes (`class_count`), in level order."""
    return (
        Niveau.objects.filter(schoolniveau__school=school)
        .annotate(class_count=Count("schoolclass", filter=Q(schoolclass__school=school), distinct=True))
        .order_by("order", "reference")
    )


def class_niveaux(school: School) -> QuerySet[Niveau]:
    """The active levels that can hold a class: cycles cannot."""
    return Niveau.objects.filter(schoolniveau__school=school, holds_classes=True).order_by("order", "reference")


def other_class_niveaux(school: School) -> QuerySet[Niveau]:
    """The levels that can hold a class and that the school does not use, of the national list first, then its own."""
    used = SchoolNiveau.objects.filter(school=school).values("niveau")
    others: QuerySet[Niveau] = Niveau.objects.filter(holds_classes=True).exclude(pk__in=used)
    return others.order_by("order", "reference")


def niveaux_of_family(family: str) -> list[Niveau]:
    """The levels of a family of the national list, in level order; none when there is no such family."""
    return [niveau for niveau in Niveau.objects.order_by("order", "reference") if niveau.family == family]


def classes_with_counts() -> SchoolClassQuerySet:
    """Every class in level order with what it holds: `pupil_count`, `left_count` and `teacher_count`.

    Those who have left still count: deleting the class would take it from them too.
    """
    classes: SchoolClassQuerySet = SchoolClass.objects.in_level_order().annotate(**counts_of(SchoolClass))
    return classes


def groups_with_counts() -> GroupQuerySet:
    """Every group of the school in level order with what it holds: `pupil_count`, `left_count`, `teacher_count`."""
    return _counted(Group.objects.of_the_school())


def besoins_with_counts() -> GroupQuerySet:
    """The groups that teachers made for themselves, with what they hold and who has them."""
    return _counted(Group.objects.filter(kind=GroupKind.BESOIN)).prefetch_related("teachings__teacher")


def _counted(groups: GroupQuerySet) -> GroupQuerySet:
    counted: GroupQuerySet = groups.in_level_order().annotate(**counts_of(Group))
    return counted


def matieres_with_counts() -> QuerySet[Matiere]:
    """The matières of the school by name, each with its number of teachers (`teacher_count`)."""
    matieres: QuerySet[Matiere] = Matiere.objects.annotate(**counts_of(Matiere))
    return matieres.order_by("label", "reference")
