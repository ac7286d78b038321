"""Writes on guardians: for whom they answer, in which order, where they live. Each verb is one transaction."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.enums import Profile
from accounts.models import Account, Address, Guardianship
from sacoche.kit.journal import record

# As many as the files of the ministry rank.
MOST_GUARDIANS = 4
ADDRESS_FIELDS = ("line1", "line2", "line3", "line4", "postal_code", "town", "country")


class CannotLink(Exception):
    """This person cannot become a guardian of this pupil; the message says why, in French."""


@transaction.atomic
def add_guardian(*, actor: Account | None, pupil: Account, guardian: Account) -> None:
    """Make `guardian` the last guardian of the pupil.

    Raises CannotLink for an account that is not a guardian's, one who is there already, or a fifth one.
    """
    if guardian.profile != Profile.TUT:
        raise CannotLink(
            f"{guardian.full_name} n'est pas un responsable légal ({guardian.get_profile_display()}) : "
            "créez-lui d'abord un compte de responsable."
        )
    links = _locked_links(pupil)
    if any(link.guardian_id == guardian.pk for link in links):
        raise CannotLink(f"{guardian.full_name} est déjà responsable de {pupil.full_name} : rien n'a changé.")
    if len(links) >= MOST_GUARDIANS:
        raise CannotLink(f"{pupil.full_name} a déjà {MOST_GUARDIANS} responsables : retirez-en un d'abord.")
    Guardianship.objects.create(pupil=pupil, guardian=guardian, rank=len(links) + 1)
    _record("accounts.add_guardian", actor, pupil, guardian)


@transaction.atomic
def remove_guardian(*, actor: Account | None, pupil: Account, guardian: Account) -> None:
    """This person no longer answers for the pupil; the next ones move up. Harmless when there is no such link."""
    links = _locked_links(pupil)
    kept = [link for link in links if link.guardian_id != guardian.pk]
    if len(kept) == len(links):
        return
    Guardianship.objects.filter(pupil=pupil, guardian=guardian).delete()
    renumber(kept)
    _record("accounts.remove_guardian", actor, pupil, guardian)


@transaction.atomic
def move_guardian_up(*, actor: Account | None, pupil: Account, guardian: Account) -> None:
    """Exchange this guardian with the one before; harmless for the first one, or when there is no such link."""
    links = _locked_links(pupil)
    position = next((place for place, link in enumerate(links) if link.guardian_id == guardian.pk), 0)
    if position == 0:
        return
    links[position - 1], links[position] = links[position], links[position - 1]
    renumber(links)
    _record("accounts.rank_guardian", actor, pupil, guardian, rank=position)


def renumber(links: Sequence[Guardianship]) -> None:
    """Give these links of one pupil the ranks 1, 2, 3… in their order. Call it inside a transaction."""
    moved = [(link, rank) for rank, link in enumerate(links, start=1) if link.rank != rank]
    # No two links of a pupil may ever have one rank: those that move go through ranks that nobody has.
    for free, (link, _) in enumerate(moved, start=1):
        link.rank = _highest(links) + free
        link.save(update_fields=["rank"])
    for link, rank in moved:
        link.rank = rank
        link.save(update_fields=["rank"])


def _highest(links: Sequence[Guardianship]) -> int:
    return max(link.rank for link in links)


@transaction.atomic
def save_address(*, actor: Account | None, guardian: Account, values: dict[str, Any]) -> None:
    """Keep the address of a guardian; an empty one is forgotten. Nothing is written when it is the same."""
    stored = Address.objects.filter(account=guardian).first()
    before = {name: getattr(stored, name) if stored else "" for name in ADDRESS_FIELDS}
    if values == before:
        return
    if any(values.values()):
        Address.objects.update_or_create(account=guardian, defaults=values)
    else:
        Address.objects.filter(account=guardian).delete()
    record("accounts.set_address", actor=actor, school=guardian.school, person=guardian.full_name)


def _locked_links(pupil: Account) -> list[Guardianship]:
    """The links of the pupil by rank; until the end of the transaction nobody else changes them."""
    Account.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    return list(Guardianship.objects.filter(pupil=pupil).order_by("rank"))


def _record(code: str, actor: Account | None, pupil: Account, guardian: Account, **details: Any) -> None:
    record(code, actor=actor, school=pupil.school, person=guardian.full_name, pupil=pupil.full_name, **details)
