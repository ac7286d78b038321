"""What the référentiels of a school feed of a part of the socle, and what nothing feeds."""

from collections import defaultdict
from dataclasses import dataclass

from accounts.models import Account
from referentiels.models import ItemLink
from referentiels.queries.places import readable_by
from referentiels.queries.socle import Choice, Part


@dataclass(frozen=True, slots=True)
class Covered:
    """An entry, the référentiels that feed it, each with how many items."""

    choice: Choice
    feeding: tuple[tuple[str, int], ...]

    @property
    def items(self) -> int:
        return sum(number for _referentiel, number in self.feeding)


def coverage(account: Account, part: Part) -> list[Covered]:
    """Every entry of the part, in its order: three queries."""
    names = {each.pk: str(each) for each in readable_by(account)}
    links = ItemLink.objects.filter(entry__in=part.keys, item__theme__domaine__referentiel__in=names)
    feeding: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for entry, referentiel in links.values_list("entry", "item__theme__domaine__referentiel"):
        feeding[entry][referentiel] += 1
    return [
        Covered(choice, tuple((name, found[pk]) for pk, name in names.items() if pk in found))
        for choice in part.choices
        for found in [feeding[choice.key]]
    ]
