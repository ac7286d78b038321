"""Our own table of absences: what is kept, in the columns that a file of it gives back."""

from collections.abc import Iterator, Sequence

from accounts.models import Account
from bilans.absences.layouts import layouts
from bilans.absences.queries import attendance_of, pupils_of_period
from bilans.computing.attendance import NAMES, Figures
from sacoche.kit.files.tables import TableFile, TableFormat, Value, table_file
from schools.models import Period, SchoolClass

_COLUMNS = ("reference", "elenoet", "last_name", "first_name", "class_name", *NAMES)
_NOTHING = Figures()


def attendance_table(
    period: Period, classes: Sequence[SchoolClass], *, year: int, name: str, table_format: TableFormat
) -> TableFile:
    """The table of these classes in a period, to be filled and sent back; `name` is that of the file."""
    own = layouts()["own"]
    heads = [own.title_of(column) for column in _COLUMNS]
    rows = _rows(period, classes, year)
    return table_file(name=name, title="Absences", heads=heads, rows=rows, table_format=table_format)


def _rows(period: Period, classes: Sequence[SchoolClass], year: int) -> Iterator[Sequence[Value]]:
    pupils = list(pupils_of_period(period, classes).select_related("school_class__niveau"))
    pupils.sort(key=lambda pupil: _rank(pupil, classes))
    kept = attendance_of(pupils, period, year=year)
    for pupil in pupils:
        who = (pupil.reference, pupil.elenoet, pupil.last_name, pupil.first_name, pupil.class_name)
        yield (*who, *kept.get(pupil.pk, _NOTHING))


def _rank(pupil: Account, classes: Sequence[SchoolClass]) -> int:
    """Class after class; names are in order already."""
    return next(rank for rank, each in enumerate(classes) if each.pk == pupil.school_class_id)
