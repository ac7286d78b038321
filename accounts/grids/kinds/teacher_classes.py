"""« Professeurs & classes / Professeurs principaux »."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from accounts.enums import ASSIGNED
from accounts.grids import grids
from accounts.grids.base import LinkGrid, Missing
from accounts.grids.filters import Filter, InitialFilter
from accounts.grids.links import TEACHER_CLASSES, LinkKind
from accounts.models import Account
from schools.models import SchoolClass

TEACHERS_BY_NAME = InitialFilter("Professeurs", "Tous les professeurs")
NO_TEACHERS = Missing(
    "Aucun professeur n'est encore inscrit.",
    "Créez d'abord leurs comptes dans « Professeurs (gestion) »",
    "accounts:staff",
)
NO_CLASSES = Missing(
    "Aucune classe n'existe encore : l'import des élèves les crée toutes.",
    "Ajoutez-les dans « Classes (gestion) »",
    "schools:classes",
)


def teachers_given(kind: LinkKind, columns: QuerySet[Any]) -> QuerySet[Account]:
    """The active teachers who have only what they are given; others too while they hold a link, to take it away."""
    held = kind.model.objects.filter(**{f"{kind.column}__in": columns.order_by().values("pk")}).values(kind.row)
    teachers: QuerySet[Account] = Account.objects.teachers().active().in_name_order()
    return teachers.filter(Q(profile__in=ASSIGNED) | Q(pk__in=held))


class TeacherClasses(LinkGrid):
    code: ClassVar[str] = "assignments"
    address: ClassVar[str] = "personnels/classes/"
    right: ClassVar[str] = "accounts.assign_teachers"
    path: ClassVar[str] = "Gestion courante › Professeurs/Personnels › Professeurs & classes / Professeurs principaux"
    title: ClassVar[str] = "Professeurs & classes / Professeurs principaux"
    row_word: ClassVar[str] = "Professeur"
    search_label: ClassVar[str] = "Chercher un professeur"
    row_filter: ClassVar[Filter | None] = TEACHERS_BY_NAME
    no_rows: ClassVar[Missing] = NO_TEACHERS
    no_columns: ClassVar[Missing] = NO_CLASSES
    summary_title: ClassVar[str] = "Professeurs de chaque classe, professeurs principaux"
    summary_word: ClassVar[str] = "Classe"
    summary_search: ClassVar[str] = "Chercher une classe, un professeur"
    role: ClassVar[str] = "professeur principal"
    kind: ClassVar[LinkKind] = TEACHER_CLASSES

    def rows(self, account: Account) -> QuerySet[Any]:
        return teachers_given(self.kind, self.columns(account))

    def columns(self, account: Account) -> QuerySet[Any]:
        classes: QuerySet[SchoolClass] = SchoolClass.objects.in_level_order()
        return classes


grids.register(TeacherClasses())
