"""How the results of an item make a score: method, limit, look-back; what is allowed, and in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from evaluations.scoring.methods import LIMITS, Method
from evaluations.scoring.series import LookBack
from referentiels.wording import method_in_words


@dataclass(frozen=True, slots=True)
class Calculation:
    """`limit` is how many of the last results count, 0 for all."""

    method: Method = Method.GEOMETRIC
    limit: int = 5
    look_back: LookBack = LookBack.YES

    @classmethod
    def stored(cls, method: str, limit: int, look_back: str) -> "Calculation":
        """The calculation of codes as they are stored."""
        return cls(Method(method), limit, LookBack(look_back))

    @property
    def sentence(self) -> str:
        return method_in_words(self.method, self.limit)

    @property
    def as_text(self) -> str:
        """« geometrique 5 oui »: how a page says which calculation it showed."""
        return f"{self.method.value} {self.limit} {self.look_back.value}"


DEFAULT_CALCULATION = Calculation()

# How a list names a method, whatever the limit.
METHOD_NAMES: dict[Method, str] = {
    Method.GEOMETRIC: "Géométrique : moyenne pondérée 1, 2, 4, 8, 16",
    Method.ARITHMETIC: "Arithmétique : moyenne pondérée 1, 2, 3, 4…",
    Method.PLAIN: "Classique : moyenne",
    Method.BEST_1: "Le meilleur résultat",
    Method.BEST_2: "Moyenne des 2 meilleurs résultats",
    Method.BEST_3: "Moyenne des 3 meilleurs résultats",
    Method.FREQUENT_WORST: "Le plus fréquent, le plus bas à égalité",
    Method.FREQUENT_BEST: "Le plus fréquent, le plus haut à égalité",
}
LOOK_BACK_NAMES: dict[LookBack, str] = {
    LookBack.YES: "Oui : aussi les résultats d'avant la période",
    LookBack.NO: "Non : les seuls résultats de la période",
    LookBack.SCHOOL_YEAR: "Année scolaire : ceux d'avant la période, depuis la rentrée",
}
LIMIT_CHOICES = tuple(sorted({limit for allowed in LIMITS.values() for limit in allowed}))


def limit_name(limit: int) -> str:
    """« tous », « le dernier », « les 5 derniers »."""
    if limit == 0:
        return "tous"
    return "le dernier" if limit == 1 else f"les {limit} derniers"


def calculation_faults(method: str, limit: int) -> Iterator[str]:
    """Why a school may not choose this limit with this method; the sentence names those that it may."""
    allowed = LIMITS[Method(method)]
    if limit not in allowed:
        yield f"« {METHOD_NAMES[Method(method)]} » : {_allowed(allowed)}, pas {limit_name(limit)}."


def _allowed(limits: tuple[int, ...]) -> str:
    """« on peut compter tous les résultats ou les 1 à 10, 15, 20… derniers »."""
    numbers = [limit for limit in limits if limit]
    run = [limit for rank, limit in enumerate(numbers) if limit == numbers[0] + rank]
    rest = numbers[len(run) :]
    last = ", ".join([f"{run[0]} à {run[-1]}", *map(str, rest)])
    return f"choisissez {'tous les résultats ou ' if 0 in limits else ''}les {last} derniers"
