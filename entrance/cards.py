"""Coming in by a card: the QR code says who, three pictures prove it."""

from collections.abc import Sequence

from accounts.access.decided import closing_for, has_cards
from accounts.cards.pictures import BY_CODE
from accounts.cards.services import CHOSEN, card_of, note_failure, opens
from accounts.models import Account, PupilCard
from accounts.safety import throttle
from accounts.safety.owners import owner_of
from accounts.safety.throttle import Counter, network_of, slowing
from entrance.signin import is_closed_demonstration
from schools.models import School

_GONE = "Cette carte n'ouvre plus rien. Demande la nouvelle à ton enseignant."
_CLOSED = "Ton école n'ouvre pas SACoche avec une carte. Demande à ton enseignant."
FAILURES, FAILURES_ANYWHERE = 5, 20


class CardRefused(Exception):
    """This card opens nothing; the argument is the sentence to show to the child."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class WrongPictures(Exception):
    """These are not the three pictures of the card."""


def card_presented(school: School, token: str) -> PupilCard:
    """The card of the open school that was presented. Raises CardRefused: revoked, replaced, of somebody who has left,
    or the school does not work with cards.
    """
    if not has_cards(school) or is_closed_demonstration(school):
        raise CardRefused(_CLOSED)
    card = card_of(token)
    if card is None or card.revoked_at is not None or not card.pupil.is_active:
        raise CardRefused(_GONE)
    if closing := closing_for(card.pupil):
        raise CardRefused(closing.sentence)
    return card


def come_in_by(card: PupilCard, token: str, pictures: Sequence[str], *, address: str) -> Account:
    """The pupil, when these are his three pictures, in order.

    Raises WrongPictures, and throttle.Locked after five of them from one address, or twenty from everywhere.
    """
    counters = _counters(card.pupil, address)
    throttle.refuse_when_locked(counters)
    if not opens(card, token, pictures):
        throttle.count_failure(counters)
        note_failure(card)
        raise WrongPictures
    throttle.forget(counters)
    return card.pupil


def _counters(pupil: Account, address: str) -> list[Counter]:
    """A class shares one address: each pupil waits for his own failures."""
    owner = owner_of(pupil)
    return [
        slowing(f"{owner}:card:{network_of(address)}", limit=FAILURES),
        slowing(f"{owner}:card", limit=FAILURES_ANYWHERE),
    ]


def touched(before: str, now: str) -> tuple[str, ...]:
    """The pictures touched so far, the last one included; what is no picture is not counted."""
    codes = [code for code in (*before.split(","), now) if code in BY_CODE]
    return tuple(codes[:CHOSEN])
