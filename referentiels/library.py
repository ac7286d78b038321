"""The référentiels that are offered to every school: those of the product."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from referentiels.exchange.own import read_own
from referentiels.exchange.walking import root_of
from referentiels.tree import Tree
from schools.models import Niveau
from schools.national_matieres import national_matieres

FOLDER = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class Offer:
    """One référentiel of the library; `code` is the name of its file."""

    code: str
    matiere: str
    niveau: str
    tree: Tree

    @property
    def matiere_label(self) -> str:
        return national_matieres()[self.matiere].label

    @property
    def item_count(self) -> int:
        return sum(1 for _item in self.tree.items)


@cache
def offers() -> Mapping[str, Offer]:
    """The offers by code, read once: 1 MB of memory, the files come with the product."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.xml"))}


def _read(path: Path) -> Offer:
    with path.open("rb") as stream:
        reading = read_own(root_of(stream), lambda link: True)
    return Offer(path.stem, reading.about["matiere"], reading.about["niveau"], reading.tree)


def offers_for(references: set[str], niveaux: list[Niveau]) -> list[Offer]:
    """The offers of these matières at these niveaux, by matière then in the order of the niveaux."""
    ranks = {niveau.reference: rank for rank, niveau in enumerate(niveaux)}
    found = [offer for offer in offers().values() if offer.matiere in references and offer.niveau in ranks]
    return sorted(found, key=lambda offer: (offer.matiere_label, ranks[offer.niveau]))
