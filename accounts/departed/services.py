"""Deleting the accounts of those who left long ago."""

from collections.abc import Collection

from django.db import transaction

from accounts.departed.queries import besoins_that_go_with, heirs_of_besoins, long_gone, profiles_told
from accounts.guardians.services import renumber
from accounts.models import Account, GroupTeaching, Guardianship, LegalHold, LinkedAccount
from sacoche.kit.journal import record


@transaction.atomic
def hold_back(*, actor: Account, person: Account, reason: str) -> None:
    """Keep an account whatever the time that goes by, for this reason; without one, it is kept no more."""
    if reason:
        LegalHold.objects.update_or_create(account=person, defaults={"reason": reason, "by": actor.display_name})
        record("accounts.hold", actor=actor, school=actor.school, person=person.full_name, reason=reason)
    elif LegalHold.objects.filter(account=person).delete()[0]:
        record("accounts.release", actor=actor, school=actor.school, person=person.full_name)


@transaction.atomic
def delete_long_gone(*, actor: Account, pks: Collection[int]) -> None:
    """Delete for good those of these accounts who are still long gone, with all that they hold.

    What they signed keeps the short name under which it was signed. The journal says how many, not who: their names
    are what had to be forgotten.
    """
    accounts = list(long_gone(pks).select_for_update(of=("self",)))
    if not accounts:
        return
    children = Guardianship.objects.filter(guardian__in=accounts).order_by()
    children_left = set(children.exclude(pupil__in=accounts).values_list("pupil", flat=True))
    persons = set(LinkedAccount.objects.filter(account__in=accounts).values_list("person", flat=True))
    besoins_that_go_with(accounts).delete()
    heirs = [link.pk for link in heirs_of_besoins(accounts)]
    GroupTeaching.objects.filter(pk__in=heirs).update(is_owner=True)
    Account.objects.filter(pk__in=[account.pk for account in accounts]).delete()
    for pk in children_left:
        renumber(list(Guardianship.objects.filter(pupil=pk).order_by("rank")))
    LinkedAccount.objects.forget_sets_of_one(persons)
    told = {"number": len(accounts), "profiles": profiles_told(accounts)}
    record("accounts.delete_long_gone", actor=actor, school=actor.school, **told)
