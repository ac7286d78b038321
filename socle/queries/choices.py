"""The choice of a grid: what is offered, what of it is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Account
from schools.models import Group, SchoolClass
from socle.models import Domaine, Palier, Pilier, SchoolPalier
from socle.nomenclature import national_paliers, national_piliers
from socle.queries.places import Place, places_open_to

# The preference of an account that holds the palier it worked on last.
LAST_PALIER = "palier"


def active_paliers() -> QuerySet[Palier]:
    """The paliers the school works with, in order."""
    return Palier.objects.filter(Exists(SchoolPalier.objects.filter(palier=OuterRef("pk"))))


@dataclass(frozen=True)
class GridChoices:
    """What a page offers before a grid, and what of it is chosen so far.

    A grid of items is that of one compétence and of some of its domaines; a grid of compétences has no domaines.
    """

    paliers: Sequence[Palier]
    palier: Palier | None
    piliers: Sequence[Pilier]
    chosen_piliers: Sequence[Pilier]
    domaines: Sequence[Domaine]
    chosen_domaines: Sequence[Domaine]
    places: Sequence[Place]
    place: Place | None
    pupils: Sequence[Account]
    chosen_pupils: Sequence[Account]

    @property
    def is_complete(self) -> bool:
        return bool(self.chosen_piliers and self.chosen_pupils)

    def pilier_beside(self, step: int) -> Pilier | None:
        """The compétence that is so many places after the (first) chosen one in the palier; before it when negative."""
        place = self.piliers.index(self.chosen_piliers[0]) + step
        return self.piliers[place] if 0 <= place < len(self.piliers) else None


def grid_choices(account: Account, wishes: Mapping[str, Sequence[int]], *, right: str, by_domaine: bool) -> GridChoices:
    """What the account may choose, settled on its wishes (ids by field name) as far as they hold together.

    A lone palier, class or group is chosen at once when nothing else was asked for, and so is the palier worked on last
    when the wishes leave the palier out; what may be chosen several at a
    time (domaines of the one compétence when `by_domaine`, else compétences; pupils) is all chosen until some are
    named.
    """
    chosen_by_school = set(SchoolPalier.objects.values_list("palier_id", flat=True))
    paliers = [palier for palier in national_paliers() if palier.pk in chosen_by_school]
    palier = _palier(account, paliers, wishes.get("palier"))
    piliers = national_piliers(palier.pk) if palier else []
    pilier = _one_of(piliers, wishes["competence"]) if by_domaine else None
    domaines = list(pilier.domaines.all()) if pilier else []
    places = places_open_to(account, right)
    place = _wished_place(places, wishes)
    # Of each pupil his names alone, which is all that a grid shows.
    pupils = list(place.pupils.only("last_name", "first_name")) if place else []
    return GridChoices(
        paliers=paliers,
        palier=palier,
        piliers=piliers,
        chosen_piliers=[each for each in [pilier] if each] if by_domaine else _some_of(piliers, wishes["competence"]),
        domaines=domaines,
        chosen_domaines=_some_of(domaines, wishes["domaine"]),
        places=places,
        place=place,
        pupils=pupils,
        chosen_pupils=_some_of(pupils, wishes["eleve"]),
    )


def are_of_this_school(wishes: Mapping[str, Sequence[int]]) -> bool:
    """Whether the classes, groups and pupils that an address names are all known in the open school."""
    return (
        _are_known(SchoolClass.objects.all(), wishes["classe"])
        and _are_known(Group.objects.all(), wishes["groupe"])
        and _are_known(Account.objects.pupils(), wishes["eleve"])
    )


def _are_known(rows: QuerySet[Any], ids: Sequence[int]) -> bool:
    return not ids or rows.filter(pk__in=set(ids)).count() == len(set(ids))


def _one_of(offered: Sequence[Any], wished: Sequence[Any], *, or_only: bool = False) -> Any:
    for thing in offered:
        if thing.pk in wished:
            return thing
    return offered[0] if or_only and not wished and len(offered) == 1 else None


def _palier(account: Account, offered: Sequence[Palier], wished: Sequence[int] | None) -> Palier | None:
    """The palier wished for; without any wish, the one worked on last."""
    last = _one_of(offered, [account.preferences.get(LAST_PALIER)]) if wished is None else None
    return last or _one_of(offered, wished or [], or_only=True)


def _wished_place(places: Sequence[Place], wishes: Mapping[str, Sequence[int]]) -> Place | None:
    wished = {False: wishes["classe"], True: wishes["groupe"]}
    for each in places:
        if each.place.pk in wished[each.is_group]:
            return each
    return places[0] if len(places) == 1 and not any(wished.values()) else None


def _some_of(offered: Sequence[Any], wished: Sequence[int]) -> Sequence[Any]:
    named = set(wished)
    return [thing for thing in offered if thing.pk in named] or offered
