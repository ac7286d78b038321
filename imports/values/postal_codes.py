"""Postal codes: text, of five digits in France, where spreadsheets take the zero that nine départements begin with."""

import re

from imports.values.base import Read, is_scientific, whole_number
from sacoche.kit.names import clean_line, upper
from sacoche.kit.text import letters

_SHORT = re.compile(r"[1-9]\d{3}")
_FRANCE = frozenset({"france", "fr", "fra", "francemetropolitaine", "republiquefrancaise"})


def read_postal_code(value: str, country: str) -> Read[str]:
    """The code; in France, with the zero that it lost. Elsewhere four digits may be right (Bruxelles, Genève)."""
    text = upper(clean_line(value))
    if is_scientific(text):
        return Read("", f"« {text} » est un nombre arrondi par un tableur : non repris")
    code = whole_number(text)
    if not _SHORT.fullmatch(code):
        return Read(code)
    land = letters(country)
    if land in _FRANCE:
        return Read(f"0{code}", f"« {code} » sans son zéro (un tableur l'enlève) : repris « 0{code} »")
    doubt = f"« {code} » sans pays : repris tel quel ; si c'est en France, il lui manque son zéro (« 0{code} »)"
    return Read(code, "" if land else doubt)
