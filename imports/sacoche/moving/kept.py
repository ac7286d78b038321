"""What has no room here yet, kept as data, row by row; and what is left out by rule."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from accounts.enums import TEACHERS, Profile
from imports.sacoche.backup import Record
from imports.sacoche.moving.people import People
from imports.sacoche.moving.reading import Reading
from imports.sacoche.values import day_of, number_of

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
_HIGHEST_MARK, _HIGHEST_PERCENT = 20, 100


@dataclass(frozen=True)
class NewMessage:
    author: int
    text: str
    profiles: tuple[str, ...]
    starts_on: date
    ends_on: date


@dataclass
class Kept:
    messages: list[NewMessage] = field(default_factory=list)
    # How many rows of each table are kept as data.
    tables: dict[str, int] = field(default_factory=dict)


def plan_kept(reading: Reading, people: People) -> Kept:
    """Count what is kept as data, and what is left by rule: every table that nothing else read."""
    found = Kept()
    for table in reading.backup.tables:
        if table in KEPT:
            number = sum(1 for _ in KeptReader(reading, people).rows(table, is_first=True))
            reading.ledger.take(table, number)
            if number:
                found.tables[table] = number
        elif table not in _TABLES_WITH_A_PLAN:
            reading.ledger.leave(table, sum(1 for _ in reading.records(table)))
    _plan_messages(reading, people, found)
    return found


class KeptReader:
    """The rows of a table that are kept; on the first reading, why the others are put aside."""

    def __init__(self, reading: Reading, people: People) -> None:
        self._reading, self._people = reading, people

    def rows(self, table: str, *, is_first: bool = False) -> Iterator[dict[str, str]]:
        """Values by column, as the backup has them."""
        if table == ORIGINS:
            yield from self._origins()
            return
        for row in self._reading.records(table):
            why = self._fault_of_bulletin(row) if table == "bulletin" else ""
            if not why:
                yield dict(row)
            elif is_first:
                self._reading.ledger.put_aside(table, _key(row), why)

    def _origins(self) -> Iterator[dict[str, str]]:
        """Second languages and schools of origin."""
        for row in self._reading.records("user"):
            kept = {name: row.get(name, "") for name in _ORIGIN_COLUMNS}
            if kept["eleve_uai_origine"] or number_of(kept["eleve_lv2"]) not in (0, 100):
                yield kept

    def _fault_of_bulletin(self, row: Record) -> str:
        if not self._people.is_pupil(number_of(row["eleve_id"])):
            return "cet élève n'existe pas"
        if number_of(row["bulletin_note"]) > _HIGHEST_MARK:
            return f"{row['bulletin_note']} n'est pas une note sur 20"
        return "" if number_of(row["bulletin_pourcentage"]) <= _HIGHEST_PERCENT else "pourcentage au-dessus de 100"


def _key(row: Record) -> str:
    """The numbers that name a row: those of its first columns."""
    values = list(row.values())
    return "-".join(values[:4]) if "bulletin_note" in row else values[0]


# --- Messages ---------------------------------------------------------------------------------------------------------

_AUDIENCES = {
    "professeur": [profile.value for profile in Profile if profile in TEACHERS],
    "eleve": [Profile.ELV.value],
    "parent": [Profile.TUT.value],
    "directeur": [Profile.DIR.value],
    "administrateur": [Profile.ADM.value],
}


def _plan_messages(reading: Reading, people: People, found: Kept) -> None:
    """Those that are not over, for the profiles that they are for as a whole: ours know no class, no person."""
    for_all: dict[str, list[str]] = {}
    for row in reading.records("jointure_message_destinataire"):
        key = f"{row['message_id']}-{row['user_profil_type']}-{row['destinataire_type']}"
        if row["destinataire_type"] == "all" and row["user_profil_type"] in _AUDIENCES:
            for_all.setdefault(row["message_id"], []).extend(_AUDIENCES[row["user_profil_type"]])
            reading.ledger.take("jointure_message_destinataire")
        else:
            said = "un message s'adresse ici à des profils entiers, pas à une classe ni à une personne"
            reading.ledger.leave_and_tell("jointure_message_destinataire", key, said)
    for row in reading.records("message"):
        starts_on, ends_on = day_of(row["message_debut_date"]), day_of(row["message_fin_date"])
        text, profiles = reading.text(row["message_contenu"]), for_all.get(row["message_id"], [])
        if starts_on is None or ends_on is None or not text or starts_on > ends_on:
            reading.ledger.put_aside("message", row["message_id"], "sans texte, ou dates illisibles")
        elif ends_on < reading.today:
            reading.ledger.leave_and_tell("message", row["message_id"], "message terminé")
        elif not profiles:
            reading.ledger.leave_and_tell("message", row["message_id"], "il n'est pour aucun profil entier")
        else:
            author = number_of(row["user_id"])
            kept = NewMessage(author, text[:2000], tuple(dict.fromkeys(profiles)), starts_on, ends_on)
            found.messages.append(kept)
            reading.ledger.take("message")
