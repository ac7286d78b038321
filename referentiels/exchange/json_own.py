"""Our own format in JSON: the names of the XML, lists instead of elements.

{"format": 1, "matiere": "MATHS", "niveau": "CM1", "domaines": [{"code": "A", "nom": "Nombres", "themes": [
  {"nom": "Fractions", "items": [{"nom": "Comparer", "coefficient": 2, "demande": false, "commentaire": "…",
    "socle": [{"version": "2016", "cycle": 3, "entree": 13}]}]}]}]}
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from referentiels.exchange import own
from referentiels.exchange.faults import BadTree, Reading
from referentiels.exchange.walking import Knows

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHILDREN = {own.ROOT: ("domaines", "domaine"), "domaine": ("themes", "theme"), "theme": ("items", "item")}


def read_json(data: bytes, knows: Knows) -> tuple[Reading, tuple[str, ...]]:
    """The tree of a file, and its faults, each with its place: « domaine 2, thème 1, item 3 : … ».

    Raises BadTree for what is no JSON, and for another shape.
    """
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        line = f" (ligne {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise BadTree(f"Ce fichier JSON est mal formé{line}.") from error
    if not isinstance(said, dict):
        raise BadTree("Ce fichier JSON n'est pas un référentiel : un objet est attendu.")
    places: list[str] = [""]
    reading = own.read_own(_element(own.ROOT, said, "", places), knows)
    return reading, tuple(f"{places[fault.line] or 'le fichier'} : {fault.message}" for fault in reading.faults)


def _element(name: str, said: dict[str, Any], place: str, places: list[str]) -> "Element":
    """The XML element that says the same; its line is the rank of its place in `places`."""
    from lxml import etree

    inside, child_name = _CHILDREN.get(name, ("socle", "socle"))
    values = {key: _text(value, place) for key, value in said.items() if key not in (inside, "commentaire")}
    element = etree.Element(name, values)
    element.sourceline = len(places)  # type: ignore[assignment]
    places.append(place)
    if "commentaire" in said:
        etree.SubElement(element, "commentaire").text = _text(said["commentaire"], place)
    for rank, child in enumerate(_listed(said.get(inside), inside, place), start=1):
        element.append(_child(name, child_name, child, f"{place}, {_WORDS[child_name]} {rank}".strip(", "), places))
    return element


def _child(above: str, name: str, said: dict[str, Any], place: str, places: list[str]) -> "Element":
    from lxml import etree

    if above != "item":
        return _element(name, said, place, places)
    return etree.Element(name, {key: _text(value, place) for key, value in said.items()})


_WORDS = {"domaine": "domaine", "theme": "thème", "item": "item", "socle": "lien"}


def _listed(said: Any, name: str, place: str) -> Iterator[dict[str, Any]]:
    """The objects of a list. Raises BadTree for anything else."""
    if said is None:
        return
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise BadTree(f"{place or 'Le fichier'} : « {name} » doit être une liste d'objets.")
    yield from said


def _text(value: Any, place: str) -> str:
    """A value as XML writes it. Raises BadTree for a list, an object, a character that no text holds."""
    if isinstance(value, bool):
        return str(int(value))
    if not isinstance(value, str | int):
        raise BadTree(f"{place or 'Le fichier'} : une valeur n'est ni un texte, ni un nombre entier, ni vrai ou faux.")
    text = str(value)
    if any(ord(letter) < 32 and letter not in "\n\t\r" for letter in text):
        raise BadTree(f"{place or 'Le fichier'} : une valeur contient un caractère qui ne s'affiche pas.")
    return text
