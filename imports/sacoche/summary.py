"""What a backup holds, told before anything is taken from it."""

import datetime
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from imports.sacoche.backup import Backup
from imports.sacoche.declarations import Declaration
from imports.sacoche.faults import missing_column, version_unknown

# The last version whose backups were read, table by table.
LAST_KNOWN = datetime.date(2017, 9, 19)
_VERSION = re.compile(r"(\d{4})-(\d{2})-(\d{2})[a-z]?")
# What each version calls the same thing; at least one of the names must be there.
_NEEDED = {
    "user": ("user_id", "user_nom", "user_prenom", "user_login", "user_password", "user_profil|user_profil_sigle"),
    "groupe": ("groupe_id", "groupe_type", "groupe_nom", "niveau_id"),
    "referentiel": ("matiere_id", "niveau_id", "referentiel_calcul_methode", "referentiel_calcul_limite"),
    "referentiel_domaine": ("domaine_id", "matiere_id", "niveau_id", "domaine_nom"),
    "referentiel_theme": ("theme_id", "domaine_id", "theme_nom"),
    "referentiel_item": ("item_id", "theme_id", "item_nom", "item_coef"),
    "devoir": ("devoir_id", "prof_id|proprio_id", "groupe_id", "devoir_date", "devoir_info"),
    "jointure_devoir_item": ("devoir_id", "item_id"),
    "saisie": ("prof_id", "eleve_id", "devoir_id", "item_id", "saisie_date", "saisie_note"),
}
_PROFILES = {
    "eleve": "ELV",
    "parent": "TUT",
    "professeur": "ENS",
    "directeur": "DIR",
    "administrateur": "ADM",
}
# A table that lacks the last tenth of its numbers, and more than these, may have been cut.
_FAR_BELOW = 50


@dataclass(frozen=True)
class Summary:
    """The version of the product that made the backup, its school, how much of everything; `warnings` in French.

    `people` and `left` count accounts by profile (three letters); `marks` the codes as the backup writes them, and
    `orphan_marks` those whose évaluation is no longer there.
    """

    version: datetime.date
    school: str
    uai: str
    rows: dict[str, int]
    people: Counter[str]
    left: Counter[str]
    marks: Counter[str]
    orphan_marks: int
    unread: int
    warnings: list[str]


def describe(backup: Backup, *, today: datetime.date) -> Summary:
    """Read the whole backup once. Raises NotABackup when it is cut, or from a version that cannot be read."""
    _check_columns(backup)
    settings = {each["parametre_nom"]: each["parametre_valeur"] for each in backup.records("parametre")}
    version = _version(settings)
    people, left = _people(backup, today)
    known = {each["devoir_id"] for each in backup.records("devoir")}
    counted = {table: _count(backup, table, known) for table in backup.tables}
    return Summary(
        version=version,
        school=settings.get("etablissement_denomination") or settings.get("webmestre_denomination", ""),
        uai=settings.get("webmestre_uai") or settings.get("sesamath_uai", ""),
        rows={table: found.rows for table, found in counted.items()},
        people=people,
        left=left,
        marks=counted["saisie"].marks,
        orphan_marks=counted["saisie"].orphans,
        unread=len(set(backup.unread)),
        warnings=_warnings(backup, version, counted),
    )


@dataclass
class _Counted:
    """What one reading of a table tells: its rows, the highest number in its first column, its marks."""

    rows: int = 0
    last: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    orphans: int = 0


def _count(backup: Backup, table: str, evaluations: Collection[str]) -> _Counted:
    found = _Counted()
    declaration = backup.declarations[table]
    first = declaration.columns[0] if declaration.next_number > _FAR_BELOW else ""
    for row in backup.records(table):
        found.rows += 1
        if first and row[first].isdigit():
            found.last = max(found.last, int(row[first]))
        if table == "saisie":
            found.marks[row["saisie_note"]] += 1
            found.orphans += row["devoir_id"] not in evaluations
    return found


def _check_columns(backup: Backup) -> None:
    for table, needed in _NEEDED.items():
        columns = backup.declarations[table].columns
        for names in needed:
            if not any(name in columns for name in names.split("|")):
                raise missing_column(table, names.split("|")[-1])


def _version(settings: dict[str, str]) -> datetime.date:
    found = _VERSION.fullmatch(settings.get("version_base", ""))
    try:
        return datetime.date(*map(int, found.groups())) if found else _unknown()
    except ValueError:
        return _unknown()


def _unknown() -> datetime.date:
    raise version_unknown()


def _people(backup: Backup, today: datetime.date) -> tuple[Counter[str], Counter[str]]:
    people: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for user in backup.records("user"):
        profile = user.get("user_profil_sigle") or _PROFILES.get(user.get("user_profil", ""), "?")
        people[profile] += 1
        left[profile] += _has_left(user, today)
    return people, +left


def _has_left(user: dict[str, str], today: datetime.date) -> bool:
    """In 2012 a status of 0; later the day of departure, which is already outside."""
    if "user_statut" in user:
        return user["user_statut"] == "0"
    return "0000-00-00" < user.get("user_sortie_date", "") <= today.isoformat()


def _warnings(backup: Backup, version: datetime.date, counted: Mapping[str, _Counted]) -> list[str]:
    told = []
    if version > LAST_KNOWN:
        told.append(
            f"Cette sauvegarde vient d'une version du {version:%d/%m/%Y}, plus récente que celles qui ont été relues : "
            "vérifiez les chiffres ci-dessous."
        )
    for table, declaration in sorted(backup.declarations.items()):
        if declaration.engine.lower() == "innodb":
            told.append(f"La table « {table} » est d'une sorte (InnoDB) dont les dernières lignes peuvent manquer.")
        if last := _may_be_cut(declaration, counted[table].last):
            told.append(
                f"Table « {table} » : le dernier numéro est {last}, le suivant aurait été {declaration.next_number} ; "
                "un dernier fichier manque peut-être."
            )
    return told


def _may_be_cut(declaration: Declaration, last: int) -> int:
    """The highest number of a table when it is far below the next one; a deletion may be the reason. 0 otherwise."""
    missing = declaration.next_number - 1 - last
    return last if last and missing > max(_FAR_BELOW, declaration.next_number // 10) else 0
