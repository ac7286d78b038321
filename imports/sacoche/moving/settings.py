"""What a school had set: its identity, its scale, who may do what. What is not one of ours is listed, and left."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.access.decided import IDLE_CHOICES
from accounts.enums import Profile
from accounts.logins import is_pattern
from evaluations.scale.codes import LEGEND_LENGTH, MAX_VALUE, SIGLE_LENGTH, Code, code_faults
from evaluations.scale.levels import DEFAULT_LEVELS, Level, level_faults
from evaluations.scale.symbols import DEFAULT_SET
from evaluations.scale.whole import DEFAULT_SCALE
from evaluations.scoring.methods import LIMITS, Method
from evaluations.scoring.states import TOP, Gap, threshold_faults
from imports.sacoche.backup import Record
from imports.sacoche.eras import RIGHTS, granted
from imports.sacoche.moving.looks import nearest_symbols, readable_colour
from imports.sacoche.moving.reading import Reading
from imports.sacoche.moving.trees import NewTree
from imports.sacoche.values import line_of, number_of
from referentiels.enums import LookBack, Synthesis
from schools.uai import is_valid_uai

# A key of the original's community, and the addresses of other programs: neither taken nor shown.
_SECRET = ("sesamath_", "gepi_", "cas_serveur_", "connexion_", "webmestre_")
_MODES = {"cas": "par le CAS d'un ENT", "shibboleth": "par Shibboleth", "gepi": "par Gepi"}
_CODES_OF_2012 = ("RR", "R", "V", "VV")
_STATES_OF_2012 = ("NA", "VA", "A")
_PATTERNS = {
    "modele_eleve": (Profile.ELV,),
    "modele_parent": (Profile.TUT,),
    "modele_directeur": (Profile.DIR,),
    "modele_professeur": (Profile.ENS, Profile.DOC, Profile.EDU),
}
_IDENTITY = {
    "webmestre_uai": "uai",
    "etablissement_denomination": "name",
    "etablissement_telephone": "phone",
    "etablissement_courriel": "email",
    "etablissement_url": "website",
}
_LENGTHS = {"name": 100, "phone": 20, "email": 100, "website": 200, "address": 200}


@dataclass(frozen=True)
class NewGrant:
    profiles: frozenset[str]
    restrictions: frozenset[str]


@dataclass
class Settings:
    # Columns of the school, those that are told alone.
    identity: dict[str, str] = field(default_factory=dict)
    switch_month: int = 8
    codes: tuple[Code, ...] = DEFAULT_SCALE.codes
    symbols: str = DEFAULT_SET
    levels: tuple[Level, ...] = DEFAULT_LEVELS
    method: str = DEFAULT_SCALE.calculation.method.value
    limit: int = DEFAULT_SCALE.calculation.limit
    look_back: str = DEFAULT_SCALE.calculation.look_back.value
    # Who has each right of ours.
    rights: dict[str, NewGrant] = field(default_factory=dict)
    login_patterns: dict[str, str] = field(default_factory=dict)
    idle_minutes: dict[str, int] = field(default_factory=dict)

    @property
    def default_tree(self) -> NewTree:
        """What a référentiel without its own row is made with."""
        return NewTree(self.method, self.limit, self.look_back, Synthesis.UNKNOWN.value)


def plan_settings(reading: Reading) -> Settings:
    """Read the settings of the two versions."""
    values = {row["parametre_nom"]: row["parametre_valeur"] for row in reading.records("parametre")}
    found = Settings()
    _plan_identity(reading, values, found)
    _plan_calculation(values, found)
    if "parametre_note" in reading.backup.tables:
        _plan_scale_of_rows(reading, found)
    else:
        _plan_scale_of_2012(reading, values, found)
    for name, value in values.items():
        if name in RIGHTS:
            found.rights[RIGHTS[name]] = NewGrant(*granted(value.split(",")))
    _plan_logins(reading, values, found)
    _tell_mode(reading, values)
    for row in reading.records("parametre"):
        _tell(reading, row)
    return found


def _tell_mode(reading: Reading, values: Mapping[str, str]) -> None:
    """How people entered is for the administrator to choose again: a move never switches a door on."""
    mode = values.get("connexion_mode", "")
    if mode in _MODES:
        told = f"on entrait {_MODES[mode]} : choisissez comment entrer ici dans « Mode d'identification »"
        reading.ledger.tell("parametre", "connexion_mode", told)


def _tell(reading: Reading, row: Record) -> None:
    """In which box a setting is."""
    name, value = row["parametre_nom"], row["parametre_valeur"]
    if name == "mois_bascule_annee_scolaire" and not 1 <= number_of(value) <= 12:
        reading.ledger.correct("parametre", name, f"« {line_of(value)[:20]} » n'est pas un mois : 8, août")
    elif _is_taken(name):
        reading.ledger.take("parametre")
    elif name.startswith(_SECRET):
        reading.ledger.leave("parametre")
    else:
        reading.ledger.leave_and_tell("parametre", name, "ce réglage n'a pas d'équivalent ici")


def _is_taken(name: str) -> bool:
    if name in RIGHTS or name in _IDENTITY or name in _PATTERNS:
        return True
    known = ("version_base", "mois_bascule_annee_scolaire", "duree_inactivite", "webmestre_denomination")
    return name in known or name.startswith(
        (
            "calcul_",
            "note_texte_",
            "note_legende_",
            "note_image_style",
            "acquis_texte_",
            "acquis_legende_",
            "css_background-color_",
            "etablissement_adresse",
        )
    )


def _plan_identity(reading: Reading, values: Mapping[str, str], found: Settings) -> None:
    for name, column in _IDENTITY.items():
        value = reading.line(values.get(name, ""))
        if value and len(value) <= _LENGTHS.get(column, 8):
            found.identity[column] = value
    if not found.identity.get("name") and values.get("webmestre_denomination"):
        found.identity["name"] = reading.line(values["webmestre_denomination"])[:100]
    if not is_valid_uai(found.identity.get("uai", "")):
        found.identity.pop("uai", None)
    lines = [reading.line(values.get(f"etablissement_adresse{rank}", "")) for rank in (1, 2, 3)]
    if address := ", ".join(line for line in lines if line)[:200]:
        found.identity["address"] = address
    month = number_of(values.get("mois_bascule_annee_scolaire", ""))
    found.switch_month = month if 1 <= month <= 12 else 8


def _plan_calculation(values: Mapping[str, str], found: Settings) -> None:
    method, limit = values.get("calcul_methode", ""), number_of(values.get("calcul_limite", ""))
    if method in set(Method) and limit in LIMITS[Method(method)]:
        found.method, found.limit = method, limit
    if values.get("calcul_retroactif") in LookBack.values:
        found.look_back = values["calcul_retroactif"]


# --- The scale --------------------------------------------------------------------------------------------------------


def _plan_scale_of_2012(reading: Reading, values: Mapping[str, str], found: Settings) -> None:
    found.codes = tuple(
        Code(
            rank,
            _sigle(values.get(f"note_texte_{code}", ""), code),
            _legend(reading, values.get(f"note_legende_{code}", ""), f"Code {code}"),
            min(max(number_of(values.get(f"calcul_valeur_{code}", "")), 0), MAX_VALUE),
            rank,
        )
        for rank, code in enumerate(_CODES_OF_2012, start=1)
    )
    low, high = (number_of(values.get(f"calcul_seuil_{code}", "")) for code in ("R", "V"))
    bounds = [(0, low - 1), (low, high), (high + 1, TOP)]
    found.levels = _levels(
        reading,
        [
            Level(
                first,
                last,
                usual.value,
                _sigle(values.get(f"acquis_texte_{state}", ""), state),
                _legend(reading, values.get(f"acquis_legende_{state}", ""), usual.legend),
                readable_colour(reading, state, values.get(f"css_background-color_{state}", "")),
            )
            for state, (first, last), usual in zip(_STATES_OF_2012, bounds, DEFAULT_LEVELS, strict=True)
        ],
    )
    found.symbols = nearest_symbols([values.get("note_image_style", "")])
    _tell_codes(reading, found)


def _plan_scale_of_rows(reading: Reading, found: Settings) -> None:
    rows = sorted(reading.records("parametre_note"), key=lambda row: number_of(row["note_ordre"]))
    found.codes = tuple(
        Code(
            number_of(row["note_id"]),
            _sigle(row["note_sigle"], f"C{row['note_id']}"),
            _legend(reading, row["note_legende"], f"Code {row['note_id']}"),
            min(max(number_of(row["note_valeur"]), 0), MAX_VALUE),
            number_of(row["note_clavier"]),
            row["note_actif"] == "1",
        )
        for row in rows
    )
    found.symbols = nearest_symbols([row["note_image"] for row in rows if row["note_actif"] == "1"])
    reading.ledger.take("parametre_note", len(rows))
    states = sorted(reading.records("parametre_acquis"), key=lambda row: number_of(row["acquis_ordre"]))
    found.levels = _levels(reading, [_level(reading, row) for row in states if row["acquis_actif"] == "1"])
    reading.ledger.take("parametre_acquis", len(states))
    _tell_codes(reading, found)


def _level(reading: Reading, row: Record) -> Level:
    return Level(
        number_of(row["acquis_seuil_min"]),
        number_of(row["acquis_seuil_max"]),
        number_of(row["acquis_valeur"]),
        _sigle(row["acquis_sigle"], f"E{row['acquis_id']}"),
        _legend(reading, row["acquis_legende"], f"État {row['acquis_id']}"),
        readable_colour(reading, row["acquis_sigle"], row["acquis_couleur"]),
    )


def _levels(reading: Reading, levels: list[Level]) -> tuple[Level, ...]:
    """Those of the backup, also when they are not in order; ours when a score would be in none of them."""
    if any(isinstance(fault, Gap) for fault in threshold_faults(levels)) or not levels:
        reading.ledger.tell("parametre", "seuils", "des scores ne seraient dans aucun état : états habituels")
        return DEFAULT_LEVELS
    for fault in level_faults(levels):
        reading.ledger.tell("parametre", "seuils", f"seuils à vérifier : {fault}")
    return tuple(levels)


def _tell_codes(reading: Reading, found: Settings) -> None:
    for fault in code_faults(found.codes):
        reading.ledger.tell("parametre", "codes", f"codes à vérifier : {fault}")


def _sigle(value: str, usual: str) -> str:
    return ("".join(value.split()) or usual)[:SIGLE_LENGTH]


def _legend(reading: Reading, value: str, usual: str) -> str:
    return (reading.line(value) or usual)[:LEGEND_LENGTH]


# --- Logins, idle sessions --------------------------------------------------------------------------------------------


def _plan_logins(reading: Reading, values: Mapping[str, str], found: Settings) -> None:
    for name, profiles in _PATTERNS.items():
        if is_pattern(values.get(name, "")):
            found.login_patterns |= {profile.value: values[name] for profile in profiles}
    if number_of(values.get("duree_inactivite", "")) in IDLE_CHOICES:
        minutes = number_of(values["duree_inactivite"])
        found.idle_minutes = {profile.value: minutes for profiles in _PATTERNS.values() for profile in profiles}
    for row in reading.records("user_profil"):
        sigle = row["user_profil_sigle"]
        if sigle not in Profile.values or sigle == Profile.WBM:
            reading.ledger.leave("user_profil")
            continue
        if is_pattern(row["user_profil_login_modele"]):
            found.login_patterns[sigle] = row["user_profil_login_modele"]
        if number_of(row["user_profil_duree_inactivite"]) in IDLE_CHOICES:
            found.idle_minutes[sigle] = number_of(row["user_profil_duree_inactivite"])
        reading.ledger.take("user_profil")
