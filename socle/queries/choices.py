"""The choice of a grid: what is offered, what of it is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Account
from grids.queries.places import PupilChoices, some_of
from socle.advice import Harvest
from socle.grids import whole_palier
from socle.models import Domaine, Palier, Pilier, SchoolPalier
from socle.nomenclature import national_paliers, national_piliers

# The preference of an account that holds the palier it worked on last.
LAST_PALIER = "palier"
# What an address says for every compétence of a palier: the number of none.
EVERY_PILIER = 0
# That which holds whether percentages are shown, and what they are made of.
PERCENTAGES = "socle_percentages"


@dataclass(frozen=True)
class GridChoices(PupilChoices):
    """What a page offers before a grid, and what of it is chosen so far.

    A grid of items is that of one compétence and of some of its domaines; a grid of compétences has no domaines.
    """

    paliers: Sequence[Palier]
    palier: Palier | None
    piliers: Sequence[Pilier]
    chosen_piliers: Sequence[Pilier]
    domaines: Sequence[Domaine]
    chosen_domaines: Sequence[Domaine]
    by_domaine: bool
    # All the items of the palier, its compétences one under another.
    is_whole: bool = False

    @property
    def scope_id(self) -> int:
        """The compétence of a grid of items, or its whole palier; the palier of a grid of compétences."""
        if self.is_whole and self.palier:
            return whole_palier(self.palier.pk)
        scope: Any = self.chosen_piliers[0] if self.by_domaine else self.palier
        return int(scope.pk)

    @property
    def is_missing(self) -> bool:
        return not self.paliers

    @property
    def scope(self) -> str:
        return str(self.palier)

    @property
    def is_complete(self) -> bool:
        return bool(self.chosen_piliers and self.chosen_pupils)

    def pilier_beside(self, step: int) -> Pilier | None:
        """The compétence that is so many places after the (first) chosen one in the palier; before it when negative."""
        place = self.piliers.index(self.chosen_piliers[0]) + step
        return self.piliers[place] if 0 <= place < len(self.piliers) else None


def grid_choices(
    account: Account, wishes: Mapping[str, Sequence[int]], pupils: Mapping[str, Any], *, by_domaine: bool
) -> GridChoices:
    """What the account may choose, settled on its wishes (ids by field name) as far as they hold together.

    `pupils` are the fields of PupilChoices. A lone palier is chosen at once when nothing else was asked for, and so is
    the palier worked on last when the wishes leave the palier out; what may be chosen several at a time (domaines of
    the one compétence when `by_domaine`, else compétences) is all chosen until some are named.
    """
    chosen_by_school = set(SchoolPalier.objects.values_list("palier_id", flat=True))
    paliers = [palier for palier in national_paliers() if palier.pk in chosen_by_school]
    palier = _palier(account, paliers, wishes.get("palier"))
    piliers = national_piliers(palier.pk) if palier else []
    is_whole = by_domaine and palier is not None and EVERY_PILIER in wishes["competence"]
    pilier = _one_of(piliers, wishes["competence"]) if by_domaine and not is_whole else None
    domaines = list(pilier.domaines.all()) if pilier else []
    return GridChoices(
        paliers=paliers,
        palier=palier,
        piliers=piliers,
        chosen_piliers=piliers if is_whole else _chosen_piliers(piliers, pilier, wishes, by_domaine=by_domaine),
        domaines=domaines,
        chosen_domaines=some_of(domaines, wishes["domaine"]),
        by_domaine=by_domaine,
        is_whole=is_whole,
        **pupils,
    )


def _chosen_piliers(
    piliers: Sequence[Pilier], pilier: Pilier | None, wishes: Mapping[str, Sequence[int]], *, by_domaine: bool
) -> Sequence[Pilier]:
    if not by_domaine:
        return some_of(piliers, wishes["competence"])
    return [pilier] if pilier else []


def shows_percentages(account: Account) -> bool:
    """Whether the account left the percentages shown in the grids."""
    return bool(account.preferences.get(PERCENTAGES, {}).get("shown"))


def harvest_of(account: Account) -> Harvest:
    """What the account chose its percentages to be made of."""
    matieres = account.preferences.get(PERCENTAGES, {}).get("matieres")
    return Harvest(None if matieres is None else frozenset(matieres))


def _one_of(offered: Sequence[Any], wished: Sequence[Any], *, or_only: bool = False) -> Any:
    for thing in offered:
        if thing.pk in wished:
            return thing
    return offered[0] if or_only and not wished and len(offered) == 1 else None


def _palier(account: Account, offered: Sequence[Palier], wished: Sequence[int] | None) -> Palier | None:
    """The palier wished for; without any wish, the one worked on last."""
    last = _one_of(offered, [account.preferences.get(LAST_PALIER)]) if wished is None else None
    return last or _one_of(offered, wished or [], or_only=True)
