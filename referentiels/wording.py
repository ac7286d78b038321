"""How a référentiel computes, in words."""

from referentiels.enums import MethodChoice


def method_in_words(method: str, limit: int) -> str:
    """« moyenne des 5 derniers résultats, pondérés 1, 2, 4, 8, 16 », « le meilleur des 3 derniers résultats »."""
    if limit == 1:
        return "dernier résultat"
    which = f"des {limit} derniers résultats" if limit else "de tous les résultats"
    return _SENTENCES[MethodChoice(method)].format(which=which, weights=_weights(method, limit))


def _weights(method: str, limit: int) -> str:
    ranks = range(limit or 4)
    return ", ".join(str(2**rank if method == MethodChoice.GEOMETRIC else rank + 1) for rank in ranks)


_SENTENCES = {
    MethodChoice.GEOMETRIC: "moyenne {which}, pondérés {weights}",
    MethodChoice.ARITHMETIC: "moyenne {which}, pondérés {weights}",
    MethodChoice.PLAIN: "moyenne {which}",
    MethodChoice.BEST_1: "le meilleur {which}",
    MethodChoice.BEST_2: "moyenne des deux meilleurs {which}",
    MethodChoice.BEST_3: "moyenne des trois meilleurs {which}",
    MethodChoice.FREQUENT_WORST: "le plus fréquent {which}, le plus bas à égalité",
    MethodChoice.FREQUENT_BEST: "le plus fréquent {which}, le plus haut à égalité",
}
