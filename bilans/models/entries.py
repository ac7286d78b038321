"""What people write for official documents: texts, means, and the history of both.

A row is a pupil's (or a class's), in a period of a school year, for a kind of document. It does not say in which class
the pupil was: one who changes class in the middle of a period keeps what both teams wrote.
"""

from django.db import models
from django.db.models import Q

from accounts.models import Account
from bilans.models.statuses import KIND_LENGTH
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned
from schools.models import Matiere, Period, SchoolClass

# No configuration allows more letters than that.
LONGEST_TEXT = 999
LABEL_LENGTH = 25
MATIERE_LABEL_LENGTH = 100


class Section(models.TextChoices):
    """Which part of a document a text is: what is said in a matière, or what is said of everything."""

    MATIERE = "matiere", "appréciation"
    SYNTHESIS = "synthese", "appréciation générale"


class Entry(SchoolOwned):
    """What both tables have: for which document, about whom, and in which matière as it was called then."""

    kind = models.CharField(max_length=KIND_LENGTH)
    year = models.PositiveSmallIntegerField()
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+")
    matiere = models.ForeignKey(Matiere, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    matiere_label = models.CharField(max_length=MATIERE_LABEL_LENGTH, blank=True)
    # Who wrote it last: « DURAND A. », as he was called then, whatever becomes of his account.
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author_label = models.CharField(max_length=LABEL_LENGTH)
    written_at = models.DateTimeField(default=now)
    # One more at each change: who saves says which one he had read.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


_MATIERE, _SYNTHESIS = Q(section=Section.MATIERE), Q(section=Section.SYNTHESIS)
_PUPIL, _CLASS = Q(pupil__isnull=False), Q(school_class__isnull=False)


class Appreciation(Entry):
    """A text about a pupil, or about a class: one for each author in a matière, a single one for the synthesis.

    One that was emptied stays, with its history.
    """

    section = models.CharField(max_length=8, choices=Section)
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pupil", "year", "period", "kind", "matiere", "author"],
                condition=_MATIERE & _PUPIL,
                name="appreciation_of_pupil",
            ),
            models.UniqueConstraint(
                fields=["school", "pupil", "year", "period", "kind"],
                condition=_SYNTHESIS & _PUPIL,
                name="appreciation_general_of_pupil",
            ),
            models.UniqueConstraint(
                fields=["school", "school_class", "year", "period", "kind", "matiere", "author"],
                condition=_MATIERE & _CLASS,
                name="appreciation_of_class",
            ),
            models.UniqueConstraint(
                fields=["school", "school_class", "year", "period", "kind"],
                condition=_SYNTHESIS & _CLASS,
                name="appreciation_general_of_class",
            ),
            models.CheckConstraint(
                condition=Q(pupil=None, school_class__isnull=False) | Q(pupil__isnull=False, school_class=None),
                name="appreciation_of_one",
            ),
            models.CheckConstraint(
                condition=(_MATIERE & ~Q(matiere_label="")) | (_SYNTHESIS & Q(matiere=None, matiere_label="")),
                name="appreciation_section",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Gesture(models.TextChoices):
    """How a text changed."""

    WRITE = "write", "saisie"
    CORRECT = "correct", "correction"
    UNDO = "undo", "annulation"
    IMPORT = "import", "saisie déportée"
    COPY = "copy", "report du relevé"
    MERGE = "merge", "fusion de comptes"


class AppreciationChange(SchoolOwned):
    """One change of one text; never rewritten."""

    appreciation = models.ForeignKey(Appreciation, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(max_length=LONGEST_TEXT, blank=True)
    after = models.CharField(max_length=LONGEST_TEXT, blank=True)
    gesture = models.CharField(max_length=8, choices=Gesture, default=Gesture.WRITE)
    actor = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    actor_label = models.CharField(max_length=LABEL_LENGTH)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Origin(models.TextChoices):
    """Where the mean of a pupil in a matière comes from."""

    # Never kept: it follows the results.
    COMPUTED = "computed", "calculée"
    COPIED = "copied", "reportée"
    TYPED = "typed", "saisie"
    # No mean is to be shown.
    REMOVED = "removed", "retirée"
    # That of the results when the document was closed: one that comes later does not move it.
    FROZEN = "frozen", "arrêtée"


class Position(Entry):
    """The mean of a pupil in a matière when it is not the one that his results make: no row means « calculée »."""

    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin)
    # Over 100, to one decimal: 76,5 is 15,3/20. None when it was removed, or when there was none to freeze.
    percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pupil", "year", "period", "kind", "matiere"], name="position_of_pupil"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=[Origin.REMOVED, Origin.FROZEN], percent=None)
                | Q(origin__in=[Origin.TYPED, Origin.COPIED, Origin.FROZEN], percent__gte=0),
                name="position_origin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} ({self.get_origin_display()})"


class Fault(SchoolOwned):
    """Somebody tells the author of a text that there is a fault in it; open until the text is changed."""

    appreciation = models.ForeignKey(Appreciation, on_delete=models.CASCADE, related_name="faults")
    message = models.CharField(max_length=300, blank=True)
    reporter = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reporter_label = models.CharField(max_length=LABEL_LENGTH)
    reported_at = models.DateTimeField(default=now)
    # When its author opened the page of the text.
    seen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reported_at", "pk"]

    def __str__(self) -> str:
        return self.message
