"""What the pages that manage staff and pupils read."""

from django.db.models import F, Prefetch, Q

from accounts.enums import STAFF, Profile
from accounts.models import Account, AccountQuerySet, TeachingAssignment
from sacoche.kit.text import unaccent
from schools.models import SchoolClass

# The profiles of « Professeurs (gestion) »: administrators are not managed with the others.
MANAGED_STAFF = tuple(profile for profile in Profile if profile in STAFF and profile != Profile.ADM)

# Who already holds what an account wants for itself, by name of field (« name »: the very same name).
Conflicts = dict[str, Account]


def managed_staff() -> AccountQuerySet:
    """The staff of the school but its administrators, left or not, in order of names, with the classes of each."""
    links = TeachingAssignment.objects.select_related("school_class__niveau").order_by(
        "school_class__niveau__order", "school_class__reference"
    )
    staff: AccountQuerySet = Account.objects.filter(profile__in=MANAGED_STAFF).in_name_order()
    return staff.prefetch_related(Prefetch("assignments", queryset=links))


def pupils_matching(*, words: str, school_class: SchoolClass | None, is_without_class: bool) -> AccountQuerySet:
    """The pupils, left or not, by class then name: those whose name, login or identifier holds every word."""
    pupils: AccountQuerySet = Account.objects.pupils().select_related("school_class__niveau")
    if school_class:
        pupils = pupils.filter(school_class=school_class)
    if is_without_class:
        pupils = pupils.filter(school_class=None)
    for word in unaccent(words).replace("-", " ").replace("'", " ").split():
        pupils = pupils.filter(Q(sort_key__contains=word) | Q(login__icontains=word) | Q(reference__iexact=word))
    # Nulls last by hand: the two databases do not agree on where pupils without a class come.
    level = F("school_class__niveau__order").asc(nulls_last=True)
    return pupils.order_by(level, "school_class__reference", "sort_key", "pk")


def conflicts_of(account: Account) -> Conflicts:
    """Who of the school already has the login, the identifiers or the very name of this account, saved or not.

    Sconet ids and references are numbered apart for pupils and for staff; logins and ENT ids are not.
    """
    others = Account.objects.exclude(pk=account.pk)
    kin = others.pupils() if account.profile == Profile.ELV else others.filter(profile__in=MANAGED_STAFF)
    lookups = {
        "login": others.filter(login__iexact=account.login),
        "id_ent": others.filter(id_ent=account.id_ent) if account.id_ent else None,
        "sconet_id": kin.filter(sconet_id=account.sconet_id) if account.sconet_id else None,
        "reference": kin.filter(reference=account.reference) if account.reference else None,
        "name": kin.filter(last_name=account.last_name, first_name=account.first_name),
    }
    holders = {field: lookup.first() for field, lookup in lookups.items() if lookup is not None}
    return {field: holder for field, holder in holders.items() if holder}
