"""« Professeurs & matières / coordonnateurs »."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.grids import grids
from accounts.grids.base import Line, LinkGrid, Missing
from accounts.grids.filters import Filter
from accounts.grids.kinds.teacher_classes import NO_TEACHERS, TEACHERS_BY_NAME
from accounts.grids.links import TEACHER_MATIERES, LinkKind
from accounts.models import Account
from schools.models import Matiere


class TeacherMatieres(LinkGrid):
    code: ClassVar[str] = "teacher_matieres"
    address: ClassVar[str] = "personnels/matieres/"
    right: ClassVar[str] = "accounts.assign_teachers"
    path: ClassVar[str] = "Gestion courante › Professeurs/Personnels › Professeurs & matières / coordonnateurs"
    title: ClassVar[str] = "Professeurs & matières / coordonnateurs"
    row_word: ClassVar[str] = "Professeur"
    search_label: ClassVar[str] = "Chercher un professeur"
    row_filter: ClassVar[Filter | None] = TEACHERS_BY_NAME
    no_rows: ClassVar[Missing] = NO_TEACHERS
    no_columns: ClassVar[Missing] = Missing(
        "L'établissement n'utilise encore aucune matière.", "Choisissez-les dans « Matières »", "schools:matieres"
    )
    summary_title: ClassVar[str] = "Professeurs de chaque matière, coordonnateurs"
    summary_word: ClassVar[str] = "Matière"
    summary_search: ClassVar[str] = "Chercher une matière, un professeur"
    role: ClassVar[str] = "coordonnateur"
    kind: ClassVar[LinkKind] = TEACHER_MATIERES

    def rows(self, account: Account) -> QuerySet[Any]:
        teachers: QuerySet[Account] = Account.objects.teachers().active().in_name_order()
        return teachers

    def columns(self, account: Account) -> QuerySet[Any]:
        return Matiere.objects.filter(is_active=True).order_by("label", "reference")

    def column_line(self, column: Any) -> Line:
        return Line(column.pk, column.reference, column.label)


grids.register(TeacherMatieres())
