"""How codes and states looked: colours that can be read are kept, symbols are the nearest of ours."""

from collections import Counter
from collections.abc import Sequence

from evaluations.scale.colours import ENOUGH, LIGHT_INK, contrast, is_colour
from evaluations.scale.symbols import DEFAULT_SET
from imports.sacoche.moving.reading import Reading

# What the name of an image says of it, and the set of ours that is nearest.
_NEAREST = (
    (("disque", "rond", "bulle", "smiley", "lomer", "point"), "points"),
    (("marche", "escalier"), "marches"),
    (("lettre", "texte", "sigle", "note"), "lettres"),
    (("barre", "trait", "signal"), "traits"),
)


def readable_colour(reading: Reading, sigle: str, colour: str) -> str:
    """The colour of a state on a light screen, « #rrggbb »; empty, and told, when its text could not be read."""
    wanted = colour.strip().lower()
    if not is_colour(wanted):
        return ""
    if contrast(wanted, LIGHT_INK) < ENOUGH:
        told = f"« {sigle} » : son texte ne se lirait pas sur {wanted}, nous gardons notre couleur"
        reading.ledger.tell("parametre", "couleurs", told)
        return ""
    return wanted


def nearest_symbols(names: Sequence[str]) -> str:
    """The set of ours that is nearest to most of these images; the usual one when no name says anything."""
    found = Counter(code for name in names for words, code in _NEAREST if any(word in name.lower() for word in words))
    return found.most_common(1)[0][0] if found else DEFAULT_SET
