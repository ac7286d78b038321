"""The référentiels that are offered to every school: those of the product, those of the operator of the server."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from referentiels.exchange.own import read_own
from referentiels.exchange.walking import root_of
from referentiels.models import HostedReferentiel
from referentiels.tree import Tree
from schools.models import Niveau
from schools.national_matieres import national_matieres

FOLDER = Path(__file__).parent / "library"
# Before the code of an offer of the operator: it is never that of one of the product.
_HOSTED = "h-"


@dataclass(frozen=True, slots=True)
class Offer:
    """One référentiel of a library; `matiere` and `niveau` are references of the national lists."""

    code: str
    matiere: str
    niveau: str
    item_count: int
    read: Callable[[], Tree]
    is_hosted: bool = False

    @property
    def tree(self) -> Tree:
        return self.read()

    @property
    def matiere_label(self) -> str:
        return national_matieres()[self.matiere].label

    @property
    def words(self) -> str:
        """« Bibliothèque : Français, CP », « Proposé par l'hébergeur : Français, CP »."""
        whose = "Proposé par l'hébergeur" if self.is_hosted else "Bibliothèque"
        return f"{whose} : {self.matiere_label}, {self.niveau}"


@cache
def offers() -> Mapping[str, Offer]:
    """The offers of the product by code, read once: 1 MB of memory, the files come with the product."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.xml"))}


def _read(path: Path) -> Offer:
    with path.open("rb") as stream:
        reading = read_own(root_of(stream), lambda link: True)
    tree, about = reading.tree, reading.about
    return Offer(path.stem, about["matiere"], about["niveau"], sum(1 for _item in tree.items), lambda: tree)


def hosted_offers() -> list[Offer]:
    """Those of the operator: one query, their trees are read when they are asked for."""
    return [_hosted(row) for row in HostedReferentiel.objects.defer("content")]


def _hosted(row: HostedReferentiel) -> Offer:
    return Offer(
        f"{_HOSTED}{row.code}", row.matiere, row.niveau, row.item_count, lambda: tree_in(row.content), is_hosted=True
    )


def tree_in(content: str) -> Tree:
    """The tree of a référentiel that was checked when it was loaded."""
    return read_own(root_of(BytesIO(content.encode())), lambda link: True).tree


def offer_of(code: str) -> Offer | None:
    """The offer of a code, of the product or of the operator, None when there is none."""
    if not code.startswith(_HOSTED):
        return offers().get(code)
    row = HostedReferentiel.objects.filter(code=code.removeprefix(_HOSTED)).first()
    return _hosted(row) if row else None


def offers_for(found: Iterable[Offer], references: set[str], niveaux: list[Niveau]) -> list[Offer]:
    """Of these offers, those of these matières at these niveaux, by matière then in the order of the niveaux."""
    ranks = {niveau.reference: rank for rank, niveau in enumerate(niveaux)}
    kept = [offer for offer in found if offer.matiere in references and offer.niveau in ranks]
    return sorted(kept, key=lambda offer: (offer.matiere_label, ranks[offer.niveau]))
