"""Cards made, tried and revoked."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.cards.pictures import BY_CODE
from accounts.models import Account, PupilCard
from accounts.safety.throttle import hidden
from sacoche.kit.clock import now
from sacoche.kit.journal import record

# How many of the nine a pupil remembers, in order.
CHOSEN = 3


@dataclass(frozen=True)
class MadeCard:
    """What is printed, once; nothing of it is kept. `token` is in the QR code, `pictures` are codes, in order."""

    pupil: Account
    token: str
    pictures: tuple[str, ...]


def make_cards(*, actor: Account, pupils: Iterable[Account]) -> list[MadeCard]:
    """New cards for these pupils of the open school; those that they had no longer open anything."""
    made = [MadeCard(pupil, secrets.token_urlsafe(16), _three_pictures()) for pupil in pupils]
    with transaction.atomic():
        PupilCard.objects.filter(pupil__in=[card.pupil.pk for card in made]).delete()
        PupilCard.objects.bulk_create(
            PupilCard(
                pupil=card.pupil,
                token_digest=hidden(card.token),
                pictures_digest=_digest_of(card.token, card.pictures),
                made_by=actor,
            )
            for card in made
        )
        record("accounts.make_cards", actor=actor, school=actor.school, pupils=len(made))
    return made


def _three_pictures() -> tuple[str, ...]:
    return tuple(secrets.SystemRandom().sample(sorted(BY_CODE), CHOSEN))


def _digest_of(token: str, pictures: Sequence[str]) -> str:
    """What is kept of three pictures: whoever has the table alone, and not the card, cannot try them all."""
    return hidden(f"{token}:{'-'.join(pictures)}")


@transaction.atomic
def revoke_cards(*, actor: Account, pupils: Collection[Account]) -> int:
    """These cards open nothing any more: lost, or seen by somebody. Answers how many did."""
    cards = PupilCard.objects.filter(pupil__in=[pupil.pk for pupil in pupils], revoked_at=None)
    number: int = cards.update(revoked_at=now())
    if number:
        record("accounts.revoke_cards", actor=actor, school=actor.school, pupils=number)
    return number


def card_of(token: str) -> PupilCard | None:
    """The card of the open school that this QR code is on, revoked or not."""
    cards = PupilCard.objects.select_related("pupil__school")
    found: PupilCard | None = cards.filter(token_digest=hidden(token)).first()
    return found


def note_failure(card: PupilCard) -> None:
    """Say in the journal that the pictures of this card were not those that were pressed."""
    person = f"{card.pupil.full_name} ({card.pupil.login})"
    record("accounts.card_failed", actor=None, school=card.pupil.school, person=person)


def opens(card: PupilCard, token: str, pictures: Sequence[str]) -> bool:
    """Whether these are the three pictures of this card."""
    return secrets.compare_digest(card.pictures_digest, _digest_of(token, pictures))
