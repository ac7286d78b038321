"""What absences take of a school that comes from another program: the four figures of a pupil in a période."""

from collections import defaultdict

from bilans.computing.attendance import MOST, NAMES, Figures
from bilans.models import Attendance, AttendanceChange, AttendanceSave
from sacoche.kit.clock import now
from sacoche.kit.parts.moved import (
    TAKEN,
    MovedFrom,
    MovedPart,
    MovedTo,
    NothingOutside,
    Row,
    Verdict,
    aside,
    kept,
    number_of,
    parts,
)

_COLUMNS = ("assiduite_absence", "assiduite_absence_nj", "assiduite_retard", "assiduite_retard_nj")
_ORIGIN = "Reprise de SACoche"


class _Attendance(NothingOutside):
    def __init__(self, source: MovedFrom) -> None:
        self._source = source
        # Figures of each pupil, by période.
        self._figures: dict[int, dict[int, Figures]] = defaultdict(dict)

    def take(self, table: str, row: Row) -> Verdict:
        """An empty figure is « non renseigné », never 0: of a pupil who has none, nothing is written here either."""
        period, pupil = number_of(row["periode_id"]), number_of(row["user_id"])
        if period not in self._source.periods:
            return aside("cette période n'existe pas")
        if pupil not in self._source.pupils:
            return aside("cet élève n'existe pas")
        if pupil in self._figures[period]:
            return aside("cet élève a déjà ses absences dans cette période")
        values = [row[column] for column in _COLUMNS]
        if not all(_is_figure(value) for value in values):
            return aside(f"un nombre entier de 0 à {MOST} est attendu : {', '.join(value[:10] for value in values)}")
        figures = Figures(*(int(value) if value else None for value in values))
        if figures.is_empty:
            return kept()
        self._figures[period][pupil] = figures
        return TAKEN

    def write(self, to: MovedTo) -> None:
        for period, figures in self._figures.items():
            known = {to.accounts[pupil]: each for pupil, each in figures.items()}
            if known:
                _write(to, to.periods[period], self._source.years[period], known)


def _is_figure(value: str) -> bool:
    return not value or (value.isascii() and value.isdigit() and int(value) <= MOST)


def _write(to: MovedTo, period: int, year: int, known: dict[int, Figures]) -> None:
    """The figures of a période, as one save, whose history begins there."""
    of = {"school": to.school, "year": year, "period_id": period}
    Attendance.objects.bulk_create(
        [Attendance(pupil_id=pupil, **of, **dict(zip(NAMES, each, strict=True))) for pupil, each in known.items()],
        batch_size=500,
    )
    label = to.actor.display_name if to.actor else _ORIGIN
    made = AttendanceSave(at=now(), actor=to.actor, actor_label=label, origin=_ORIGIN, **of)
    made.save()
    nothing = list(Figures())
    AttendanceChange.objects.bulk_create(
        [
            AttendanceChange(school=to.school, save_made=made, pupil_id=pupil, before=nothing, after=list(each))
            for pupil, each in known.items()
        ],
        batch_size=500,
    )


parts.register(
    MovedPart(
        code="bilans.attendance",
        label="absences et retards",
        tables={"officiel_assiduite": ("periode_id", "user_id", *_COLUMNS)},
        begin=_Attendance,
        counted=lambda: Attendance.objects.count(),
    )
)
