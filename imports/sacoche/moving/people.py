"""People of a backup, what they are to one another and to the classes."""

import datetime
from collections import Counter
from dataclasses import dataclass, field, replace

from accounts.enums import TEACHERS, Profile
from accounts.hashers import is_sacoche_digest as is_digest
from accounts.hashers import sacoche_digest as digest_of
from accounts.logins import MAX_LENGTH, free_login, make_login
from accounts.safety.owners import plain_login
from imports.sacoche.backup import Record
from imports.sacoche.eras import PROFILES
from imports.sacoche.moving.reading import Reading
from imports.sacoche.moving.structure import Structure
from imports.sacoche.values import ENDLESS, line_of, nearest_day, number_of, numbers_in

# Names were cut there.
_NAME = 25
# Equal values that so many accounts share are one password that everybody knows.
_SHARED = 5
_FRANCE = ("", "FRANCE")


@dataclass(frozen=True)
class NewPerson:
    origin: int
    profile: Profile
    login: str
    last_name: str
    first_name: str
    gender: str = "I"
    birth_date: datetime.date | None = None
    email: str = ""
    sconet_id: int | None = None
    elenoet: str = ""
    reference: str = ""
    id_ent: str = ""
    id_gepi: str = ""
    school_class: int = 0
    left_on: datetime.date | None = None
    sees_patterns: bool = False
    language: int = 0
    # The 32 digits of the backup: in memory alone, never shown.
    digest: str = field(default="", repr=False)
    must_renew: bool = False


@dataclass(frozen=True)
class NewAddress:
    account: int
    lines: tuple[str, str, str, str]
    postal_code: str
    town: str
    country: str


@dataclass
class People:
    persons: dict[int, NewPerson] = field(default_factory=dict)
    # Guardians of each pupil, the first one first.
    guardians: dict[int, list[int]] = field(default_factory=dict)
    addresses: dict[int, NewAddress] = field(default_factory=dict)
    # Teacher and class: whether he is professeur principal.
    assignments: dict[tuple[int, int], bool] = field(default_factory=dict)
    # Teacher and group: whether it is his own.
    group_teachings: dict[tuple[int, int], bool] = field(default_factory=dict)
    memberships: set[tuple[int, int]] = field(default_factory=set)
    # The pupils of each selection of one évaluation.
    chosen: dict[int, list[int]] = field(default_factory=dict)
    # Teacher and matière: whether he coordinates it.
    matieres: dict[tuple[int, int], bool] = field(default_factory=dict)
    linked: list[list[int]] = field(default_factory=list)
    without_password: list[int] = field(default_factory=list)
    # How many accounts have one of the passwords that many share.
    sharing: int = 0
    guessable: int = 0

    def is_pupil(self, number: int) -> bool:
        person = self.persons.get(number)
        return person is not None and person.profile == Profile.ELV

    def label_of(self, number: int) -> str:
        """« DURAND A. », as decisions and marks are signed; empty for nobody."""
        person = self.persons.get(number)
        if person is None:
            return ""
        initial = next((letter.upper() for letter in person.first_name if letter.isalpha()), "")
        return (f"{person.last_name} {initial}." if initial else person.last_name)[:25]


def plan_people(reading: Reading, structure: Structure) -> People:
    """Read the tables of people."""
    found = People()
    _plan_persons(reading, structure, found)
    _plan_guardians(reading, found)
    for row in reading.records("parent_adresse"):
        _plan_address(reading, found, row)
    for row in reading.records("jointure_user_groupe"):
        _plan_place_of(reading, structure, found, row)
    for row in reading.records("jointure_user_matiere"):
        _plan_matiere_of(reading, structure, found, row)
    for row in reading.records("user_switch"):
        _plan_linked(reading, found, row)
    return found


# --- Persons ----------------------------------------------------------------------------------------------------------


@dataclass
class _Seen:
    """What only one account may have."""

    logins: set[str]
    values: dict[str, set[str]] = field(default_factory=dict)

    def once(self, reading: Reading, number: int, label: str, value: str) -> str:
        """The value, or nothing when an account before has it."""
        known = self.values.setdefault(label, set())
        if value in known:
            reading.ledger.tell("user", number, f"même {label} qu'un autre compte, qui le garde")
            return ""
        known |= {value} - {""}
        return value


def _plan_persons(reading: Reading, structure: Structure, found: People) -> None:
    seen = _Seen(set(reading.ours.logins))
    rows = sorted(reading.records("user"), key=lambda row: number_of(row["user_id"]))
    shared = {value for value, times in Counter(row["user_password"] for row in rows).items() if times > _SHARED}
    found.sharing = sum(row["user_password"] in shared for row in rows)
    common = {digest_of(word): word for word in reading.ours.common_words}
    for row in rows:
        person = _person(reading, structure, row, seen)
        if person is None:
            continue
        is_guessable = person.digest in common or person.digest in _own_digests(person)
        found.guessable += is_guessable
        if not person.digest:
            found.without_password.append(person.origin)
        must_renew = is_guessable or (reading.answers.renew_shared and person.digest in shared)
        found.persons[person.origin] = _with(person, must_renew)
        reading.ledger.take("user")


