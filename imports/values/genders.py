"""« M » or « F » for all that files call them."""

from imports.values.base import Read
from sacoche.kit.names import clean_line
from sacoche.kit.text import unaccent

_MALE = "1 m mr g h masculin monsieur garcon homme male"
_FEMALE = "2 f mme mlle fille femme feminin madame mademoiselle femelle"
# What files write of somebody whose sex they do not say.
_UNSAID = ("0", "i", "x", "-", "?", "indetermine", "inconnu", "non saisi", "non renseigne", "nc")
_GENDERS = dict.fromkeys(_MALE.split(), "M") | dict.fromkeys(_FEMALE.split(), "F") | dict.fromkeys(_UNSAID, "")


def parse_gender(value: str) -> str:
    """« M » or « F » for the codes and words that files use; empty when unknown."""
    return _GENDERS.get(_word(value), "")


def read_gender(value: str) -> Read[str]:
    """The same, said when the cell has something that means neither."""
    word = _word(value)
    if not word or word in _GENDERS:
        return Read(_GENDERS.get(word, ""))
    return Read("", f"« {clean_line(value)[:20]} » incompris (M ou F) : non repris")


def _word(value: str) -> str:
    return unaccent(clean_line(value)).removesuffix(".")
