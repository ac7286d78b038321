"""« Élèves & classes »: one class a pupil."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.grids import grids
from accounts.grids.base import NOWHERE, Line, Link, Missing, TickGrid
from accounts.grids.filters import Filter, LevelFilter, PupilFilter
from accounts.grids.kinds.teacher_classes import NO_CLASSES
from accounts.grids.links import Cells, Tick, place_pupils
from accounts.models import Account
from schools.models import SchoolClass

NO_PUPILS = Missing(
    "Aucun élève n'est encore inscrit.", "Importez les élèves, qui viennent avec leurs classes", "imports:start"
)


class PupilClasses(TickGrid):
    code: ClassVar[str] = "pupil_classes"
    address: ClassVar[str] = "eleves/classes/"
    right: ClassVar[str] = "accounts.manage_pupils"
    path: ClassVar[str] = "Gestion courante › Élèves › Élèves & classes"
    title: ClassVar[str] = "Élèves & classes"
    row_word: ClassVar[str] = "Élève"
    search_label: ClassVar[str] = "Chercher un élève"
    no_rows: ClassVar[Missing] = NO_PUPILS
    no_columns: ClassVar[Missing] = NO_CLASSES
    is_exclusive: ClassVar[bool] = True
    nowhere: ClassVar[str] = "Sans classe"
    row_filter: ClassVar[Filter | None] = PupilFilter(shows_unplaced=True)
    column_filter: ClassVar[Filter | None] = LevelFilter("Classes", "Toutes les classes")

    def rows(self, account: Account) -> QuerySet[Any]:
        return active_pupils()

    def columns(self, account: Account) -> QuerySet[Any]:
        classes: QuerySet[SchoolClass] = SchoolClass.objects.in_level_order()
        return classes

    def links(self, account: Account) -> list[Link]:
        return [Link(pk, class_pk or NOWHERE) for pk, class_pk in active_pupils().values_list("pk", "school_class_id")]

    def save(self, *, actor: Account, cells: Cells) -> None:
        place_pupils(actor=actor, classes={row: column for (row, column), tick in cells.items() if tick != Tick.OFF})

    def row_line(self, row: Any) -> Line:
        return pupil_line(row)


def active_pupils() -> QuerySet[Account]:
    """Those who are there, in the order of names, with their class."""
    pupils: QuerySet[Account] = Account.objects.pupils().active().in_name_order()
    return pupils.select_related("school_class")


def pupil_line(pupil: Account) -> Line:
    """A pupil with the class, which tells homonyms apart."""
    return Line(pupil.pk, pupil.full_name, pupil.school_class.label if pupil.school_class else "sans classe")


grids.register(PupilClasses())
