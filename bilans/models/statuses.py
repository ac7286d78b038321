"""Where each class stands with each document of each period."""

from django.db import models

from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned
from schools.models import Period, SchoolClass

# The code of a kind of document: see bilans.officiels.kinds.
KIND_LENGTH = 10


class Status(models.TextChoices):
    """Who writes: nobody, teachers, teachers and holders of the synthesis, those alone, nobody any more.

    They may follow one another in any order.
    """

    UNDEFINED = "indefini", "Indéfini"
    EMPTY = "vide", "Vide (fermé)"
    TEACHERS = "profs", "Saisies Profs"
    MIXED = "mixte", "Saisies Mixtes"
    SYNTHESIS = "synthese", "Saisie Synthèse"
    COMPLETE = "complet", "Complet (fermé)"


class DocumentStatus(SchoolOwned):
    """The status of a document for a class in a period of a school year; no row means « Indéfini »."""

    kind = models.CharField(max_length=KIND_LENGTH)
    # The first calendar year of the school year: 2026 for « 2026-2027 ». Periods serve every year.
    year = models.PositiveSmallIntegerField()
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=8, choices=Status)
    changed_at = models.DateTimeField(default=now)
    # When it became « Complet », as long as it is.
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "year", "period", "school_class"], name="document_status_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.COMPLETE, locked_at__isnull=False)
                | (~models.Q(status=Status.COMPLETE) & models.Q(locked_at=None)),
                name="document_status_locked_when_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display()
