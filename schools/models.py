"""The school and its structure."""

import datetime
import re
import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from sacoche.kit.clock import today
from sacoche.kit.prepared import Prepared
from sacoche.kit.tenancy import ByteOrderField, SchoolOwned, SchoolOwnedQuerySet, SharedOrOwned, school_manager
from sacoche.kit.text import unaccent
from schools.labels import label_of, plain_label
from schools.leaving import leaves_at
from schools.uai import is_valid_uai
from schools.years import first_year, school_year

# The school whose passwords everybody knows. No real one has this name without an UAI.
DEMONSTRATION = {"name": "École de démonstration", "town": "Saint-Exemple", "uai": ""}

# The beginning of the name of a school of the first degree, without accents.
_ECOLE = re.compile(r"(ecole|eepu|eempu|eeppu|groupe scolaire|maternelle)\b|e\.[em]\.")


class SchoolQuerySet(models.QuerySet):
    def demonstration(self) -> "School | None":
        """The demonstration school of this server, if it was built."""
        return self.filter(**DEMONSTRATION).first()  # type: ignore[return-value]

    def only_one(self) -> "School | None":
        """The school of a server that holds a single one; None when there are none or several."""
        first_two = list(self.order_by("number")[:2])
        return first_two[0] if len(first_two) == 1 else None  # type: ignore[return-value]

    def is_alone(self) -> bool:
        """Whether this server holds a single school."""
        return len(_first_two()) == 1

    def numbered(self, number: str) -> "School | None":
        """The school of a number as it was typed or kept in a cookie, or None."""
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        return self.filter(number=int(number)).first() if is_number else None  # type: ignore[return-value]

    def called(self, named: str) -> "School | None":
        """The school of a number or of a UAI, as an address gives it, or None."""
        uai = named.upper()
        return self.numbered(named) or (self.filter(uai=uai).first() if is_valid_uai(uai) else None)  # type: ignore[return-value]

    def matching(self, query: str) -> "SchoolQuerySet":
        """The schools whose name, town or UAI hold every word of `query`, by name."""
        schools = self.order_by("search_text")
        # PostgreSQL refuses the null character, which no name holds.
        for word in unaccent(query.replace("\0", " ")).split():
            schools = schools.filter(search_text__contains=word)
        return schools


_first_two = Prepared(lambda: School.objects.order_by().values_list("pk")[:2])


