"""What the page of cards reads."""

from dataclasses import dataclass

from accounts.enums import Profile
from accounts.models import Account, PupilCard
from accounts.queries import classes_of
from schools.models import SchoolClass, SchoolClassQuerySet


@dataclass(frozen=True)
class CardLine:
    """A pupil, and the card that he has, if he has one."""

    pupil: Account
    card: PupilCard | None

    @property
    def is_open(self) -> bool:
        return self.card is not None and self.card.revoked_at is None


def classes_with_cards(account: Account) -> SchoolClassQuerySet:
    """The classes whose cards an account may print: every one for an administrator, his own for a teacher."""
    return SchoolClass.objects.in_level_order() if account.profile == Profile.ADM else classes_of(account)


def pupils_of_class(school_class: SchoolClass) -> list[Account]:
    """Those who are there, in order of names."""
    pupils = Account.objects.pupils().active().filter(school_class=school_class)
    return list(pupils.select_related("school").in_name_order())


def card_lines(school_class: SchoolClass) -> list[CardLine]:
    """A line per pupil of the class; two queries."""
    pupils = pupils_of_class(school_class)
    cards = {card.pupil_id: card for card in PupilCard.objects.filter(pupil__school_class=school_class)}
    return [CardLine(pupil, cards.get(pupil.pk)) for pupil in pupils]
