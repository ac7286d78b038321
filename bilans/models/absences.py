"""Absences and lates of pupils, period by period, and all that was ever written of them."""

from django.db import models

from accounts.models import Account
from bilans.computing.attendance import MOST, Figures
from sacoche.kit.tenancy import SchoolOwned
from schools.models import Period


def _figure() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(null=True)


class Attendance(SchoolOwned):
    """What is known of a pupil's absences and lates in a period; no row when nothing is. An empty figure is not 0.

    That the unjustified ones are no more than all of them is asked of whoever writes (Figures.refusal), not of the
    table: backups of other servers hold some that are.
    """

    # The first calendar year of the school year: 2026 for « 2026-2027 ». Periods serve every year.
    year = models.PositiveSmallIntegerField()
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    half_days = _figure()
    unjustified = _figure()
    lates = _figure()
    unjustified_lates = _figure()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "period", "pupil"], name="attendance_unique"),
            models.CheckConstraint(
                condition=~(
                    models.Q(half_days__gt=MOST)
                    | models.Q(unjustified__gt=MOST)
                    | models.Q(lates__gt=MOST)
                    | models.Q(unjustified_lates__gt=MOST)
                ),
                name="attendance_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.figures.sentence

    @property
    def figures(self) -> Figures:
        return Figures(self.half_days, self.unjustified, self.lates, self.unjustified_lates)


class AttendanceSave(SchoolOwned):
    """Somebody wrote figures at once: a page saved, a file imported, or an earlier save put back (`undone_at`).

    `origin` is what it came from, as a list says it (« Saisie », « SIECLE Vie scolaire »). `left_out` lists what a file
    held and was not written: [line, name, why]. But for `undone_at`, nothing here is ever rewritten.
    """

    year = models.PositiveSmallIntegerField()
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(max_length=201)
    origin = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200, blank=True)
    left_out = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "year", "period", "-at"], name="attendance_saves")]

    def __str__(self) -> str:
        return f"{self.origin}, {self.actor_label}"


class AttendanceChange(SchoolOwned):
    """What a save changed for a pupil: the four figures before and after, in the order of Figures."""

    save_made = models.ForeignKey(AttendanceSave, on_delete=models.CASCADE, related_name="changes")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["save_made", "pupil"], name="attendance_change_unique")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
