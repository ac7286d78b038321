"""People of a school."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from accounts.enums import ASSIGNED, STAFF, TEACHERS, Gender, Profile
from accounts.present import is_present, left, present
from sacoche.kit import text
from sacoche.kit.clock import today, years_before
from sacoche.kit.installation import installation
from sacoche.kit.lowered import LoweredField, lowered, with_lowered
from sacoche.kit.prepared import Given, Prepared
from sacoche.kit.tenancy import ByteOrderField, SchoolOwned, SchoolOwnedQuerySet, guard, school_manager
from schools.models import School, SchoolClass
from schools.national_matieres import language_references

SORT_KEY_LENGTH = 210
# Raised when the text of the personal-data notice changes, so that everyone sees it again.
NOTICE_VERSION = 2
# That of the pupils, who read another text: either is read again without the other.
PUPIL_NOTICE_VERSION = 3


# The name of an account opened before anybody knew whose it would be.
NAMELESS = ("ADMIN", "Compte")


def stored_sort_key(last_name: str, first_name: str) -> str:
    """What `Account.sort_key` holds for somebody of that name."""
    # A ligature is written as several letters: the key may outgrow its column, and then only orders by its start.
    return text.sort_key(last_name, first_name)[:SORT_KEY_LENGTH]


class AccountQuerySet(SchoolOwnedQuerySet):
    def pupils(self) -> "AccountQuerySet":
        return self.filter(profile=Profile.ELV)

    def staff(self) -> "AccountQuerySet":
        return self.filter(profile__in=STAFF)

    def teachers(self) -> "AccountQuerySet":
        return self.filter(profile__in=TEACHERS)

    def active(self, on: datetime.date | None = None) -> "AccountQuerySet":
        """Those who have not left on that day (today): the day of the exit date is already outside."""
        return self.filter(present(on=on))

    def inactive(self, on: datetime.date | None = None) -> "AccountQuerySet":
        return self.filter(left(on=on))

    def long_gone(self, on: datetime.date | None = None) -> "AccountQuerySet":
        """Those who left so long ago that the school need not keep them any longer."""
        day = on or today()
        is_guardian = models.Q(profile=Profile.TUT)
        guardians = is_guardian & left(on=years_before(day, settings.GUARDIAN_YEARS))
        others = ~is_guardian & left(on=years_before(day, settings.ACCOUNT_YEARS))
        return self.filter(guardians | others)

    def called(self, login: str) -> "AccountQuerySet":
        """Those of this login, whatever its case: of a school, one at most, found by the index of its key.

        (What a server of the version before made during an update has none.)
        """
        key = login.lower()
        near = self.filter(login_key__in=[key, ""]).annotate(lowered_login=Lower("login"))
        return near.filter(models.Q(login_key=key) | models.Q(lowered_login=Lower(models.Value(login))))

    def update(self, **kwargs: Any) -> int:
        return super().update(**{**kwargs, **lowered(self.model, kwargs)})

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **kwargs: Any) -> int:
        objs = list(objs)
        return super().bulk_update(objs, with_lowered(self.model, objs, fields), *args, **kwargs)

    def in_name_order(self) -> "AccountQuerySet":
        return self.order_by("sort_key", "pk")


class Account(AbstractBaseUser, SchoolOwned):
    """A person of one school: staff, pupil or guardian. The same person in two schools has two accounts.

    An account that has left (`left_on`) keeps everything and can come back; nothing is ever deleted by an import.
    """

    # The operator of the server alone has no school.
    school = models.ForeignKey(
        School, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="établissement", db_index=False
    )  # type: ignore[assignment]
    profile = models.CharField("profil", max_length=3, choices=Profile.choices)
    login = models.CharField("identifiant", max_length=64)
    # What a sign-in is looked for by.
    login_key = LoweredField(of="login", max_length=128)
    last_name = models.CharField("nom", max_length=100)
    first_name = models.CharField("prénom", max_length=100)
    sort_key = ByteOrderField(max_length=SORT_KEY_LENGTH, editable=False)
    gender = models.CharField("sexe", max_length=1, choices=Gender.choices, default=Gender.UNKNOWN)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    email = models.EmailField("adresse e-mail", max_length=100, blank=True)
    # Typed by the person, who has not yet opened the link sent there: it serves for nothing.
    email_to_confirm = models.EmailField("adresse e-mail à confirmer", max_length=100, blank=True, editable=False)
    # The person typed it, or took it away: no file changes it.
    is_email_own = models.BooleanField(default=False, editable=False)
    sconet_id = models.PositiveBigIntegerField("Id Sconet", null=True, blank=True)
    elenoet = models.CharField("n° Sconet", max_length=20, blank=True)
    reference = models.CharField("référence (INE…)", max_length=32, blank=True)
    id_ent = models.CharField("Id ENT", max_length=63, blank=True)
    id_gepi = models.CharField("Id Gepi", max_length=63, blank=True)
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.SET_NULL, null=True, blank=True, related_name="pupils", verbose_name="classe"
    )
    left_on = models.DateField("date de sortie", null=True, blank=True)
    activated_at = models.DateTimeField(null=True, blank=True, editable=False)
    notice_version = models.PositiveSmallIntegerField(default=0, editable=False)
    # When the notice of that version was read.
    notice_read_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # The password is one that others know or guess: the next sign-in asks for another one before anything else.
    must_renew_password = models.BooleanField(default=False, editable=False)
    # Made by somebody, not by an import: an import never proposes to remove such a member of staff.
    is_by_hand = models.BooleanField(default=True, editable=False)
    # That of the last file that named him: a space may hold several schools (cité scolaire).
    uai = models.CharField("UAI du fichier", max_length=20, blank=True, editable=False)
    # What the person chose for his own screens: folded blocks, patterns besides colours…
    preferences = models.JSONField(default=dict, editable=False)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Any] = school_manager(AccountQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint("school", Lower("login"), name="account_login_unique"),
            models.UniqueConstraint(
                Lower("login"), condition=models.Q(school=None), name="account_operator_login_unique"
            ),
            models.UniqueConstraint(
                fields=["school", "id_ent"], condition=~models.Q(id_ent=""), name="account_id_ent_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(profile=Profile.WBM, school=None)
                | (~models.Q(profile=Profile.WBM) & models.Q(school__isnull=False)),
                name="account_without_school_is_operator",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "profile", "sort_key"], name="account_by_name"),
            models.Index(fields=["school", "sconet_id"], name="account_by_sconet"),
            models.Index(fields=["school", "login_key"], name="account_by_login_key"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_sort_key()
        if self.profile != Profile.WBM:
            guard(self)
        if (names := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = with_lowered(type(self), [self], names)
        models.Model.save(self, *args, **kwargs)

    def refresh_sort_key(self) -> None:
        """To be called before a bulk write, which does not go through `save`."""
        self.sort_key = stored_sort_key(self.last_name, self.first_name)

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_nameless(self) -> bool:
        """Whether it was opened for somebody whose name nobody knew: he gives it himself."""
        return (self.last_name, self.first_name) == NAMELESS

    @property
    def full_name(self) -> str:
        """« NOM Prénom », as lists show it; « élève anonyme » once erased."""
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def display_name(self) -> str:
        """« Prénom NOM », as the header shows it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def class_name(self) -> str:
        """What the pupil's class is called; empty without one, and for everybody else."""
        return self.school_class.label if self.school_class else ""

    @property
    def postal_address(self) -> "Address | None":
        """Where a guardian lives, when it is known."""
        return getattr(self, "address", None)

    @property
    def author_label(self) -> str:
        """« DURAND A. », at most 25 characters: how the author of a decision is kept and exchanged."""
        initial = next((letter.upper() for letter in self.first_name if letter.isalpha()), "")
        return f"{self.last_name} {initial}."[:25] if initial else self.last_name[:25]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return is_present(self.left_on)

    @property
    def must_activate(self) -> bool:
        """The first sign-in of everyone but administrators stops on the personal-data notice; so does a new notice."""
        if self.profile in (Profile.ADM, Profile.WBM):
            return False
        return self.activated_at is None or self.notice_version < self.own_notice_version

    @property
    def own_notice_version(self) -> int:
        """The version of the notice that is written for this profile; that of pupils holds what the operator adds."""
        if self.profile != Profile.ELV:
            return NOTICE_VERSION
        return PUPIL_NOTICE_VERSION + installation().children_version

    @property
    def kept_years(self) -> int:
        """How many years after the departure the account is kept."""
        return settings.GUARDIAN_YEARS if self.profile == Profile.TUT else settings.ACCOUNT_YEARS

    @property
    def is_given_classes(self) -> bool:
        """Whether it only has the classes that an administrator ticked for it."""
        return self.profile in ASSIGNED

    @property
    def is_professeur_principal(self) -> bool:
        """Whether he is professeur principal of some class."""
        return self._roles[0]

    @property
    def is_language_teacher(self) -> bool:
        """Whether one of his matières is a foreign language."""
        return self._roles[1]

    @property
    def is_coordonnateur(self) -> bool:
        """Whether he coordinates some matière."""
        return self._roles[2]

    @cached_property
    def _roles(self) -> tuple[bool, bool, bool]:
        """The three, which every page of a teacher needs for its menus: asked together, once a request."""
        found = _roles_of(account=self.pk)
        return found[0] if found else (False, False, False)