class Zone(models.Model):
    """A geographic area of the server's schools, by which they are chosen: a département, a circonscription."""

    name = models.CharField("nom", max_length=50, unique=True)
    order = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school that has its space on this server. `number` is what addresses show (`?base=12`)."""

    number = models.PositiveIntegerField("numéro", unique=True)
    # What tells it from every other, on whichever server: its backups bear it, and are put back over it alone.
    identity = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=100)
    town = models.CharField("commune", max_length=100, blank=True)
    zone = models.ForeignKey(Zone, on_delete=models.SET_NULL, null=True, blank=True, related_name="schools")
    uai = models.CharField("UAI", max_length=8, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=10, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse e-mail", max_length=100, blank=True)
    website = models.URLField("site web", max_length=200, blank=True)
    # Whom the operator of the server writes to.
    contact_last_name = models.CharField("nom du contact", max_length=100, blank=True)
    contact_first_name = models.CharField("prénom du contact", max_length=100, blank=True)
    contact_email = models.EmailField("adresse e-mail du contact", max_length=100, blank=True)
    # The digest of its SchoolLogo, part of its address; empty without one.
    logo = models.CharField(max_length=16, blank=True, editable=False)
    # The school year changes on the first day of this month.
    year_switch_month = models.PositiveSmallIntegerField("mois de bascule de l'année scolaire", default=8)
    # The last school year that was opened here (2026 for 2026-2027); none: that in which the space was made.
    year_opened = models.PositiveSmallIntegerField(null=True, editable=False)
    # Where somebody who signs out is sent; empty for the sign-in page.
    sign_out_url = models.URLField("redirection après déconnexion", max_length=200, blank=True)
    # What the school decided of rights, profiles and its closing, by what accounts reads in it; an empty dict is the
    # default. It comes with the school at every request, without a query of its own.
    access = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # name, town and UAI without accents or case, for the chooser of the sign-in page
    search_text = ByteOrderField(max_length=220, editable=False)
    # town then name, without accents or case: the order of the lists by zone
    place_key = ByteOrderField(max_length=220, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["uai"], condition=~models.Q(uai=""), name="school_uai_unique"),
            models.CheckConstraint(
                condition=models.Q(year_switch_month__gte=1, year_switch_month__lte=12), name="school_switch_is_a_month"
            ),
        ]
        indexes = [models.Index(fields=["zone", "place_key"], name="school_by_zone")]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}" if self.town else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)

    @property
    def leaves_at(self) -> datetime.datetime | None:
        """When everything of the school is deleted, as it asked; None when it stays."""
        return leaves_at(self.access)

    def fill_keys(self) -> None:
        """Work out what the school is searched and sorted by; `save` does, a bulk insertion does not."""
        self.search_text = unaccent(f"{self.name} {self.town} {self.uai}")[:220]
        self.place_key = unaccent(f"{self.town}\t{self.name}")[:220]

    @property
    def year(self) -> str:
        """The present school year: « 2026-2027 »."""
        return school_year(today(), switch_month=self.year_switch_month)

    @property
    def first_year(self) -> int:
        """The present school year as the ministry's files number it: 2026 for « 2026-2027 »."""
        return first_year(today(), switch_month=self.year_switch_month)

    @property
    def opened_year(self) -> int:
        """The last school year that was opened: « Initialisation annuelle » waits for a later one."""
        if self.year_opened is not None:
            return self.year_opened
        return first_year(timezone.localdate(self.created_at), switch_month=self.year_switch_month)

    @property
    def has_year_to_open(self) -> bool:
        """Whether the calendar has come to a school year that nobody has opened yet."""
        return self.first_year > self.opened_year

    @property
    def noun(self) -> str:
        """What it calls itself: « école », or « établissement » for a collège, a lycée and whatever says neither."""
        return "école" if _ECOLE.match(unaccent(self.name)) else "établissement"

    @property
    def is_demonstration(self) -> bool:
        return all(getattr(self, field) == value for field, value in DEMONSTRATION.items())


# The category and the family of the niveaux that schools make for themselves.
OWN_CATEGORY, OWN_FAMILY = "own", "Niveaux de l'établissement"


