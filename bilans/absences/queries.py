"""Reading absences and lates: those of a document, of a class, and what was written of them."""

from collections.abc import Iterable

from accounts.models import Account
from bilans.computing.attendance import Figures
from bilans.models import Attendance
from schools.models import Period


def attendance_of(pupils: Iterable[Account | int], period: Period | int, *, year: int) -> dict[int, Figures]:
    """What is known of these pupils' absences and lates in a period, by number of the pupil: for a bulletin, a relevé
    or a page of the livret. `year` is the first calendar year of the school year (School.first_year). One query; a
    pupil of whom nothing is known is not in the answer.
    """
    rows = Attendance.objects.filter(year=year, period=period, pupil__in=list(pupils))
    return {row.pupil_id: row.figures for row in rows}