def _roles() -> "models.QuerySet[Account, tuple[bool, bool, bool]]":
    account = models.OuterRef("pk")
    assignments = apps.get_model("accounts", "TeachingAssignment")._base_manager.filter(teacher=account)
    teachings = apps.get_model("accounts", "MatiereTeaching")._base_manager.filter(teacher=account)
    return Account._base_manager.filter(pk=Given("account", models.BigIntegerField())).values_list(
        models.Exists(assignments.filter(is_pp=True)),
        models.Exists(teachings.filter(matiere__reference__in=language_references())),
        models.Exists(teachings.filter(is_coordonnateur=True)),
    )


_roles_of = Prepared(_roles)


class Guardianship(SchoolOwned):
    """A guardian answers for a pupil. `rank` is 1 for the first guardian of the pupil, without gap or tie."""

    guardian = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="children_links")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="guardian_links")
    rank = models.PositiveSmallIntegerField("rang")
    is_by_hand = models.BooleanField(default=True, editable=False)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["school", "pupil", "guardian"], name="guardianship_unique"),
            models.UniqueConstraint(fields=["school", "pupil", "rank"], name="guardianship_rank_unique"),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="guardianship_rank_from_one"),
            models.CheckConstraint(condition=~models.Q(pupil=models.F("guardian")), name="guardianship_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} → {self.pupil_id} ({self.rank})"


class Address(SchoolOwned):
    """The postal address of a guardian."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="address")
    line1 = models.CharField("adresse", max_length=100, blank=True)
    line2 = models.CharField("adresse (suite)", max_length=100, blank=True)
    line3 = models.CharField("adresse (suite)", max_length=100, blank=True)
    line4 = models.CharField("adresse (suite)", max_length=100, blank=True)
    postal_code = models.CharField("code postal", max_length=10, blank=True)
    town = models.CharField("commune", max_length=100, blank=True)
    country = models.CharField("pays", max_length=100, blank=True)

    @property
    def lines(self) -> str:
        """What is above the postal code, on one line."""
        return ", ".join(line for line in (self.line1, self.line2, self.line3, self.line4) if line)

    def __str__(self) -> str:
        return ", ".join(part for part in (self.lines, f"{self.postal_code} {self.town}".strip()) if part)


class LinkedAccountQuerySet(SchoolOwnedQuerySet):
    def forget_sets_of_one(self, persons: Iterable[uuid.UUID]) -> None:
        """Of these persons, those who are left with one account have none to go to."""
        left = self.filter(person__in=set(persons)).order_by().values("person").annotate(number=models.Count("pk"))
        alone = [each["person"] for each in left if each["number"] == 1]
        if alone:
            self.filter(person__in=alone).delete()


class LinkedAccount(SchoolOwned):
    """An account of a person who has several in the school, and goes from one to the other. One set per `person`."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="linked")
    person = models.UUIDField(db_index=True)

    objects: ClassVar[Any] = school_manager(LinkedAccountQuerySet)

    def __str__(self) -> str:
        return f"{self.account_id} ({self.person})"
