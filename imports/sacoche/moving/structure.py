"""Niveaux, matières, classes, groups and périodes of a backup."""

import datetime
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from imports.sacoche.backup import Record
from imports.sacoche.eras import niveau_reference
from imports.sacoche.moving.reading import Question, Reading
from imports.sacoche.values import day_of, number_of
from sacoche.kit.text import unaccent

# Those of the national list have a smaller number.
_FIRST_OWN_MATIERE = 10_000
_REFERENCE = 20
_NIVEAU_REFERENCE = 10
# Names were cut there.
_GROUP_NAME = 20
_MAY_BE_CUT = "nom de 20 caractères : peut-être coupé"


@dataclass(frozen=True)
class NewMatiere:
    origin: int
    reference: str
    label: str
    is_own: bool
    request_limit: int


@dataclass(frozen=True)
class NewPlace:
    """A class or a group; `owner` is that of a « groupe de besoin »."""

    origin: int
    niveau: str
    reference: str
    name: str
    is_besoin: bool = False


@dataclass(frozen=True)
class NewPeriod:
    origin: int
    order: int
    name: str


@dataclass(frozen=True)
class NewDates:
    """The dates of a période for a class or a group, by their numbers."""

    period: int
    place: int
    starts_on: datetime.date
    ends_on: datetime.date


@dataclass
class Structure:
    # Our reference of each niveau that is used, by its number; those that the school works with.
    niveaux: dict[int, str] = field(default_factory=dict)
    active_niveaux: set[str] = field(default_factory=set)
    # Names of those that our list has not, by reference: the school gets them as its own.
    own_niveaux: dict[str, str] = field(default_factory=dict)
    matieres: dict[int, NewMatiere] = field(default_factory=dict)
    # Those that the school no longer uses.
    inactive_matieres: set[int] = field(default_factory=set)
    classes: dict[int, NewPlace] = field(default_factory=dict)
    groups: dict[int, NewPlace] = field(default_factory=dict)
    # The pupils of one évaluation each, no group.
    chosen: set[int] = field(default_factory=set)
    periods: dict[int, NewPeriod] = field(default_factory=dict)
    dates: list[NewDates] = field(default_factory=list)


def plan_structure(reading: Reading) -> Structure:
    """Read the tables of the structure of the school."""
    found = Structure()
    used = _used(reading)
    _plan_niveaux(reading, found, used.niveaux)
    _plan_matieres(reading, found, used.matieres)
    _plan_places(reading, found)
    _plan_periods(reading, found)
    return found


@dataclass(frozen=True)
class _Used:
    niveaux: set[int]
    matieres: set[int]


def _used(reading: Reading) -> _Used:
    """The numbers of the niveaux and matières that something of the school is of."""
    niveaux, matieres = set(), set()
    for table in ("referentiel", "referentiel_domaine"):
        for row in reading.records(table):
            niveaux.add(number_of(row["niveau_id"]))
            matieres.add(number_of(row["matiere_id"]))
    niveaux |= {number_of(row["niveau_id"]) for row in reading.records("groupe")}
    for table, column in (
        ("jointure_user_matiere", "matiere_id"),
        ("bulletin", "matiere_id"),
        ("officiel_saisie", "rubrique_id"),
    ):
        matieres |= {number_of(row.get(column, "")) for row in reading.records(table)}
    return _Used(niveaux, matieres)


# --- Niveaux ----------------------------------------------------------------------------------------------------------


def _plan_niveaux(reading: Reading, found: Structure, used: set[int]) -> None:
    """Those that are active or used. One that our list has not becomes the school's own, unless another is chosen."""
    for row in reading.records("niveau"):
        number, is_active = number_of(row["niveau_id"]), row["niveau_actif"] == "1"
        if not is_active and number not in used:
            reading.ledger.leave("niveau")
            continue
        reference = _our_niveau(reading, row)
        if not reference and number not in used:
            reading.ledger.leave_and_tell("niveau", number, "rien n'est de ce niveau, que notre liste n'a pas")
            continue
        reference = reference or _own_niveau(reading, found, row)
        reading.ledger.take("niveau")
        found.niveaux[number] = reference
        if is_active:
            found.active_niveaux.add(reference)


