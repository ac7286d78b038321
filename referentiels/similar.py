"""Labels that say nearly the same, found by the words they share: suggestions for people, never decisions."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sacoche.kit.text import unaccent

Key = TypeVar("Key")

_WORD = re.compile(r"[a-z0-9]{3,}")
# What any label of a référentiel says, whatever it is about.
_EMPTY = frozenset(
    _WORD.findall(
        "les des une aux par pour dans sur avec sans son ses leur leurs cet cette ces que qui dont plus moins entre "
        "sous savoir faire etre utiliser connaitre quelques simple simples tout tous toute toutes sait peut est sont"
    )
)
# Of a longer word, its beginning: « fractions » is « fraction », « comparer » is « comparaison ».
_STEM = 6


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    """`closeness` goes from 0, no word in common, to 1, the same words."""

    key: Key
    closeness: float


def stems(text: str) -> list[str]:
    """The words of a label that say something, by their beginnings."""
    return [word[:_STEM] for word in _WORD.findall(unaccent(text)) if word not in _EMPTY]


class Labels(Generic[Key]):
    """Labels to find the nearest ones in; a word that few of them have counts more."""

    def __init__(self, labels: Iterable[tuple[Key, str]]) -> None:
        words = {key: Counter(stems(text)) for key, text in labels}
        frequency = Counter(stem for each in words.values() for stem in each)
        self._rarity = {stem: math.log(1 + len(words) / number) for stem, number in frequency.items()}
        self._never = math.log(1 + len(words))
        self._weights = {key: self._weighed(each) for key, each in words.items()}
        self._with: dict[str, list[Key]] = defaultdict(list)
        for key, each in words.items():
            for stem in each:
                self._with[stem].append(key)

    def near(self, text: str, *, most: int, least: float) -> list[Match[Key]]:
        """The nearest labels, at most so many, none under this closeness; the nearest first, then in their order."""
        wanted = self._weighed(Counter(stems(text)))
        shared = dict.fromkeys(key for stem in wanted for key in self._with.get(stem, ()))
        found = [Match(key, _cosine(wanted, self._weights[key])) for key in shared]
        kept = [match for match in found if match.closeness >= least]
        return sorted(kept, key=lambda match: -match.closeness)[:most]

    def _weighed(self, words: Mapping[str, int]) -> dict[str, float]:
        return {stem: number * self._rarity.get(stem, self._never) for stem, number in words.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    product = sum(weight * other[stem] for stem, weight in one.items() if stem in other)
    sizes = math.hypot(*one.values()) * math.hypot(*other.values())
    return product / sizes if sizes else 0.0
