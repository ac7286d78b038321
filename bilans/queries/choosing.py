"""Whom a document may be about: the pupils of a class or of a group of the reader's, his children, himself."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accounts.enums import Profile
from accounts.guardians.queries import children_of
from accounts.models import Account, AccountQuerySet
from bilans.queries.gathered import Gathered, gathered
from bilans.rights import FAMILIES
from evaluations.models import PLANNED, Mark
from grids.queries.places import Place, places_open_to
from schools.models import Group, SchoolClass

_NOT_HERE = "Un des élèves demandés n'est pas, ou n'est plus, dans cette classe ou ce groupe : cochez-les à nouveau."


class NotOpen(Exception):
    """A class, a group or a pupil that the reader may not read; the argument is the sentence to show."""


@dataclass(frozen=True)
class Chosen:
    """The pupils that a document is about, among those that its page offers."""

    is_family: bool
    places: Sequence[Place | Gathered]
    place: Place | Gathered | None
    offered: Sequence[Account]
    pupils: Sequence[Account]

    @property
    def accounts(self) -> AccountQuerySet:
        found: AccountQuerySet = Account.objects.pupils().filter(pk__in=[pupil.pk for pupil in self.pupils])
        return found

    @property
    def held(self) -> SchoolClass | Group | None:
        """Whose periods can be named: the place, or the class of the child."""
        if self.one_place:
            return self.one_place.place
        return self.pupils[0].school_class if self.is_family and self.pupils else None

    @property
    def one_place(self) -> Place | None:
        """The class or the group, None for several at once."""
        return self.place if isinstance(self.place, Place) else None

    @property
    def like(self) -> SchoolClass | Group | None:
        """The place whose cycle is that of all: the first of several classes."""
        return self.place.classes[0] if isinstance(self.place, Gathered) else self.held

    @property
    def where(self) -> str:
        """What a document says of where its pupils are."""
        if self.place:
            return str(self.place)
        return str(self.held) if self.held else ""

    @property
    def are_all(self) -> bool:
        return len(self.pupils) == len(self.offered)


def whole_school() -> Chosen:
    """Every pupil there is, for a page that names nobody."""
    pupils = list(Account.objects.pupils().active().in_name_order().only("pk"))
    return Chosen(False, [], None, pupils, pupils)


def choose(account: Account, wishes: Mapping[str, Sequence[int]], right: str) -> Chosen:
    """Who is chosen, as far as the reader may read them; raises NotOpen."""
    if account.profile in FAMILIES:
        return _own(account, wishes["eleve"])
    places = places_open_to(account, right)
    several = gathered(places)
    place = _several(several, wishes) or _place(places, wishes)
    offered = list(place.pupils.only("last_name", "first_name", "school_class")) if place else []
    return Chosen(False, [*places, *several], place, offered, _among(offered, wishes["eleve"]) if place else [])


def with_former(chosen: Chosen, start: datetime.date, end: datetime.date, wished: Sequence[int]) -> Chosen:
    """The same, with the pupils who were evaluated there between two days and are no longer of it. One query.

    Ticking all those of today asks for everybody.
    """
    if chosen.place is None:
        return chosen
    of_place = _evaluated_in(chosen.place)
    marks = Mark.objects.filter(**of_place, given_on__range=(start, end)).exclude(code=PLANNED)
    former = Account.objects.pupils().filter(pk__in=marks.order_by().values("pupil"))
    known = {pupil.pk for pupil in chosen.offered}
    gone = former.exclude(pk__in=known).in_name_order().only("last_name", "first_name", "school_class")
    offered = sorted([*chosen.offered, *gone], key=lambda pupil: pupil.sort_key)
    return replace(chosen, offered=offered, pupils=_among(offered, [] if set(wished) == known else wished))


def _evaluated_in(place: Place | Gathered) -> dict[str, Any]:
    if isinstance(place, Gathered):
        return {"evaluation__school_class__in": place.classes}
    return {"evaluation__group" if place.is_group else "evaluation__school_class": place.place}


def _own(account: Account, wished: Sequence[int]) -> Chosen:
    """A pupil reads his own; a guardian about one child at a time."""
    offered = [account] if account.profile == Profile.ELV else children_of(account)
    pupils = _among(offered, wished)[:1]
    return Chosen(True, [], None, offered, pupils)


def _several(offered: Sequence[Gathered], wishes: Mapping[str, Sequence[int]]) -> Gathered | None:
    wished = wishes.get("plusieurs")
    if not wished:
        return None
    found = next((each for each in offered if each.number in wished), None)
    if found is None:
        raise NotOpen("Ces classes ne sont pas toutes les vôtres : choisissez dans la liste.")
    return found


def _place(places: Sequence[Place], wishes: Mapping[str, Sequence[int]]) -> Place | None:
    if not wishes["classe"] and not wishes["groupe"]:
        return places[0] if len(places) == 1 else None
    for each in places:
        if each.place.pk in (wishes["groupe"] if each.is_group else wishes["classe"]):
            return each
    raise NotOpen("Cette classe ou ce groupe n'est pas un des vôtres : choisissez dans la liste.")


def _among(offered: Sequence[Account], wished: Collection[int]) -> Sequence[Account]:
    """Those that are wished for; all when none is."""
    if not wished:
        return offered
    found = [pupil for pupil in offered if pupil.pk in set(wished)]
    if len(found) < len(set(wished)):
        raise NotOpen(_NOT_HERE)
    return found
