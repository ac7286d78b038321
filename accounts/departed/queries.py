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
    accounts: AccountQuerySet = _all_long_gone().filter(hold=None)
    if pks is not None:
        accounts = accounts.filter(pk__in=pks)
    return accounts.order_by("left_on", "sort_key", "pk")


def held_back() -> AccountQuerySet:
    """Those who would be among them, and whom somebody asked to keep; each with its reason."""
    held: AccountQuerySet = _all_long_gone().exclude(hold=None).select_related("hold")
    return held.order_by("sort_key", "pk")


def _all_long_gone() -> AccountQuerySet:
    accounts: AccountQuerySet = Account.objects.long_gone().exclude(profile=Profile.WBM)
    return accounts


def heirs_of_besoins(accounts: Collection[Account]) -> list[GroupTeaching]:
    """Who goes on with each « groupe de besoin » that these people lent: the first colleague, by name, still there."""
    active = GroupTeaching.objects.filter(group__in=_besoins_owned_by(accounts), teacher__in=Account.objects.active())
    links = active.select_related("group", "teacher").order_by("-is_owner", "teacher__sort_key", "teacher_id")
    heirs = {link.group_id: link for link in reversed(links)}
    return sorted(heirs.values(), key=lambda link: (link.group.name, link.group_id))


def besoins_that_go_with(accounts: Collection[Account]) -> QuerySet[Group]:
    """The « groupes de besoin » that these people made, and that nobody who stays works with."""
    inherited = [link.group_id for link in heirs_of_besoins(accounts)]
    return _besoins_owned_by(accounts).exclude(pk__in=inherited).order_by("name", "pk")


def _besoins_owned_by(accounts: Collection[Account]) -> QuerySet[Group]:
    owned = GroupTeaching.objects.filter(teacher__in=accounts, is_owner=True).values("group")
    groups: QuerySet[Group] = Group.objects.filter(kind=GroupKind.BESOIN, pk__in=owned)
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
    besoins = tuple(besoins_that_go_with(accounts).values_list("name", flat=True))
    lent = tuple(f"{link.group.label} (à {link.teacher.full_name})" for link in heirs_of_besoins(accounts))
    handed = "groupe de besoin prêté reste, à un collègue", "groupes de besoin prêtés restent, chacun à un collègue"
    held = [(part.label, part.count_all(accounts)) for part in parts if part.label and part.goes_with_account]
    return [
        Loss(f"{people}.", names),
        *(Loss(f"{label[0].upper()}{label[1:]} : {spaced(number)}.", ()) for label, number in held if number),
        *([Loss(f"{count(len(besoins), 'groupe de besoin', 'groupes de besoin')}.", besoins)] if besoins else []),
        *([Loss(f"{count(len(lent), *handed)}.", lent)] if lent else []),
    ]