def _with(person: NewPerson, must_renew: bool) -> NewPerson:
    return replace(person, must_renew=must_renew and bool(person.digest))


def _own_digests(person: NewPerson) -> set[str]:
    """Those of what somebody who knows the person tries first: his date of birth, his login, his names."""
    words = [person.login, person.last_name, person.first_name, person.last_name.lower(), person.first_name.lower()]
    if person.birth_date:
        words += [f"{person.birth_date:%d%m%Y}", f"{person.birth_date:%d/%m/%Y}", f"{person.birth_date:%d%m%y}"]
    return {digest_of(word) for word in words if word}


def _person(reading: Reading, structure: Structure, row: Record, seen: _Seen) -> NewPerson | None:
    number = number_of(row["user_id"])
    last_name, first_name = reading.line(row["user_nom"]), reading.line(row["user_prenom"])
    written = row.get("user_profil_sigle") or row.get("user_profil", "")
    profile = PROFILES.get(written)
    if not last_name:
        reading.ledger.put_aside("user", number, "compte sans nom", words=row["user_login"])
        return None
    if profile is None:
        reading.ledger.put_aside("user", number, f"profil inconnu : « {written} »", words=f"{last_name} {first_name}")
        return None
    if _NAME in (len(row["user_nom"]), len(row["user_prenom"])):
        reading.ledger.tell("user", number, "nom de 25 caractères : peut-être coupé", words=f"{last_name} {first_name}")
    sconet_id = seen.once(reading, number, "numéro Sconet", _unless_zero(row.get("user_sconet_id", "")))
    return NewPerson(
        origin=number,
        profile=profile,
        login=_login(reading, row, first_name, last_name, seen),
        last_name=last_name,
        first_name=first_name,
        gender=row.get("user_genre", "I") if row.get("user_genre") in ("M", "F") else "I",
        birth_date=_birth_date(reading, number, row),
        email=_email(reading, number, row),
        sconet_id=int(sconet_id) if sconet_id else None,
        elenoet=_unless_zero(row.get("user_sconet_elenoet", "")),
        reference=seen.once(reading, number, "numéro national (INE)", line_of(row.get("user_reference", ""))[:32]),
        id_ent=seen.once(reading, number, "identifiant ENT", line_of(row.get("user_id_ent", ""))[:63]),
        id_gepi=line_of(row.get("user_id_gepi", ""))[:63],
        school_class=_class_of(reading, structure, row) if profile == Profile.ELV else 0,
        left_on=_left_on(reading, number, row),
        sees_patterns=row.get("user_daltonisme") == "1",
        language=_language(reading, row),
        digest=row["user_password"] if is_digest(row["user_password"]) else "",
    )


def _class_of(reading: Reading, structure: Structure, row: Record) -> int:
    """The class of a pupil, 0 for none."""
    number = number_of(row.get("eleve_classe_id", ""))
    if number and number not in structure.classes:
        reading.ledger.tell("user", row["user_id"], f"sa classe ({number}) n'existe pas : sans classe")
        return 0
    return number


def _unless_zero(value: str) -> str:
    return value if number_of(value) > 0 else ""


def _login(reading: Reading, row: Record, first_name: str, last_name: str, seen: _Seen) -> str:
    """That of the backup as sign-in compares it; another one when it is taken, or when there is none."""
    number = number_of(row["user_id"])
    wanted = plain_login(row["user_login"])[:MAX_LENGTH]
    base = wanted or make_login(first_name=first_name, last_name=last_name)
    login = free_login(base, taken=seen.logins)
    if not wanted:
        reading.ledger.tell("user", number, f"sans identifiant : {login}", words=f"{last_name} {first_name}")
    elif login != wanted:
        said = f"identifiant « {wanted} » déjà pris : {login}"
        reading.ledger.tell("user", number, said, words=f"{last_name} {first_name}")
    seen.logins.add(login)
    return login


def _birth_date(reading: Reading, number: int, row: Record) -> datetime.date | None:
    day, is_mended = nearest_day(row.get("user_naissance_date", ""))
    return None if is_mended or day is None or day > reading.today else day


def _email(reading: Reading, number: int, row: Record) -> str:
    email = line_of(row.get("user_email", ""))
    is_one = email.count("@") == 1 and " " not in email and "." in email.rpartition("@")[2] and len(email) <= 100
    if email and not is_one:
        reading.ledger.tell("user", number, "adresse e-mail illisible : laissée")
    return email if is_one else ""


def _left_on(reading: Reading, number: int, row: Record) -> datetime.date | None:
    """The day of the departure, already outside; today when the person left and the day cannot be read."""
    if "user_statut" in row:
        if row["user_statut"] != "0":
            return None
        day, is_mended = nearest_day(row["user_statut_date"])
        if day is None or is_mended:
            reading.ledger.tell("user", number, "date de sortie illisible : sorti au jour de la reprise")
            return reading.today
        return min(day, reading.today)
    written = row.get("user_sortie_date", "")
    day, _is_mended = nearest_day(written)
    return None if written.startswith(ENDLESS) else day


