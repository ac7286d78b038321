"""What an operator does with schools: each verb signs the journal of the console."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts.access.decided import BY_OPERATOR
from accounts.access.services import close_school, reopen_school
from accounts.enums import Profile
from accounts.factor.factors import reset_factor
from accounts.models import Account
from entrance.spaces.creation import CannotOpenSchool, Contact, open_school
from entrance.spaces.invitations import invite, link_to
from operation.console.journal import note
from operation.console.models import Operator
from operation.console.services.figures import count_schools
from operation.console.services.moving import forget_move
from operation.leaving.services import delete_school
from sacoche.kit.tenancy import school_scope
from schools.models import School, Zone

REASON_LENGTH = 100
FIELDS = (
    "name",
    "town",
    "uai",
    "zone",
    "contact_last_name",
    "contact_first_name",
    "contact_email",
)


class CannotChange(Exception):
    """The school cannot be changed so; the message says why, in French."""


@dataclass(frozen=True)
class Wanted:
    """A school to be opened. `number` None: the next free one."""

    name: str
    town: str = ""
    uai: str = ""
    number: int | None = None
    zone: Zone | None = None
    contact: Contact = field(default_factory=lambda: Contact(email=""))


def create(*, operator: Operator | None, wanted: Wanted) -> School:
    """Open a school, whose contact is the first administrator and gets his link. Raises CannotOpenSchool."""
    # Whoever gets a link chooses his password: nobody else is to know one.
    password_hash = make_password(None)
    with transaction.atomic():
        school = _open(wanted, password_hash)
        note("schools.open", operator=operator, school_number=school.number, number=school.number, name=school.name)
    return school


def create_all(*, operator: Operator, wanted: list[Wanted]) -> list[School]:
    """Open these schools, all or none. Raises CannotOpenSchool, which names the one that cannot be."""
    password_hash = make_password(None)
    with transaction.atomic():
        schools = [_opened_in_a_list(each, password_hash) for each in wanted]
        note("schools.import", operator=operator, count=len(schools))
    return schools


def _opened_in_a_list(wanted: Wanted, password_hash: str) -> School:
    try:
        return _open(wanted, password_hash)
    except CannotOpenSchool as error:
        raise CannotOpenSchool(f"« {wanted.name} » : {error} Rien n'a été créé.") from error


def _open(wanted: Wanted, password_hash: str) -> School:
    contact = wanted.contact if wanted.contact.email else None
    school, _ = open_school(
        name=wanted.name,
        town=wanted.town,
        uai=wanted.uai,
        number=wanted.number,
        zone=wanted.zone,
        contact=contact,
        password_hash=password_hash,
    )
    count_schools([school])
    return school


def edit(*, operator: Operator, school: School, values: dict[str, Any]) -> list[str]:
    """Write those of FIELDS that `values` changes, and return their names. Raises CannotChange for a UAI taken."""
    changed = [name for name in FIELDS if values[name] != getattr(school, name)]
    if not changed:
        return []
    labels = ", ".join(str(School._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    try:
        with transaction.atomic():
            locked = School.objects.select_for_update(no_key=True).get(pk=school.pk)
            for name in changed:
                setattr(locked, name, values[name])
            locked.save(update_fields=[*changed, "search_text", "place_key"])
            note("schools.edit", operator=operator, school_number=school.number, fields=labels, **_named(locked))
    except IntegrityError as error:
        raise CannotChange("Un autre établissement de ce serveur porte déjà ce numéro UAI.") from error
    return changed


def block(*, operator: Operator, school: School, reason: str) -> None:
    """Shut a school to everybody, its administrators too, with a reason that they read. Raises CannotChange."""
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= REASON_LENGTH:
        raise CannotChange(f"Donnez un motif, de {REASON_LENGTH} caractères au plus : les personnes le liront.")
    with school_scope(school), transaction.atomic():
        close_school(actor=None, school=school, kind=BY_OPERATOR, reason=reason)
        forget_move(school)
        note("schools.block", operator=operator, school_number=school.number, reason=reason, **_named(school))


def unblock(*, operator: Operator, school: School) -> None:
    """Open it again; harmless when it is."""
    with school_scope(school), transaction.atomic():
        forget_move(school)
        if reopen_school(actor=None, school=school, kind=BY_OPERATOR):
            note("schools.unblock", operator=operator, school_number=school.number, **_named(school))


def administrators_of(school: School) -> list[Account]:
    """Those whom a link may be given to, by login."""
    with school_scope(school):
        return list(Account.objects.active().filter(profile=Profile.ADM).order_by("login"))


def give_access_again(*, operator: Operator, school: School, administrator: Account) -> str:
    """Send the contact of the school a link with which this administrator chooses his password; return the link.

    Raises CannotChange when the school has no contact to write to.
    """
    email = school.contact_email or administrator.email
    if not email:
        raise CannotChange("Cet établissement n'a pas d'adresse de contact : donnez-en une d'abord.")
    with school_scope(school), transaction.atomic():
        invite(account=administrator, school=school, email=email)
        note("schools.invite", operator=operator, school_number=school.number, email=email, **_named(school))
    return link_to(administrator)


def take_factor_away(*, operator: Operator, school: School, administrator: Account) -> bool:
    """Take away the second factor of an administrator whom nobody in the school can help; whether there was one."""
    with school_scope(school), transaction.atomic():
        done = reset_factor(account=administrator, actor=None)
        if done:
            login = administrator.login
            note("schools.factor", operator=operator, school_number=school.number, login=login, **_named(school))
    return done


def delete(*, operator: Operator, school: School) -> None:
    """Delete a school with all that it has, the backups of its nights too; a line of the journal of the console stays.

    Raises StorageFailed when its files could not all go: deleting it again goes on.
    """
    name, number, uai = school.name, school.number, school.uai or "sans UAI"
    delete_school(school)
    with transaction.atomic():
        note("schools.delete", operator=operator, school_number=number, number=number, name=name, uai=uai)


def _named(school: School) -> dict[str, Any]:
    return {"number": school.number, "name": school.name}