class Niveau(SharedOrOwned):
    """A level of the national list (CP, CM2, 6…), or a cycle, the same for every school; or one of a school's own."""

    reference = models.CharField("référence", max_length=10)
    label = models.CharField("nom", max_length=100)
    family = models.CharField("famille", max_length=50)
    category = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    # A regular expression, anchored, over the 11 characters of a MEF code; empty when there is none.
    mef_mask = models.CharField(max_length=30, blank=True)
    holds_classes = models.BooleanField()

    class Meta:
        ordering = ["order", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=models.Q(school=None), name="niveau_national_reference_unique"
            ),
            models.UniqueConstraint(fields=["school", "reference"], name="niveau_reference_unique"),
            models.CheckConstraint(
                condition=models.Q(school=None) | models.Q(mef_mask="", holds_classes=True), name="niveau_own"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_own(self) -> bool:
        """Whether the school made it, and nobody else has it."""
        return self.school_id is not None


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
    # That of the last file that named it: a space may hold several schools (cité scolaire).
    uai = models.CharField("UAI du fichier", max_length=20, blank=True, editable=False)

    objects: ClassVar[Any] = school_manager(SchoolClassQuerySet)

    class Meta:
        ordering = ["niveau__order", "reference"]
        constraints = [models.UniqueConstraint(fields=["school", "reference"], name="school_class_reference_unique")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What it is called wherever it is chosen or shown."""
        return label_of(self)

    @property
    def plain_label(self) -> str:
        """The same on a card: « CM2 » for « [CM2] CM2 »."""
        return plain_label(self)


PURPOSE_LENGTH = 200


class GroupKind(models.TextChoices):
    GROUPE = "groupe", "groupe"
    BESOIN = "besoin", "groupe de besoin"


class GroupQuerySet(SchoolOwnedQuerySet):
    def in_level_order(self) -> "GroupQuerySet":
        """By level, then by reference in byte order, like classes."""
        return self.select_related("niveau").order_by("niveau__order", "reference", "name", "pk")

    def of_the_school(self) -> "GroupQuerySet":
        """Those that the administrator keeps: not those that teachers make for themselves."""
        return self.filter(kind=GroupKind.GROUPE)


class Group(SchoolOwned):
    """Pupils taught together, from one class or several.

    A « groupe de besoin » is a teacher's own, without reference.
    """

    kind = models.CharField(max_length=6, choices=GroupKind.choices, default=GroupKind.GROUPE)
    niveau = models.ForeignKey(Niveau, on_delete=models.PROTECT, verbose_name="niveau")
    reference = ByteOrderField("référence", max_length=20, blank=True)
    name = models.CharField("nom complet", max_length=20)
    long_name = models.CharField("nom long", max_length=100, blank=True)
    # That of the last file that named it: a space may hold several schools (cité scolaire).
    uai = models.CharField("UAI du fichier", max_length=20, blank=True, editable=False)
    # Why a groupe de besoin was made of these pupils: « A20, 30/11/2026, NA ».
    purpose = models.CharField("pourquoi", max_length=PURPOSE_LENGTH, blank=True)

    objects: ClassVar[Any] = school_manager(GroupQuerySet)

    class Meta:
        ordering = ["niveau__order", "reference", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "reference"], condition=~models.Q(reference=""), name="group_reference_unique"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What it is called wherever it is chosen or shown."""
        return label_of(self)


class Period(SchoolOwned):
    """A part of the school year: a trimester, a semester. Its dates are those of each class or group."""

    order = models.PositiveSmallIntegerField("ordre")
    name = models.CharField("nom", max_length=40)

    class Meta:
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="period_name_unique")]

    def __str__(self) -> str:
        return self.name


class PeriodDates(SchoolOwned):
    """From when to when a period lasts for one class or one group, both days included."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="dates")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, null=True, related_name="period_dates")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="period_dates")
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "period", "school_class"], name="period_of_class_unique"),
            models.UniqueConstraint(fields=["school", "period", "group"], name="period_of_group_unique"),
            models.CheckConstraint(
                condition=models.Q(school_class=None, group__isnull=False)
                | models.Q(school_class__isnull=False, group=None),
                name="period_dates_of_a_class_or_a_group",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="period_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


# The place of a matière to which the school has given none: after all the others.
UNRANKED = 9999


class Matiere(SchoolOwned):
    """A subject that the school uses: one of the national list (schools/data), or its own."""

    reference = models.CharField("référence", max_length=10)
    label = models.CharField("nom", max_length=100)
    is_own = models.BooleanField(default=False)
    # One that is no longer used keeps its référentiels and results: nothing new is made in it.
    is_active = models.BooleanField(default=True)
    # The foreign language that one of the school's own teaches, « anglais »; the national list says it of its own.
    language = models.CharField("langue enseignée", max_length=40, blank=True)
    # How many requests to be evaluated a pupil may have open at once in this matière; 0: none is allowed.
    request_limit = models.PositiveSmallIntegerField(default=0)
    # Its place in documents: those of one place stand in the order of their names.
    rank = models.PositiveSmallIntegerField("place", default=UNRANKED)

    class Meta:
        ordering = ["rank", "label", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["school", "reference"], name="matiere_reference_unique"),
            models.CheckConstraint(condition=models.Q(request_limit__lte=9), name="matiere_request_limit"),
        ]

    def __str__(self) -> str:
        return self.label


class SchoolLogo(SchoolOwned):
    """The logo of a school, drawn anew (schools.logo): a PNG of 320 points at most. In the database, where every server
    of it finds it.
    """

    digest = models.CharField(max_length=16)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="school_logo_unique")]

    def __str__(self) -> str:
        return self.digest
