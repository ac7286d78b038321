"""Erase a person: what says who she is goes, from everywhere; what counted her goes on counting. A receipt stays."""

from collections.abc import Sequence

from django.db import transaction

from accounts.erasing import anonymous_name
from accounts.models import Account, LegalHold
from imports.models import ImportRun, Status
from operation.models import Erasure
from sacoche.kit.journal import record
from sacoche.kit.parts.person import PersonPart, person_parts
from sacoche.kit.text import capitalized, spaced
from schools.losses import Loss, fingerprint

_FIRST_SECTION = "identite"


class CannotErase(Exception):
    """This person is not erased; the message says why and what to do, in French. Nothing was written."""


def refuse_erasing(*, actor: Account, person: Account) -> None:
    """Raise CannotErase for oneself, for who is erased already, for an administrator, while an import is under way."""
    if person.pk == actor.pk:
        raise CannotErase("C'est votre propre compte : demandez à un autre administrateur.")
    if Erasure.objects.filter(account=person).exists():
        raise CannotErase("Cette personne est déjà effacée.")
    if hold := LegalHold.objects.filter(account=person).first():
        raise CannotErase(f"Cette personne est à conserver ({hold.reason}) : levez d'abord cette demande.")
    if ImportRun.objects.filter(status=Status.OPEN).exists():
        raise CannotErase(
            "Un import est en cours, et il nomme peut-être cette personne : terminez-le ou abandonnez-le, puis "
            "recommencez."
        )


def losses_of(person: Account) -> list[Loss]:
    """What would go, and what would stay without her name, counted."""
    counted = [(part, part.of(person).count()) for part in person_parts() if part.section != _FIRST_SECTION]
    return [
        Loss("Identité, identifiants, numéros et mot de passe : effacé.", ()),
        *(
            Loss(f"{capitalized(part.label)} : {spaced(number)}, {part.fate.value}.", ())
            for part, number in counted
            if number
        ),
    ]


def erase(*, actor: Account, person: Account, seen: str) -> Erasure:
    """Erase a person of the open school. `seen` is the fingerprint of what was shown. Raises CannotErase."""
    refuse_erasing(actor=actor, person=person)
    with transaction.atomic():
        held = Account.objects.select_for_update(of=("self",)).select_related("school").get(pk=person.pk)
        if fingerprint(losses_of(held)) != seen:
            raise CannotErase("Ce qui serait effacé a changé depuis que vous l'avez lu : relisez, puis confirmez.")
        counts = {part.label: part.erase(held) for part in _name_last()}
        receipt: Erasure = Erasure.objects.create(
            account=held,
            profile=held.get_profile_display(),
            actor_label=actor.display_name,
            counts={label: number for label, number in counts.items() if number},
        )
        # The journal says that it was done, not of whom: the name is what had to be forgotten.
        told = {"receipt": receipt.pk, "profile": receipt.profile, "name": anonymous_name(held)}
        record("operation.erase", actor=actor, school=held.school, **told)
    return receipt


def _name_last() -> Sequence[PersonPart]:
    """The others look for her by the names that her account holds."""
    return sorted(person_parts(), key=lambda part: part.section == _FIRST_SECTION)