def _own_niveau(reading: Reading, found: Structure, row: Record) -> str:
    """The reference of a niveau of the school's own, made for this one."""
    number, label = number_of(row["niveau_id"]), reading.line(row["niveau_nom"])[:100]
    wanted = (row["niveau_ref"] or f"N{number}")[:_NIVEAU_REFERENCE]
    taken = {*reading.ours.niveaux, *found.own_niveaux}
    reference = wanted if wanted not in taken else _free(wanted, taken, _NIVEAU_REFERENCE)
    found.own_niveaux[reference] = label or reference
    reading.questions.append(Question(f"niveau-{number}", f"Niveau « {label} », qui n'est pas dans notre liste"))
    reading.ledger.tell("niveau", number, f"niveau propre à l'établissement : {reference}", words=label)
    return reference


def _holds_classes(reading: Reading, found: Structure, reference: str) -> bool:
    """Whether a class may be of this niveau, not of a cycle."""
    return reference in found.own_niveaux or reading.ours.niveaux[reference].holds_classes


def _our_niveau(reading: Reading, row: Record) -> str:
    """By what was answered, by its reference, or by its name."""
    key = f"niveau-{number_of(row['niveau_id'])}"
    if answered := reading.niveau_answered(key):
        reading.questions.append(Question(key, f"Niveau « {row['niveau_nom']} »", answered))
        return answered
    reference = niveau_reference(row["niveau_ref"], reading.version)
    if reference in reading.ours.niveaux:
        return reference
    name = unaccent(row["niveau_nom"])
    return next((each.reference for each in reading.ours.niveaux.values() if unaccent(each.label) == name), "")


# --- Matières ---------------------------------------------------------------------------------------------------------


def _plan_matieres(reading: Reading, found: Structure, used: set[int]) -> None:
    references: set[str] = set()
    for row in reading.records("matiere"):
        number, is_active = number_of(row["matiere_id"]), row["matiere_active"] == "1"
        if not is_active and number not in used:
            reading.ledger.leave("matiere")
            continue
        matiere = _matiere(reading, row, references)
        references.add(matiere.reference)
        found.matieres[number] = matiere
        if not is_active:
            found.inactive_matieres.add(number)
        reading.ledger.take("matiere")


def _matiere(reading: Reading, row: Record, taken: set[str]) -> NewMatiere:
    """A matière of our list under the name of our list; any other one as the backup has it."""
    number, label = number_of(row["matiere_id"]), reading.line(row["matiere_nom"])
    reference = (row["matiere_ref"] or f"M{number}")[:10]
    limit = min(number_of(row.get("matiere_nb_demandes", "")), 9)
    ours = reading.ours.matieres.get(reference)
    is_national = number < _FIRST_OWN_MATIERE and ours is not None and _is_same(ours, label)
    if number < _FIRST_OWN_MATIERE and ours is not None and not is_national:
        reading.ledger.tell("matiere", number, f"sa référence {reference} est chez nous celle de « {ours} »")
    if (ours is not None and not is_national) or reference in taken:
        reference = _free(reference, taken | reading.ours.matieres.keys(), 10)
    return NewMatiere(number, reference, ours if ours and is_national else label, not is_national, limit)


# « 2 Pratique d'une langue » in 2012 was « P2 Pratique d'une langue » in 2017.
_NUMBER = re.compile(r"^p?\d[ab]? ")


def _is_same(ours: str, label: str) -> bool:
    """« Education musicale » is « Éducation musicale »; one may say more than the other."""
    one, other = (_NUMBER.sub("", unaccent(each).replace("-", " ")) for each in (ours, label))
    return one.startswith(other) or other.startswith(one)


def _free(base: str, taken: set[str], length: int) -> str:
    """`base`, ended by the smallest number from 2 that makes it free."""
    rank = 2
    while (reference := f"{base[: length - len(str(rank)) - 1]}_{rank}") in taken:
        rank += 1
    return reference


# --- Classes and groups -----------------------------------------------------------------------------------------------


def _plan_places(reading: Reading, found: Structure) -> None:
    references: dict[str, set[str]] = {"classe": set(), "groupe": set()}
    rows = list(reading.records("groupe"))
    usual = _usual_niveau(rows, found, reading)
    for row in rows:
        number, kind = number_of(row["groupe_id"]), row["groupe_type"]
        if kind == "eval":
            found.chosen.add(number)
            reading.ledger.take("groupe")
        elif kind in ("classe", "groupe", "besoin"):
            place = _place(reading, row, found, references.get(kind), usual)
            (found.classes if kind == "classe" else found.groups)[number] = place
            reading.ledger.take("groupe")
        else:
            reading.ledger.put_aside("groupe", number, f"sorte de groupe inconnue : « {kind} »")


