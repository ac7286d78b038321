"""« Élèves & groupes »."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.grids import grids
from accounts.grids.base import Line, LinkGrid, Missing
from accounts.grids.filters import Filter, LevelFilter, PupilFilter
from accounts.grids.kinds.pupil_classes import NO_PUPILS, active_pupils, pupil_line
from accounts.grids.kinds.teacher_groups import NO_GROUPS
from accounts.grids.links import PUPIL_GROUPS, LinkKind
from accounts.models import Account
from schools.models import Group


class PupilGroups(LinkGrid):
    code: ClassVar[str] = "pupil_groups"
    address: ClassVar[str] = "eleves/groupes/"
    right: ClassVar[str] = "accounts.manage_pupils"
    path: ClassVar[str] = "Gestion courante › Élèves › Élèves & groupes"
    title: ClassVar[str] = "Élèves & groupes"
    row_word: ClassVar[str] = "Élève"
    search_label: ClassVar[str] = "Chercher un élève"
    no_rows: ClassVar[Missing] = NO_PUPILS
    no_columns: ClassVar[Missing] = NO_GROUPS
    row_filter: ClassVar[Filter | None] = PupilFilter()
    column_filter: ClassVar[Filter | None] = LevelFilter("Groupes", "Tous les groupes")
    kind: ClassVar[LinkKind] = PUPIL_GROUPS

    def rows(self, account: Account) -> QuerySet[Any]:
        return active_pupils()

    def columns(self, account: Account) -> QuerySet[Any]:
        groups: QuerySet[Group] = Group.objects.of_the_school().in_level_order()
        return groups

    def row_line(self, row: Any) -> Line:
        return pupil_line(row)


grids.register(PupilGroups())
