"""What the rooms beside take, what none has a place for, kept as data row by row, what is left by rule; messages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.enums import TEACHERS, Profile
from accounts.models import Audience
from imports.sacoche.moving.people import People
from imports.sacoche.moving.reading import Reading
from imports.sacoche.moving.rooms import Rooms, plan_table, rows_kept
from imports.sacoche.moving.structure import Structure
from imports.sacoche.values import day_of, number_of, numbers_in

# What each table holds, in words.
KEPT = {
    "bulletin": "notes et appréciations de bulletins",
    "officiel_saisie": "moyennes et appréciations de bulletins",
    "officiel_assiduite": "absences et retards",
    "officiel_archive": "bilans officiels archivés",
    "officiel_archive_image": "images des bilans archivés",
    "livret_saisie": "positionnements et appréciations du livret",
    "livret_saisie_jointure_prof": "enseignants de ces positionnements",
    "livret_saisie_memo_detail": "détail de ces positionnements",
    "livret_jointure_groupe": "états des livrets, par classe et par période",
    "livret_jointure_referentiel": "liaisons des rubriques du livret",
    "livret_ap": "accompagnements personnalisés",
    "livret_epi": "enseignements pratiques interdisciplinaires",
    "livret_parcours": "parcours",
    "livret_jointure_ap_prof": "enseignants des accompagnements",
    "livret_jointure_epi_prof": "enseignants des EPI",
    "livret_jointure_parcours_prof": "enseignants des parcours",
    "livret_jointure_enscompl_eleve": "enseignements de complément",
    "livret_jointure_modaccomp_eleve": "modalités d'accompagnement",
    "livret_export": "envois du livret",
    "livret_seuil": "seuils du livret",
    "livret_colonne": "colonnes du livret",
    "structure_origine": "établissements d'origine",
    "image": "logo, photos et signatures",
    "image_note": "symboles de l'établissement",
    "jointure_user_module": "adresses des modules",
}
# The columns of people that have no room either.
ORIGINS = "user"
_ORIGIN_COLUMNS = ("user_id", "eleve_lv1", "eleve_lv2", "eleve_uai_origine")
_TABLES_WITH_A_PLAN = frozenset(
    (
        *("parametre", "parametre_note", "parametre_acquis", "user_profil", "user", "user_switch", "groupe", "periode"),
        *("niveau", "matiere", "jointure_user_groupe", "jointure_user_matiere", "jointure_groupe_periode"),
        *("jointure_parent_eleve", "parent_adresse", "referentiel", "referentiel_domaine", "referentiel_theme"),
        *("referentiel_item", "jointure_referentiel_socle", "selection_item", "jointure_selection_item"),
        *("jointure_selection_prof", "devoir", "jointure_devoir_item", "jointure_devoir_prof"),
        *("jointure_devoir_eleve", "saisie", "socle_palier", "jointure_user_entree", "jointure_user_pilier"),
        *("message", "jointure_message_destinataire", "demande"),
    )
)


@dataclass(frozen=True)
class NewTarget:
    """An audience of a class or of a group (`place` says which), or a person."""

    place: str
    number: int
    audience: str = ""


@dataclass(frozen=True)
class NewMessage:
    """`hidden`: who does not want it any more."""

    author: int
    text: str
    profiles: tuple[str, ...]
    targets: tuple[NewTarget, ...]
    hidden: tuple[int, ...]
    starts_on: date
    ends_on: date


@dataclass
class Kept:
    messages: list[NewMessage] = field(default_factory=list)
    # How many rows of each table are kept as data.
    tables: dict[str, int] = field(default_factory=dict)


def plan_kept(reading: Reading, people: People, structure: Structure, rooms: Rooms) -> Kept:
    """Give the rooms beside what they take, count what is kept as data, and what is left by rule."""
    found = Kept()
    for table in reading.backup.tables:
        if table in KEPT:
            plan_table(reading, rooms, table)
            if number := len(rooms.kept[table]):
                found.tables[table] = number
        elif table not in _TABLES_WITH_A_PLAN:
            reading.ledger.leave(table, sum(1 for _ in reading.records(table)))
    _plan_messages(reading, people, structure, found)
    return found


class KeptReader:
    """The rows of a table that stay as data."""

    def __init__(self, reading: Reading, rooms: Rooms) -> None:
        self._reading, self._rooms = reading, rooms

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """Values by column, as the backup has them."""
        if table == ORIGINS:
            yield from self._origins()
        else:
            yield from map(dict, rows_kept(self._reading, self._rooms, table))

    def _origins(self) -> Iterator[dict[str, str]]:
        """Second languages and schools of origin."""
        for row in self._reading.records("user"):
            kept = {name: row.get(name, "") for name in _ORIGIN_COLUMNS}
            if kept["eleve_uai_origine"] or number_of(kept["eleve_lv2"]) not in (0, 100):
                yield kept


# --- Messages ---------------------------------------------------------------------------------------------------------

_PROFILES = {
    "professeur": [profile.value for profile in Profile if profile in TEACHERS],
    "eleve": [Profile.ELV.value],
    "parent": [Profile.TUT.value],
    "directeur": [Profile.DIR.value],
    "administrateur": [Profile.ADM.value],
}
# In a class or a group; directors and administrators are in none.
_AUDIENCES = {"professeur": Audience.TEACHERS, "eleve": Audience.PUPILS, "parent": Audience.GUARDIANS}


def _plan_messages(reading: Reading, people: People, structure: Structure, found: Kept) -> None:
    """Those that are not over, for whole profiles, for a class, a group, a niveau or a person."""
    recipients: dict[str, _Recipients] = defaultdict(_Recipients)
    for row in reading.records("jointure_message_destinataire"):
        if why := _add_recipient(recipients[row["message_id"]], row, people, structure):
            key = "-".join(row[name] for name in ("message_id", "user_profil_type", "destinataire_type"))
            reading.ledger.put_aside("jointure_message_destinataire", f"{key}-{row['destinataire_id']}", why)
        else:
            reading.ledger.take("jointure_message_destinataire")
    for row in reading.records("message"):
        starts_on, ends_on = day_of(row.get("message_debut_date", "")), day_of(row.get("message_fin_date", ""))
        text, readers = reading.text(row.get("message_contenu", "")), recipients[row["message_id"]]
        if starts_on is None or ends_on is None or not text or starts_on > ends_on:
            reading.ledger.put_aside("message", row["message_id"], "sans texte, ou dates illisibles")
        elif ends_on < reading.today:
            reading.ledger.leave_and_tell("message", row["message_id"], "message terminé")
        elif not readers.profiles and not readers.targets:
            reading.ledger.put_aside("message", row["message_id"], "il n'est plus pour personne")
        else:
            profiles, targets = tuple(dict.fromkeys(readers.profiles)), tuple(dict.fromkeys(readers.targets))
            hidden = [int(each) for each in numbers_in(row.get("message_dests_cache", ""))]
            found.messages.append(
                NewMessage(
                    author=number_of(row["user_id"]),
                    text=text[:2000],
                    profiles=profiles,
                    targets=targets,
                    hidden=tuple(each for each in dict.fromkeys(hidden) if each in people.persons),
                    starts_on=starts_on,
                    ends_on=ends_on,
                )
            )
            reading.ledger.take("message")


@dataclass
class _Recipients:
    profiles: list[str] = field(default_factory=list)
    targets: list[NewTarget] = field(default_factory=list)


def _add_recipient(to: _Recipients, row: Mapping[str, str], people: People, structure: Structure) -> str:
    """Add whom a row names; why it names nobody, in French."""
    kind, profile, number = row["destinataire_type"], row["user_profil_type"], number_of(row["destinataire_id"])
    if kind == "user":
        if number not in people.persons:
            return "cette personne n'existe pas"
        to.targets.append(NewTarget("person", number))
        return ""
    if profile not in _PROFILES:
        return f"profil inconnu : « {profile} »"
    if kind == "all":
        to.profiles += _PROFILES[profile]
        return ""
    if profile not in _AUDIENCES:
        to.profiles += _PROFILES[profile]
        return ""
    places = _places(structure, kind, number)
    to.targets += [NewTarget(place, each, _AUDIENCES[profile]) for place, each in places]
    return "" if places else "cette classe, ce groupe ou ce niveau n'existe pas"


def _places(structure: Structure, kind: str, number: int) -> list[tuple[str, int]]:
    """The classes and groups that a recipient is: a niveau is all of its classes."""
    if kind == "niveau":
        reference = structure.niveaux.get(number)
        return [("class", each.origin) for each in structure.classes.values() if each.niveau == reference]
    if number in structure.classes:
        return [("class", number)]
    return [("group", number)] if number in structure.groups else []
