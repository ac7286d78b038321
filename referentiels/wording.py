"""How a référentiel computes and what it feeds, in words. Plain text alone: what is pure above may use it."""


def method_in_words(method: str, limit: int) -> str:
    """« moyenne des 5 derniers résultats, pondérés 1, 2, 4, 8, 16 », « le meilleur des 3 derniers résultats ».

    `method` is the code that files exchange, `limit` how many of the last results count, 0 for all.
    """
    if limit == 1:
        return "dernier résultat"
    which = f"des {limit} derniers résultats" if limit else "de tous les résultats"
    return _SENTENCES[method].format(which=which, weights=_weights(method, limit))


def entry_in_words(version: str, cycle: int, number: int, label: str) -> str:
    """« Socle 2016 · cycle 3 · 1.3 : Comprendre… », « Socle 2006 · 2311 : Les nombres… »."""
    where = f" · cycle {cycle}" if cycle else ""
    return f"Socle {version}{where} · {entry_mark(version, number)} : {label}"


def entry_mark(version: str, number: int) -> str:
    """What stands for an entry on a line: the components of 2016 are named « 1.3 », entries elsewhere by number."""
    return f"{number // 10}.{number % 10}" if version == "2016" else str(number)


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
