"""The school and its structure."""

from typing import Any, ClassVar

from django.db import models

from sacoche.kit.tenancy import ByteOrderField, SchoolOwned, SchoolOwnedQuerySet, school_manager
from sacoche.kit.text import unaccent

# The school whose passwords everybody knows. No real one has this name without an UAI.
DEMONSTRATION = {"name": "École de démonstration", "town": "Saint-Exemple", "uai": ""}


class SchoolQuerySet(models.QuerySet):
    def demonstration(self) -> "School | None":
        """The demonstration school of this server, if it was built."""
        return self.filter(**DEMONSTRATION).first()  # type: ignore[return-value]

    def only_one(self) -> "School | None":
        """The school of a server that holds a single one; None when there are none or several."""
        first_two = list(self.order_by("number")[:2])
        return first_two[0] if len(first_two) == 1 else None  # type: ignore[return-value]

    def numbered(self, number: str) -> "School | None":
        """The school of a number as it was typed or kept in a cookie, or None."""
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        return self.filter(number=int(number)).first() if is_number else None  # type: ignore[return-value]

    def matching(self, query: str) -> "SchoolQuerySet":
        """The schools whose name, town or UAI hold every word of `query`, by name."""
        schools = self.order_by("search_text")
        for word in unaccent(query).split():
            schools = schools.filter(search_text__contains=word)
        return schools


class School(models.Model):
    """A school that has its space on this server. `number` is what addresses show (`?base=12`)."""

    number = models.PositiveIntegerField("numéro", unique=True)
    name = models.CharField("nom", max_length=100)
    town = models.CharField("commune", max_length=100, blank=True)
    uai = models.CharField("UAI", max_length=8, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # name, town and UAI without accents or case, for the chooser of the sign-in page
    search_text = ByteOrderField(max_length=220, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["uai"], condition=~models.Q(uai=""), name="school_uai_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}" if self.town else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = unaccent(f"{self.name} {self.town} {self.uai}")
        super().save(*args, **kwargs)

    @property
    def is_demonstration(self) -> bool:
        return all(getattr(self, field) == value for field, value in DEMONSTRATION.items())


class Niveau(models.Model):
    """A level of the national list (CP, CM2, 6…), or a cycle; the same for every school."""

    reference = models.CharField("référence", max_length=10, unique=True)
    label = models.CharField("nom", max_length=100)
    family = models.CharField("famille", max_length=50)
    category = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    # A regular expression, anchored, over the 11 characters of a MEF code; empty when there is none.
    mef_mask = models.CharField(max_length=30, blank=True)
    holds_classes = models.BooleanField()

    class Meta:
        ordering = ["order", "reference"]

    def __str__(self) -> str:
        return self.label


class SchoolNiveau(SchoolOwned):
    """A level that the school uses."""

    niveau = models.ForeignKey(Niveau, on_delete=models.PROTECT)

    class Meta:
        ordering = ["niveau__order", "niveau__reference"]
        constraints = [models.UniqueConstraint(fields=["school", "niveau"], name="school_niveau_unique")]


class SchoolClassQuerySet(SchoolOwnedQuerySet):
    def in_level_order(self) -> "SchoolClassQuerySet":
        """By level, then by reference in byte order: the order of every list of classes."""
        return self.select_related("niveau").order_by("niveau__order", "reference")


class SchoolClass(SchoolOwned):
    """A class. A class of several levels is one row per level, as the files of the first degree need it."""

    niveau = models.ForeignKey(Niveau, on_delete=models.PROTECT, verbose_name="niveau")
    reference = ByteOrderField("référence", max_length=20)
    name = models.CharField("nom complet", max_length=20)
    long_name = models.CharField("nom long", max_length=100, blank=True)

    objects: ClassVar[Any] = school_manager(SchoolClassQuerySet)

    class Meta:
        ordering = ["niveau__order", "reference"]
        constraints = [models.UniqueConstraint(fields=["school", "reference"], name="school_class_reference_unique")]

    def __str__(self) -> str:
        return self.name
