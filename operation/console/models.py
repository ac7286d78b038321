"""What the operator of the server has of his own: his account, his journal, what he decided, what he wrote."""

from typing import Any, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from sacoche.kit.clock import now
from sacoche.kit.factor.passkeys import Passkey as PublicHalf
from sacoche.kit.tenancy import SchoolOwned
from schools.models import Zone


class Operator(AbstractBaseUser):
    """Somebody who keeps this server: an account of the console, which opens no school and is no school's account."""

    login = models.CharField("identifiant", max_length=64, unique=True)
    last_name = models.CharField("nom", max_length=100)
    first_name = models.CharField("prénom", max_length=100)
    email = models.EmailField("adresse e-mail", max_length=100)
    created_at = models.DateTimeField(default=now)
    # He no longer enters; his name stays in the journal.
    left_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["last_name", "first_name", "email"]

    class Meta:
        ordering = ["last_name", "first_name", "login"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.left_at is None


class OperatorApplication(models.Model):
    """The application of an operator's telephone that shows codes. Its secret is sealed by the key of the servers."""

    operator = models.OneToOneField(Operator, on_delete=models.CASCADE, related_name="application")
    secret = models.BinaryField()
    # The last step of thirty seconds whose digits have opened: none opens twice.
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.operator_id}"


class OperatorPasskey(models.Model):
    """A passkey of an operator: its public half alone, which is no secret."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="passkeys", db_index=False)
    # What names it to browsers, in base64url.
    code = models.CharField(max_length=1400)
    data = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField("nom de la clé", max_length=60)
    added_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["operator", "code"], name="operator_passkey_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def public_half(self) -> PublicHalf:
        return PublicHalf(bytes(self.data), self.sign_count)


class OperatorCode(models.Model):
    """What is kept of one of the ten recovery codes of an operator: its digest, and when it has served."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="recovery_codes", db_index=False)
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "digest"], name="operator_code_unique")]

    def __str__(self) -> str:
        return f"{self.operator_id}"


class OperatorEntry(models.Model):
    """One action of an operator. Lines are only ever added; the author's name stays when his account goes."""

    at = models.DateTimeField(default=now, db_index=True)
    operator = models.ForeignKey(Operator, on_delete=models.SET_NULL, null=True, related_name="+")
    operator_label = models.CharField(max_length=220)
    code = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    # The number of the school that it is about, 0 when it is about none: a number outlives its school.
    school_number = models.PositiveIntegerField(default=0, db_index=True)
    address = models.CharField(max_length=45, blank=True)
    # Who and what, without accents or case, for the search.
    search_text = models.TextField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at} {self.code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise AppendOnly("lines of the journal are only ever added")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("lines of the journal are only ever added")


class AppendOnly(Exception):
    """A line of the journal was about to be changed or deleted."""


class Decided(models.Model):
    """What the operator decided of the whole server, in one row: see sacoche.kit.installation."""

    ONLY = 1

    number = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    name = models.CharField("nom de l'installation", max_length=100, blank=True)
    host = models.CharField("hébergeur", max_length=200, blank=True)
    host_url = models.URLField("site de l'hébergeur", max_length=200, blank=True)
    host_email = models.EmailField("adresse e-mail de l'hébergeur", max_length=100, blank=True)
    legal_text = models.TextField("mentions légales", max_length=10_000, blank=True)
    privacy_text = models.TextField("données personnelles", max_length=10_000, blank=True)
    # Said to pupils in their notice, in their words, and how many times it changed: they then read it anew.
    children_text = models.TextField("notice des élèves", max_length=3000, blank=True, default="")
    children_version = models.PositiveSmallIntegerField(default=0, editable=False)
    logo = models.CharField(max_length=16, blank=True, editable=False)
    logo_content = models.BinaryField(default=bytes)
    upload_megabytes = models.PositiveSmallIntegerField("taille d'un fichier déposé (Mo)", null=True, blank=True)
    resource_megabytes = models.PositiveSmallIntegerField(
        "taille d'un fichier donné aux élèves (Mo)", null=True, blank=True
    )
    voice_months = models.PositiveSmallIntegerField("commentaires parlés (mois)", null=True, blank=True)
    journal_days = models.PositiveSmallIntegerField("journal des actions sensibles (jours)", null=True, blank=True)
    sign_in_days = models.PositiveSmallIntegerField("journal des connexions (jours)", null=True, blank=True)
    is_mail_off = models.BooleanField(default=False)
    bounce_address = models.EmailField("adresse de retour", max_length=100, blank=True)
    maintenance_reason = models.CharField(max_length=200, blank=True)
    maintenance_begins_at = models.DateTimeField(null=True)
    maintenance_ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(number=1), name="decided_is_one_row")]

    def __str__(self) -> str:
        return self.name


class SchoolState(models.TextChoices):
    """How a school is, when it was last looked at."""

    DOWN = "1down", "en panne"
    WATCHED = "2watch", "à regarder"
    WELL = "3well", "bonne santé"


class SchoolFigures(SchoolOwned):
    """What the list of schools shows of one, counted from time to time: numbers, no person."""

    state = models.CharField(max_length=6, choices=SchoolState, default=SchoolState.WELL)
    # What is to be looked at, in words.
    concern = models.CharField(max_length=200, blank=True)
    pupils = models.PositiveIntegerField(default=0)
    guardians = models.PositiveIntegerField(default=0)
    # Teachers and the rest of the staff, then the direction and the administrators.
    staff = models.PositiveIntegerField(default=0)
    heads = models.PositiveIntegerField(default=0)
    never_in = models.PositiveIntegerField(default=0)
    # Who came in the last six months.
    pupils_seen = models.PositiveIntegerField(default=0)
    staff_seen = models.PositiveIntegerField(default=0)
    evaluations = models.PositiveIntegerField(default=0)
    marks = models.PositiveIntegerField(default=0)
    validations = models.PositiveIntegerField(default=0)
    # Bytes of files, rows of the database.
    file_bytes = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    last_sign_in_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="school_figures_unique")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.state}"

    @property
    def people(self) -> int:
        return self.pupils + self.guardians + self.staff + self.heads


class Letter(models.Model):
    """A letter to the contacts of schools: written, looked at, then sent once."""

    subject = models.CharField("objet", max_length=150)
    text = models.TextField("texte", max_length=10_000)
    # None: the schools of every zone.
    zone = models.ForeignKey(Zone, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    zone_name = models.CharField(max_length=50, blank=True)
    author = models.ForeignKey(Operator, on_delete=models.SET_NULL, null=True, related_name="+")
    author_label = models.CharField(max_length=220)
    written_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    recipients = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class LetterRefusal(models.Model):
    """An address that asked for no more letters."""

    email = models.EmailField(max_length=100, unique=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.email