def _usual_niveau(rows: list[Record], found: Structure, reading: Reading) -> str:
    """The niveau of most classes, for a group of none: our groups have one."""
    usable = [
        found.niveaux[number]
        for number in (number_of(row["niveau_id"]) for row in rows if row["groupe_type"] == "classe")
        if number in found.niveaux and _holds_classes(reading, found, found.niveaux[number])
    ]
    if usable:
        return Counter(usable).most_common(1)[0][0]
    holding = [each.reference for each in reading.ours.niveaux.values() if each.holds_classes]
    return next((each for each in holding if each in found.active_niveaux), holding[0])


def _place(reading: Reading, row: Record, found: Structure, taken: set[str] | None, usual: str) -> NewPlace:
    number, kind = number_of(row["groupe_id"]), row["groupe_type"]
    name = reading.line(row["groupe_nom"]) or f"Groupe {number}"
    if len(row["groupe_nom"]) == _GROUP_NAME:
        reading.ledger.tell("groupe", number, _MAY_BE_CUT, words=name)
    niveau = _niveau_of_place(reading, row, found, usual, name)
    reference = ""
    if taken is not None:
        wanted = (row["groupe_ref"] or ("" if kind == "groupe" else name))[:_REFERENCE]
        reference = wanted if wanted not in taken else _free(wanted, taken, _REFERENCE)
        if wanted and reference != wanted:
            reading.ledger.tell("groupe", number, f"référence {wanted} déjà prise : {reference}", words=name)
        taken |= {reference} - {""}
    return NewPlace(number, niveau, reference, name[:_GROUP_NAME], kind == "besoin")


def _niveau_of_place(reading: Reading, row: Record, found: Structure, usual: str, name: str) -> str:
    """That of the backup; a class of an unknown one is asked, and so is who would have it changed."""
    key = f"{'class' if row['groupe_type'] == 'classe' else 'group'}-{number_of(row['groupe_id'])}"
    if answered := reading.niveau_answered(key):
        # Still asked: the answer may change until the move is confirmed.
        reading.questions.append(Question(key, f"Niveau de la classe « {name} »", answered))
        return answered
    reference = found.niveaux.get(number_of(row["niveau_id"]), "")
    if reference and _holds_classes(reading, found, reference):
        return reference
    if row["groupe_type"] == "classe":
        reading.questions.append(Question(key, f"Niveau de la classe « {name} »", usual))
        reading.ledger.tell("groupe", row["groupe_id"], f"niveau à choisir ; {usual} sans réponse", words=name)
    return usual


# --- Périodes ---------------------------------------------------------------------------------------------------------


def _plan_periods(reading: Reading, found: Structure) -> None:
    names: set[str] = set()
    for row in reading.records("periode"):
        number = number_of(row["periode_id"])
        name = reading.line(row["periode_nom"])[:40] or f"Période {number}"
        if name in names:
            name = _free(name, names, 40)
            reading.ledger.tell("periode", number, f"deux périodes de ce nom : « {name} »")
        names.add(name)
        found.periods[number] = NewPeriod(number, number_of(row["periode_ordre"]), name)
        reading.ledger.take("periode")
    for row in reading.records("jointure_groupe_periode"):
        _plan_dates(reading, found, row)


def _plan_dates(reading: Reading, found: Structure, row: Record) -> None:
    place, period = number_of(row["groupe_id"]), number_of(row["periode_id"])
    key = f"{place}-{period}"
    starts_on, ends_on = day_of(row["jointure_date_debut"]), day_of(row["jointure_date_fin"])
    if period not in found.periods:
        reading.ledger.put_aside("jointure_groupe_periode", key, "cette période n'existe pas")
    elif place not in found.classes and place not in found.groups:
        reading.ledger.put_aside("jointure_groupe_periode", key, "cette classe ou ce groupe n'existe pas")
    elif starts_on is None or ends_on is None:
        reading.ledger.put_aside("jointure_groupe_periode", key, "une de ses dates n'est pas lisible")
    elif ends_on < starts_on:
        reading.ledger.put_aside("jointure_groupe_periode", key, "la fin est avant le début")
    else:
        found.dates.append(NewDates(period, place, starts_on, ends_on))
        reading.ledger.take("jointure_groupe_periode")


def place_of(structure: Structure, number: int) -> Mapping[int, NewPlace] | None:
    """The classes or the groups, whichever has this number."""
    return next((places for places in (structure.classes, structure.groups) if number in places), None)
