"""Several classes chosen at once: those of a niveau, or all those that the reader may read."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Account, AccountQuerySet
from grids.queries.places import Place
from sacoche.kit.text import count
from schools.models import Niveau, SchoolClass

# Instead of the number of a niveau.
_ALL = 0


@dataclass(frozen=True)
class Gathered:
    """Classes that are read together. `code` names them in addresses: « n12 » for a niveau, « n0 » for all."""

    number: int
    label: str
    classes: Sequence[SchoolClass]

    kind = "Plusieurs classes"
    is_several = True

    def __str__(self) -> str:
        return self.label

    @property
    def code(self) -> str:
        return f"n{self.number}"

    @property
    def pupils(self) -> AccountQuerySet:
        """Their active pupils, in order of names."""
        pupils: AccountQuerySet = Account.objects.pupils().filter(school_class__in=self.classes)
        return pupils.active().in_name_order()


def gathered(places: Sequence[Place]) -> list[Gathered]:
    """What can be chosen at once among the places of a reader: nothing for who has one class."""
    classes = [each.place for each in places if isinstance(each.place, SchoolClass)]
    niveaux: dict[Niveau, list[SchoolClass]] = {}
    for each in classes:
        niveaux.setdefault(each.niveau, []).append(each)
    found = [_told(niveau.pk, str(niveau.label), held) for niveau, held in niveaux.items() if len(held) > 1]
    return [*found, _told(_ALL, "Toutes les classes", classes)] if len(niveaux) > 1 else found


def _told(number: int, label: str, classes: Sequence[SchoolClass]) -> Gathered:
    return Gathered(number, f"{label} ({count(len(classes), 'classe', 'classes')})", classes)
