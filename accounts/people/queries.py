"""What the pages that manage people read."""

from django.db.models import F, Prefetch, Q

from accounts.enums import STAFF, Profile
from accounts.models import Account, AccountQuerySet, Guardianship, TeachingAssignment
from sacoche.kit.text import unaccent

# The profiles of « Professeurs (gestion) »: administrators are not managed with the others.
_OTHERS = STAFF - {Profile.ADM, Profile.ENS}
MANAGED_STAFF = (Profile.ENS, *(profile for profile in Profile if profile in _OTHERS))
# Those with whom an account shares its numbers and its name: a teacher may well be a guardian too.
_KINSHIPS = ((Profile.ELV,), (Profile.TUT,), (Profile.ADM,), MANAGED_STAFF)

# Who already holds what an account wants for itself, by name of field (« name »: the very same name).
Conflicts = dict[str, Account]


def managed_staff() -> AccountQuerySet:
    """The staff of the school but its administrators, left or not, in order of names, with the classes of each."""
    links = TeachingAssignment.objects.select_related("school_class__niveau").order_by(
        "school_class__niveau__order", "school_class__reference"
    )
    staff: AccountQuerySet = Account.objects.staff().exclude(profile=Profile.ADM).in_name_order()
    return staff.prefetch_related(Prefetch("assignments", queryset=links))


def managed_directors() -> AccountQuerySet:
    """The directors alone."""
    return managed_staff().filter(profile=Profile.DIR)


def managed_administrators() -> AccountQuerySet:
    """The administrators, left or not, in order of names."""
    administrators: AccountQuerySet = Account.objects.filter(profile=Profile.ADM)
    return administrators.in_name_order()


def managed_guardians() -> AccountQuerySet:
    """The guardians, left or not, in order of names, with the children of each and the address."""
    links = Guardianship.objects.select_related("pupil__school_class").order_by("pupil__sort_key", "pupil_id")
    guardians: AccountQuerySet = Account.objects.filter(profile=Profile.TUT)
    return (
        guardians.in_name_order().select_related("address").prefetch_related(Prefetch("children_links", queryset=links))
    )


def managed_pupils() -> AccountQuerySet:
    """The pupils, left or not, by class then name; those without a class come last."""
    pupils: AccountQuerySet = Account.objects.pupils().select_related("school_class__niveau")
    # Nulls last by hand: the two databases do not agree on where pupils without a class come.
    level = F("school_class__niveau__order").asc(nulls_last=True)
    return pupils.order_by(level, "school_class__reference", "sort_key", "pk")


def guardians_of(pupil: Account) -> list[Guardianship]:
    """The links of the pupil by rank, each with its guardian and the address."""
    links = Guardianship.objects.filter(pupil=pupil).select_related("guardian__address")
    return list(links.order_by("rank"))


def holding(accounts: AccountQuerySet, words: str) -> AccountQuerySet:
    """Those whose names, login or e-mail address hold every word, or one of whose identifiers is what was typed."""
    words = words.strip()
    if not words:
        return accounts
    every_word = Q()
    for word in unaccent(words).replace("-", " ").replace("'", " ").split():
        every_word &= Q(sort_key__contains=word) | Q(login__icontains=word) | Q(email__icontains=word) | _known_as(word)
    return accounts.filter(every_word | _known_as(words))


def _known_as(identifier: str) -> Q:
    """The accounts that have this very identifier in any software."""
    known = Q(login_key=identifier.lower()) | Q(email__iexact=identifier) | Q(elenoet__iexact=identifier)
    known |= Q(reference__iexact=identifier) | Q(id_ent__iexact=identifier) | Q(id_gepi__iexact=identifier)
    if identifier.isascii() and identifier.isdigit() and len(identifier) < 19:
        known |= Q(sconet_id=int(identifier))
    return known


def kin_of(account: Account) -> AccountQuerySet:
    """Those whose identifiers and names must not be this account's: pupils, guardians, administrators or staff."""
    kinship = next(profiles for profiles in _KINSHIPS if account.profile in profiles)
    kin: AccountQuerySet = Account.objects.filter(profile__in=kinship).exclude(pk=account.pk)
    return kin


def conflicts_of(account: Account) -> Conflicts:
    """Who of the school already has the login, the identifiers or the very name of this account, saved or not.

    Sconet ids and references are numbered apart for pupils, guardians and staff; logins, ENT and Gepi ids are not.
    """
    others, kin = Account.objects.exclude(pk=account.pk), kin_of(account)
    lookups = {
        "login": others.called(account.login),
        "id_ent": others.filter(id_ent=account.id_ent) if account.id_ent else None,
        "id_gepi": others.filter(id_gepi=account.id_gepi) if account.id_gepi else None,
        "sconet_id": kin.filter(sconet_id=account.sconet_id) if account.sconet_id else None,
        "elenoet": kin.filter(elenoet=account.elenoet) if account.elenoet else None,
        "reference": kin.filter(reference=account.reference) if account.reference else None,
        "name": kin.filter(last_name=account.last_name, first_name=account.first_name),
    }
    holders = {field: lookup.first() for field, lookup in lookups.items() if lookup is not None}
    return {field: holder for field, holder in holders.items() if holder}
