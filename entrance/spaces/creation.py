"""Opening the space of a school."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from accounts.enums import Profile
from accounts.models import NAMELESS, Account
from entrance.spaces.invitations import invite
from sacoche.kit.journal import record
from sacoche.kit.tenancy import school_scope
from schools.models import School, Zone
from schools.uai import is_valid_uai

FIRST_LOGIN = "admin"


class CannotOpenSchool(Exception):
    """The space cannot be opened; the message says why, in French."""


@dataclass(frozen=True)
class Contact:
    """The person of the school whom the operator writes to: its first administrator."""

    email: str
    last_name: str = ""
    first_name: str = ""


@transaction.atomic
def open_school(
    *,
    name: str,
    password_hash: str,
    town: str = "",
    uai: str = "",
    number: int | None = None,
    zone: Zone | None = None,
    contact: Contact | None = None,
) -> tuple[School, Account]:
    """Make a school with its first administrator, whose login is `admin`; a contact is that administrator, and gets
    by e-mail the link with which he enters.

    `password_hash` is made by the caller, outside the transaction. `number` is the next free one when not given.
    Raises CannotOpenSchool when the name is empty or the number or the UAI are wrong or taken, or when the
    server is that of a single school and has it.
    """
    name, uai = " ".join(name.split()), uai.strip().upper()
    _check(name=name, uai=uai, number=number)
    person = contact or Contact(email="")
    school = School.objects.create(
        number=number or _next_number(),
        name=name,
        town=" ".join(town.split()),
        uai=uai,
        zone=zone,
        contact_last_name=person.last_name,
        contact_first_name=person.first_name,
        contact_email=person.email,
    )
    with school_scope(school):
        admin = _first_administrator(person, password_hash)
        record("schools.create", actor=None, school=school, number=school.number, name=school.name)
        if contact:
            invite(account=admin, school=school, email=contact.email)
    return school, admin


def _next_number() -> int:
    return int(School.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _first_administrator(person: Contact, password_hash: str) -> Account:
    admin: Account = Account.objects.create(
        profile=Profile.ADM,
        login=FIRST_LOGIN,
        last_name=person.last_name.upper() or NAMELESS[0],
        first_name=person.first_name or NAMELESS[1],
        email=person.email,
        password=password_hash,
    )
    return admin


def _check(*, name: str, uai: str, number: int | None) -> None:
    if settings.SINGLE_SCHOOL and School.objects.exists():
        raise CannotOpenSchool("Ce serveur est celui d'une seule école (SINGLE_SCHOOL) : elle y est déjà.")
    if not name or len(name) > 100:
        raise CannotOpenSchool("Le nom de l'établissement est obligatoire (100 caractères au plus).")
    if uai and not is_valid_uai(uai):
        raise CannotOpenSchool(f"« {uai} » n'est pas un numéro UAI : sept chiffres et leur lettre de contrôle.")
    if uai and School.objects.filter(uai=uai).exists():
        raise CannotOpenSchool(f"Un établissement porte déjà le numéro UAI {uai}.")
    if number is not None and (number < 1 or School.objects.filter(number=number).exists()):
        raise CannotOpenSchool(f"Le numéro {number} n'est pas libre.")
