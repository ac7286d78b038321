"""The accounts that need not be kept any longer, and what would go with them."""

from collections import Counter
from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from accounts.enums import Profile
from accounts.merging.merge import parts
from accounts.models import Account, AccountQuerySet, GroupTeaching
from sacoche.kit.text import count, spaced
from schools.losses import Loss
from schools.models import Group, GroupKind

ACCOUNTS_A_PAGE = 100


def long_gone(pks: Collection[int] | None = None) -> AccountQuerySet:
    """Those of these accounts (all of them) who left long ago, the longest gone first."""
    accounts: AccountQuerySet = Account.objects.long_gone().exclude(profile=Profile.WBM)
    if pks is not None:
        accounts = accounts.filter(pk__in=pks)
    return accounts.order_by("left_on", "sort_key", "pk")


def besoins_owned_by(accounts: Collection[Account]) -> QuerySet[Group]:
    """The « groupes de besoin » that these people made for themselves."""
    owned = GroupTeaching.objects.filter(teacher__in=accounts, is_owner=True).values("group")
    groups: QuerySet[Group] = Group.objects.filter(kind=GroupKind.BESOIN, pk__in=owned).order_by("name", "pk")
    return groups


def profiles_told(accounts: Collection[Account]) -> str:
    """« élève : 12, responsable légal : 3 »."""
    numbers = Counter(account.profile for account in accounts)
    return ", ".join(f"{profile.label} : {numbers[profile]}" for profile in Profile if profile in numbers)


def losses_of_accounts(accounts: Sequence[Account]) -> list[Loss]:
    """What goes with these accounts, the people first."""
    names = tuple(f"{each.full_name} ({each.get_profile_display()}, {each.left_on:%d/%m/%Y})" for each in accounts)
    people = count(
        len(names), "compte, avec son identité et ses identifiants", "comptes, avec leurs identités et identifiants"
    )
    besoins = tuple(besoins_owned_by(accounts).values_list("name", flat=True))
    held = [(part.label, part.count_all(accounts)) for part in parts if part.label and part.goes_with_account]
    return [
        Loss(f"{people}.", names),
        *(Loss(f"{label[0].upper()}{label[1:]} : {spaced(number)}.", ()) for label, number in held if number),
        *([Loss(f"{count(len(besoins), 'groupe de besoin', 'groupes de besoin')}.", besoins)] if besoins else []),
    ]
