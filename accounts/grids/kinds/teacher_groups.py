"""« Professeurs & groupes »."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.grids import grids
from accounts.grids.base import LinkGrid, Missing
from accounts.grids.filters import Filter
from accounts.grids.kinds.teacher_classes import NO_TEACHERS, TEACHERS_BY_NAME, teachers_given
from accounts.grids.links import TEACHER_GROUPS, LinkKind
from accounts.models import Account
from schools.models import Group

NO_GROUPS = Missing("Aucun groupe n'existe encore.", "Ajoutez-les dans « Groupes (gestion) »", "schools:groups")


class TeacherGroups(LinkGrid):
    code: ClassVar[str] = "teacher_groups"
    address: ClassVar[str] = "personnels/groupes/"
    right: ClassVar[str] = "accounts.assign_teachers"
    path: ClassVar[str] = "Gestion courante › Professeurs/Personnels › Professeurs & groupes"
    title: ClassVar[str] = "Professeurs & groupes"
    row_word: ClassVar[str] = "Professeur"
    search_label: ClassVar[str] = "Chercher un professeur"
    row_filter: ClassVar[Filter | None] = TEACHERS_BY_NAME
    no_rows: ClassVar[Missing] = NO_TEACHERS
    no_columns: ClassVar[Missing] = NO_GROUPS
    summary_title: ClassVar[str] = "Professeurs de chaque groupe"
    summary_word: ClassVar[str] = "Groupe"
    summary_search: ClassVar[str] = "Chercher un groupe, un professeur"
    kind: ClassVar[LinkKind] = TEACHER_GROUPS

    def rows(self, account: Account) -> QuerySet[Any]:
        return teachers_given(self.kind, self.columns(account))

    def columns(self, account: Account) -> QuerySet[Any]:
        groups: QuerySet[Group] = Group.objects.of_the_school().in_level_order()
        return groups


grids.register(TeacherGroups())
