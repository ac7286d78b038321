"""« Bascule entre comptes »: one person, several accounts of one school, and going from one to the other."""

import uuid

from django.db import transaction

from accounts.access.decided import closing_for
from accounts.models import Account, AccountQuerySet, LinkedAccount
from sacoche.kit.journal import record


class CannotLink(Exception):
    """The two accounts cannot be linked; the message says why, in French."""


class CannotSwitch(Exception):
    """The other account cannot be opened from this one; the message says why, in French."""


def linked_to(account: Account) -> AccountQuerySet:
    """The other accounts of the same person that are open, in the order of names."""
    person = LinkedAccount.objects.filter(account=account).values("person")
    others = Account.objects.active().filter(linked__person__in=person).exclude(pk=account.pk)
    linked: AccountQuerySet = others.select_related("school", "school_class").in_name_order()
    return linked


@transaction.atomic
def link_accounts(*, account: Account, other: Account) -> None:
    """Say that these two accounts are of one person; the accounts linked to either are of that person too.

    The caller has made sure that who asks knows the password of `other`. Raises CannotLink.
    """
    if other.pk == account.pk:
        raise CannotLink("C'est le compte où vous êtes : donnez les codes de votre autre compte.")
    if other.school_id != account.school_id:
        raise CannotLink("Seuls des comptes d'un même établissement peuvent être liés.")
    known = list(LinkedAccount.objects.select_for_update().filter(account__in=[account, other]))
    if len(known) == 2 and known[0].person == known[1].person:
        raise CannotLink("Ces deux comptes sont déjà liés.")
    person = known[0].person if known else uuid.uuid4()
    LinkedAccount.objects.filter(person__in=[link.person for link in known]).update(person=person)
    for each in (account, other):
        LinkedAccount.objects.get_or_create(account=each, defaults={"person": person})
    record("accounts.link", actor=account, school=account.school, person=_named(other))


@transaction.atomic
def unlink_account(*, actor: Account, other: Account) -> None:
    """Take an account out of the set that `actor` is in; a set of one is no set."""
    link = LinkedAccount.objects.select_for_update().get(account=other)
    link.delete()
    LinkedAccount.objects.forget_sets_of_one([link.person])
    record("accounts.unlink", actor=actor, school=actor.school, person=_named(other))


@transaction.atomic
def switch_to(*, account: Account, pk: int) -> Account:
    """The linked account of that number, ready to be opened without its password: everything is looked at again.

    Raises CannotSwitch when it is no longer linked or open to signing in.
    """
    other: Account | None = linked_to(account).filter(pk=pk).first()
    if other is None:
        raise CannotSwitch("Ce compte n'est plus lié au vôtre, ou il a été fermé.")
    if closing := closing_for(other):
        raise CannotSwitch(closing.sentence)
    record("accounts.switch", actor=account, school=account.school, person=_named(other))
    return other


def _named(account: Account) -> str:
    return f"{account.full_name} ({account.get_profile_display()}, {account.login})"
