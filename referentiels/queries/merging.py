"""« Fusionner… »: the items that one may be merged into, and what a merge would move and lose."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Account
from referentiels.item_parts import ItemPart, parts
from referentiels.models import Item, Referentiel
from referentiels.queries.pages import rows_of
from referentiels.queries.places import referentiels_open_to
from referentiels.rights import MANAGE
from referentiels.similar import Labels
from sacoche.kit.text import count, unaccent
from schools.losses import Loss

_SHOWN = 30
_NEAR = 0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that another may be merged into."""

    key: int
    reference: str
    name: str
    niveau: str
    place: str


def candidates(account: Account, referentiel: Referentiel, item: Item, words: str) -> list[Candidate]:
    """Items of the same matière that one may change: those with all these words, or the nearest by their names."""
    found = {each.key: each for each in _all(account, referentiel) if each.key != item.pk}
    if words:
        wanted = unaccent(words).split()
        texts = {key: unaccent(f"{each.reference} {each.name} {each.place}") for key, each in found.items()}
        return [each for key, each in found.items() if all(word in texts[key] for word in wanted)][:_SHOWN]
    labels = Labels((key, each.name) for key, each in found.items())
    return [found[match.key] for match in labels.near(item.name, most=8, least=_NEAR)]


def candidate(account: Account, referentiel: Referentiel, item: Item, key: int) -> tuple[Candidate, Referentiel] | None:
    """One of them with its référentiel, None when it may not be chosen."""
    for each in _open(account, referentiel):
        if Item.objects.filter(pk=key, theme__domaine__referentiel=each).exclude(pk=item.pk).exists():
            return next(row for row in _rows(each) if row.key == key), each
    return None


def _open(account: Account, referentiel: Referentiel) -> Sequence[Referentiel]:
    """The référentiel itself first, then the others of its matière."""
    others = referentiels_open_to(account, MANAGE).filter(matiere=referentiel.matiere_id).exclude(pk=referentiel.pk)
    return [referentiel, *others]


def _all(account: Account, referentiel: Referentiel) -> list[Candidate]:
    return [row for each in _open(account, referentiel) for row in _rows(each)]


def _rows(referentiel: Referentiel) -> list[Candidate]:
    return [
        Candidate(
            row.item.pk,
            row.reference,
            row.item.name,
            referentiel.niveau.label,
            f"{domaine.domaine.name} › {theme.theme.name}",
        )
        for domaine in rows_of(referentiel)
        for theme in domaine.themes
        for row in theme.items
    ]


def merge_in_words(absorbed: Item, kept: Item) -> list[Loss]:
    """What a merge would do, part after part: what goes over, what is lost and of whom; the item itself first."""
    said = [Loss(f"« {absorbed.name} » disparaîtra du référentiel, avec ses liens et ses ressources.", ())]
    for part in parts:
        if part.words:
            said += _part_in_words(part, absorbed, kept)
    return said


def _part_in_words(part: ItemPart, absorbed: Item, kept: Item) -> list[Loss]:
    moved = part.moving(absorbed.pk, kept.pk)
    said = []
    if going := part.in_words(moved):
        after = part.rows_of([kept.pk]).count() + moved.count()
        assert part.words is not None
        said.append(Loss(f"Passera à « {kept.name} » : {going} ; il en aura {count(after, *part.words)}.", ()))
    gone = part.doubles(absorbed.pk, kept.pk)
    if losing := part.in_words(gone):
        why = f" : « {kept.name} » en a déjà au même endroit, et garde les siens" if part.follows else ""
        said.append(Loss(f"Sera perdu : {losing}{why}.", tuple(part.named(gone))))
    return said
