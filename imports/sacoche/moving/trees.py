"""Référentiels of a backup, from the matière × niveau to the item, with their links to the socle; selections."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from imports.sacoche.backup import Record
from imports.sacoche.moving.people import People
from imports.sacoche.moving.reading import Reading
from imports.sacoche.moving.structure import Structure
from imports.sacoche.values import address_of, day_of, number_of
from referentiels.enums import LookBack, MethodChoice, Synthesis
from referentiels.tree import (
    ABBREVIATION_LENGTH,
    COMMENT_LENGTH,
    GROUP_NAME_LENGTH,
    ITEM_NAME_LENGTH,
    LINK_LENGTH,
    MAX_COEFFICIENT,
    NOTE_LENGTH,
    REFERENCE_LENGTH,
    SET_NAME_LENGTH,
    STORED_COEFFICIENT,
    SocleLink,
)

# A matière and a niveau, by their numbers.
Pair = tuple[int, int]
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_LIMIT = 50
# What pages of 2012 did with the thèmes that nobody had put in order.
_UNORDERED = 255
# One entry of the socle of 2006 changed its number in June 2015.
_RENUMBERED = {2451: 2453, 2453: 2451}


@dataclass(frozen=True)
class NewTree:
    method: str
    limit: int
    look_back: str
    synthesis: str
    note: str = ""
    shared_on: datetime.date | None = None


@dataclass(frozen=True)
class NewDomaine:
    origin: int
    tree: Pair
    order: int
    code: str
    reference: str
    name: str


@dataclass(frozen=True)
class NewTheme:
    origin: int
    domaine: int
    order: int
    reference: str
    name: str


@dataclass(frozen=True)
class NewItem:
    origin: int
    theme: int
    order: int
    reference: str
    name: str
    abbreviation: str
    coefficient: int
    is_requestable: bool
    link: str
    comment: str


@dataclass
class Trees:
    trees: dict[Pair, NewTree] = field(default_factory=dict)
    domaines: dict[int, NewDomaine] = field(default_factory=dict)
    themes: dict[int, NewTheme] = field(default_factory=dict)
    items: dict[int, NewItem] = field(default_factory=dict)
    links: dict[int, list[SocleLink]] = field(default_factory=lambda: defaultdict(list))
    # By owner: a name, its items, and colleagues with whether they may change it.
    sets: list["NewSet"] = field(default_factory=list)

    def matiere_of(self, item: int) -> int:
        """The number of the matière of an item."""
        return self.domaines[self.themes[self.items[item].theme].domaine].tree[0]


@dataclass
class NewSet:
    origin: int
    owner: int
    name: str
    items: list[int] = field(default_factory=list)
    shares: dict[int, bool] = field(default_factory=dict)


def plan_trees(reading: Reading, structure: Structure, people: People, default: NewTree) -> Trees:
    """Read the tables of référentiels; `default` is what a référentiel without its row is made with."""
    found = Trees()
    for row in reading.records("referentiel"):
        _plan_tree(reading, structure, found, row, default)
    for row in reading.records("referentiel_domaine"):
        _plan_domaine(reading, structure, found, row, default)
    for row in reading.records("referentiel_theme"):
        _plan_theme(reading, found, row)
    for row in reading.records("referentiel_item"):
        _plan_item(reading, found, row)
    _put_in_order(found)
    for row in reading.records("jointure_referentiel_socle"):
        _plan_link(reading, found, row)
    _plan_sets(reading, people, found)
    return found


def _missing(reading: Reading, structure: Structure, pair: Pair) -> str:
    """Why nothing can be of this matière and this niveau."""
    if pair[0] not in structure.matieres:
        return f"cette matière ({pair[0]}) n'existe pas"
    if pair[1] not in structure.niveaux:
        return f"ce niveau ({pair[1]}) n'existe pas, ou n'a pas été choisi"
    return ""


def _plan_tree(reading: Reading, structure: Structure, found: Trees, row: Record, default: NewTree) -> None:
    pair = number_of(row["matiere_id"]), number_of(row["niveau_id"])
    if why := _missing(reading, structure, pair):
        reading.ledger.put_aside("referentiel", f"{pair[0]}-{pair[1]}", why)
        return
    limit = number_of(row["referentiel_calcul_limite"])
    method = row["referentiel_calcul_methode"]
    if method not in MethodChoice.values or not 0 <= limit <= _MOST_LIMIT:
        said = f"calcul inconnu ({method}, {limit}) : celui de l'établissement"
        reading.ledger.correct("referentiel", f"{pair[0]}-{pair[1]}", said)
        method, limit = default.method, default.limit
    else:
        reading.ledger.take("referentiel")
    look_back = row.get("referentiel_calcul_retroactif", "")
    synthesis = row.get("referentiel_mode_synthese", "")
    found.trees[pair] = NewTree(
        method,
        limit,
        look_back if look_back in LookBack.values else default.look_back,
        synthesis if synthesis in Synthesis.values else Synthesis.UNKNOWN.value,
        reading.line(row.get("referentiel_information", ""))[:NOTE_LENGTH],
        day_of(row["referentiel_partage_date"]) if row["referentiel_partage_etat"] == "oui" else None,
    )


def _plan_domaine(reading: Reading, structure: Structure, found: Trees, row: Record, default: NewTree) -> None:
    number = number_of(row["domaine_id"])
    pair = number_of(row["matiere_id"]), number_of(row["niveau_id"])
    name = reading.line(row["domaine_nom"])[:GROUP_NAME_LENGTH]
    if why := _missing(reading, structure, pair):
        reading.ledger.put_aside("referentiel_domaine", number, why, words=name)
        return
    if pair not in found.trees:
        found.trees[pair] = default
        said = f"son référentiel n'y est pas : fait avec le calcul de l'établissement ({default.method})"
        reading.ledger.tell("referentiel_domaine", number, said, words=name)
    order = number_of(row["domaine_ordre"])
    # The letter was called a reference before 2016.
    code = row["domaine_code"] if "domaine_code" in row else row["domaine_ref"]
    reference = row["domaine_ref"] if "domaine_code" in row else ""
    usual = _LETTERS[(order - 1) % len(_LETTERS)]
    found.domaines[number] = NewDomaine(
        number, pair, order, (code.strip() or usual)[:1], reference[:REFERENCE_LENGTH], name or f"Domaine {code}"
    )
    reading.ledger.take("referentiel_domaine")


def _plan_theme(reading: Reading, found: Trees, row: Record) -> None:
    number, domaine = number_of(row["theme_id"]), number_of(row["domaine_id"])
    name = reading.line(row["theme_nom"])[:GROUP_NAME_LENGTH]
    if domaine not in found.domaines:
        reading.ledger.put_aside("referentiel_theme", number, f"son domaine ({domaine}) n'y est pas", words=name)
        return
    reference = row.get("theme_ref", "")[:REFERENCE_LENGTH]
    order = number_of(row["theme_ordre"])
    found.themes[number] = NewTheme(number, domaine, order, reference, name or f"Thème {order}")
    reading.ledger.take("referentiel_theme")


def _plan_item(reading: Reading, found: Trees, row: Record) -> None:
    number, theme = number_of(row["item_id"]), number_of(row["theme_id"])
    name = reading.line(row["item_nom"])[:ITEM_NAME_LENGTH] or f"Item {number}"
    if theme not in found.themes:
        reading.ledger.put_aside("referentiel_item", number, f"son thème ({theme}) n'y est pas", words=name)
        return
    coefficient = min(max(number_of(row["item_coef"]), 0), STORED_COEFFICIENT)
    if coefficient > MAX_COEFFICIENT:
        reading.ledger.tell("referentiel_item", number, f"coefficient {coefficient} gardé", words=name)
    link = address_of(row["item_lien"])
    if row["item_lien"] and not link:
        reading.ledger.tell("referentiel_item", number, "lien qui n'est pas une adresse du Web : ôté", words=name)
    found.items[number] = NewItem(
        origin=number,
        theme=theme,
        order=number_of(row["item_ordre"]),
        reference=row.get("item_ref", "")[:REFERENCE_LENGTH],
        name=name,
        abbreviation=reading.line(row.get("item_abrev", row.get("item_abbr", "")))[:ABBREVIATION_LENGTH],
        coefficient=coefficient,
        is_requestable=number_of(row["item_cart"]) > 0,
        link=link[:LINK_LENGTH],
        comment=reading.text(row.get("item_comm", ""))[:COMMENT_LENGTH],
    )
    _plan_entry(reading, found, number, number_of(row.get("entree_id", "")))
    reading.ledger.take("referentiel_item")


def _plan_entry(reading: Reading, found: Trees, item: int, entry: int) -> None:
    """The link to the socle of 2006, which is a column of the item."""
    known = next((each for each in (entry, _RENUMBERED.get(entry, 0)) if each in reading.ours.socle_items), 0)
    if known:
        found.links[item].append(SocleLink("2006", 0, known))
    elif entry:
        reading.ledger.tell("referentiel_item", item, f"item du socle inconnu ({entry}) : sans lien")


def _plan_link(reading: Reading, found: Trees, row: Record) -> None:
    table, item = "jointure_referentiel_socle", number_of(row["item_id"])
    cycle, composante = number_of(row["socle_cycle_id"]), number_of(row["socle_composante_id"])
    key = f"{item}-{cycle}-{composante}"
    if item not in found.items:
        reading.ledger.put_aside(table, key, "cet item n'y est pas")
    elif (cycle, composante) not in reading.ours.composantes:
        reading.ledger.put_aside(table, key, "cette composante du socle n'existe pas")
    elif (link := SocleLink("2016", cycle, composante)) in found.links[item]:
        reading.ledger.put_aside(table, key, "ce lien est deux fois dans la sauvegarde")
    else:
        found.links[item].append(link)
        reading.ledger.take(table)


def _put_in_order(found: Trees) -> None:
    """Places keep the rank that their reference shows; those of one place that share ranks are put in order anew."""
    found.domaines = _ranked(found.domaines, "tree", 1)
    found.themes = _ranked(found.themes, "domaine", 1)
    found.items = _ranked(found.items, "theme", 0)


_Place = TypeVar("_Place", NewDomaine, NewTheme, NewItem)


def _ranked(nodes: Mapping[int, _Place], above: str, first: int) -> dict[int, _Place]:
    by_place: dict[object, list[_Place]] = defaultdict(list)
    for node in nodes.values():
        by_place[getattr(node, above)].append(node)
    ranked: dict[int, _Place] = {}
    for siblings in by_place.values():
        orders = [node.order for node in siblings]
        if len(set(orders)) < len(orders) or _UNORDERED in orders:
            in_order = sorted(siblings, key=lambda node: (node.order, node.name, node.origin))
            siblings = [replace(node, order=rank) for rank, node in enumerate(in_order, first)]
        ranked |= {node.origin: node for node in siblings}
    return {number: ranked[number] for number in nodes}


# --- Selections -------------------------------------------------------------------------------------------------------


def _plan_sets(reading: Reading, people: People, found: Trees) -> None:
    sets: dict[int, NewSet] = {}
    names: set[tuple[int, str]] = set()
    for row in reading.records("selection_item"):
        number, owner = number_of(row["selection_item_id"]), number_of(row["proprio_id"])
        name = reading.line(row["selection_item_nom"])[:SET_NAME_LENGTH] or f"Sélection {number}"
        if owner not in people.persons or (owner, name) in names:
            reading.ledger.put_aside("selection_item", number, "son propriétaire n'existe pas, ou a déjà ce nom")
            continue
        names.add((owner, name))
        sets[number] = NewSet(number, owner, name)
        reading.ledger.take("selection_item")
    for row in reading.records("jointure_selection_item"):
        number, item = number_of(row["selection_item_id"]), number_of(row["item_id"])
        if number in sets and item in found.items and item not in sets[number].items:
            sets[number].items.append(item)
            reading.ledger.take("jointure_selection_item")
        else:
            reading.ledger.put_aside("jointure_selection_item", f"{number}-{item}", "sélection ou item absents")
    for row in reading.records("jointure_selection_prof"):
        number, person = number_of(row["selection_item_id"]), number_of(row["prof_id"])
        if number in sets and person in people.persons and person != sets[number].owner:
            sets[number].shares[person] = row["jointure_droit"] == "modifier"
            reading.ledger.take("jointure_selection_prof")
        else:
            reading.ledger.put_aside("jointure_selection_prof", f"{number}-{person}", "sélection ou personne absentes")
    found.sets = list(sets.values())