def _language(reading: Reading, row: Record) -> int:
    """The number of the language of a pupil, when it is one of ours; 100 is « not chosen »."""
    number = number_of(row.get("eleve_langue") or row.get("eleve_lv1", ""))
    return number if number in reading.ours.languages else 0


# --- Links ------------------------------------------------------------------------------------------------------------


def _plan_guardians(reading: Reading, found: People) -> None:
    table, ranks = "jointure_parent_eleve", {}
    for row in reading.records(table):
        guardian, pupil = number_of(row["parent_id"]), number_of(row["eleve_id"])
        key, rank = f"{guardian}-{pupil}", number_of(row["resp_legal_num"])
        if not found.is_pupil(pupil):
            reading.ledger.put_aside(table, key, "cet élève n'existe pas")
        elif guardian not in found.persons or found.persons[guardian].profile != Profile.TUT:
            reading.ledger.put_aside(table, key, "ce responsable n'existe pas")
        elif (guardian, pupil) in ranks:
            reading.ledger.put_aside(table, key, "ce lien est deux fois dans la sauvegarde")
        else:
            if not rank:
                reading.ledger.tell(table, key, "rang 0 : après les autres responsables")
            # An unknown rank comes last.
            ranks[guardian, pupil] = rank or 99
            reading.ledger.take(table)
    for (guardian, pupil), _rank in sorted(ranks.items(), key=lambda link: (link[1], link[0])):
        found.guardians.setdefault(pupil, []).append(guardian)


def _plan_address(reading: Reading, found: People, row: Record) -> None:
    number = number_of(row["parent_id"])
    if number not in found.persons or number in found.addresses:
        reading.ledger.put_aside("parent_adresse", number, "ce responsable n'existe pas")
        return
    lines = tuple(reading.line(row[f"adresse_ligne{rank}"])[:100] for rank in range(1, 5))
    country = reading.line(row.get("adresse_pays_nom", ""))[:100]
    code = line_of(row["adresse_postal_code"])[:10]
    # 2012 kept a number: 0 is none, and 1230 is 01230 in France.
    if code.isdigit() and country.upper() in _FRANCE:
        code = code.zfill(5)
    if code.strip("0") == "":
        code = ""
    town = reading.line(row["adresse_postal_libelle"])[:100]
    found.addresses[number] = NewAddress(number, lines, code, town, country)  # type: ignore[arg-type]
    reading.ledger.take("parent_adresse")


def _plan_place_of(reading: Reading, structure: Structure, found: People, row: Record) -> None:
    table, person, place = "jointure_user_groupe", number_of(row["user_id"]), number_of(row["groupe_id"])
    key, is_pp = f"{person}-{place}", row["jointure_pp"] == "1"
    if person not in found.persons:
        reading.ledger.put_aside(table, key, "cette personne n'existe pas")
    elif place in structure.chosen:
        if found.is_pupil(person):
            found.chosen.setdefault(place, []).append(person)
        reading.ledger.take(table)
    elif place in structure.classes:
        # A pupil joined to a class: his account says which one is his.
        if not found.is_pupil(person):
            found.assignments[person, place] = is_pp
        reading.ledger.take(table)
    elif place in structure.groups:
        if found.is_pupil(person):
            found.memberships.add((person, place))
        else:
            found.group_teachings[person, place] = is_pp and structure.groups[place].is_besoin
        reading.ledger.take(table)
    else:
        reading.ledger.put_aside(table, key, "ce groupe n'existe pas")


def _plan_matiere_of(reading: Reading, structure: Structure, found: People, row: Record) -> None:
    table, person, matiere = "jointure_user_matiere", number_of(row["user_id"]), number_of(row["matiere_id"])
    key = f"{person}-{matiere}"
    if person not in found.persons or found.persons[person].profile not in TEACHERS:
        reading.ledger.put_aside(table, key, "cette personne n'existe pas, ou n'enseigne pas")
    elif matiere not in structure.matieres:
        reading.ledger.put_aside(table, key, "cette matière n'existe pas")
    else:
        found.matieres[person, matiere] = row["jointure_coord"] == "1"
        reading.ledger.take(table)


def _plan_linked(reading: Reading, found: People, row: Record) -> None:
    """Accounts of one person, who goes from one to the other: linked again only when it is asked."""
    numbers = [number for number in map(int, numbers_in(row["user_switch_liste"])) if number in found.persons]
    already = {number for group in found.linked for number in group}
    if not reading.answers.linked:
        reading.ledger.leave_and_tell(
            "user_switch", row["user_switch_id"], "comptes liés : à refaire par leur titulaire"
        )
    elif len(numbers) < 2 or already & set(numbers):
        reading.ledger.put_aside("user_switch", row["user_switch_id"], "moins de deux de ces comptes existent")
    else:
        found.linked.append(numbers)
        reading.ledger.take("user_switch")
