"""How a référentiel computes, in words. Plain text alone: what is pure above may use it."""


def method_in_words(method: str, limit: int) -> str:
    """« moyenne des 5 derniers résultats, pondérés 1, 2, 4, 8, 16 », « le meilleur des 3 derniers résultats ».

    `method` is the code that files exchange, `limit` how many of the last results count, 0 for all.
    """
    if limit == 1:
        return "dernier résultat"
    which = f"des {limit} derniers résultats" if limit else "de tous les résultats"
    return _SENTENCES[method].format(which=which, weights=_weights(method, limit))


def _weights(method: str, limit: int) -> str:
    weights = (2**rank if method == "geometrique" else rank + 1 for rank in range(limit or 4))
    return ", ".join(map(str, weights)) + ("" if limit else "…")


_SENTENCES = {
    "geometrique": "moyenne {which}, pondérés {weights}",
    "arithmetique": "moyenne {which}, pondérés {weights}",
    "classique": "moyenne {which}",
    "bestof1": "le meilleur {which}",
    "bestof2": "moyenne des deux meilleurs {which}",
    "bestof3": "moyenne des trois meilleurs {which}",
    "frequencemin": "le plus fréquent {which}, le plus bas à égalité",
    "frequencemax": "le plus fréquent {which}, le plus haut à égalité",
}
