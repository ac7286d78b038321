"""The sentences that sum up a step, the same on the pages and in the commands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imports.enums import Audience
from imports.plan import Decision, GuardianshipChange, KnownPerson, UserChange, who
from sacoche.kit.text import count

# --- Extraction -------------------------------------------------------------------------------------------------------

# What each audience counts, then what every file may bring besides: key of the summary, one, several.
_PEOPLE = {
    Audience.PUPILS: [("pupils", "élève trouvé.", "élèves trouvés.")],
    Audience.STAFF: [
        ("teachers", "personnel enseignant trouvé.", "personnels enseignants trouvés."),
        ("directors", "personnel de direction trouvé.", "personnels de direction trouvés."),
    ],
    Audience.GUARDIANS: [
        ("guardians", "responsable légal trouvé.", "responsables légaux trouvés."),
        ("addresses", "adresse trouvée.", "adresses trouvées."),
        ("links", "lien de responsabilité trouvé.", "liens de responsabilité trouvés."),
    ],
    Audience.NOBODY: [],
}
_CLASSES = ("classes", "classe trouvée.", "classes trouvées.")
_MATIERES = ("matieres", "matière trouvée.", "matières trouvées.")
_GROUPS = ("groups", "groupe trouvé.", "groupes trouvés.")


def found_sentences(found: Mapping[str, Any], audience: str, steps: Sequence[str]) -> list[str]:
    """« 151 élèves trouvés. », « 9 classes trouvées. »: what the file brings."""
    told = list(_PEOPLE[Audience(audience)])
    if "matieres" in found:
        told.append(_MATIERES)
    if "classes" in steps:
        told.append(_CLASSES)
    if "groupes" in steps:
        told.append(_GROUPS)
    return [count(found.get(key, 0), one, several) for key, one, several in told]


# What becomes of a file of codes.
KEPT = "Ce fichier est vérifié et gardé pour les exports qui en ont besoin."
PUPILS_FIRST = (
    "Importez d'abord les élèves : l'établissement n'a aucun élève actif, et un responsable sans enfant connu n'a pas "
    "de compte."
)


def unlinked_sentences(told: Mapping[str, Any]) -> list[str]:
    """Why guardians of the file get no account, and which children of the others are not found; nothing else."""
    if told.get("has_no_pupil"):
        return [PUPILS_FIRST]
    without = [f"{one} n'aura pas de compte. {child} : {why}." for one, child, why in told.get("left_out", ())]
    return without + [f"{one} : un lien ignoré. {child} : {why}." for one, child, why in told.get("lost_links", ())]


# --- Classes and groups -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StructureWords:
    """How the screens call what they are about; the words agree in gender."""

    the_one: str
    one: str
    several: str
    added: tuple[str, str]
    removed: tuple[str, str]
    present: tuple[str, str]
    resulting: tuple[str, str]
    current: str
    new: str
    old: str
    renamed: str
    of_the_school: str
    none: str
    absent: str
    who_lose: str


CLASS_WORDS = StructureWords(
    the_one="la classe",
    one="classe",
    several="classes",
    added=("classe ajoutée", "classes ajoutées"),
    removed=("classe supprimée", "classes supprimées"),
    present=("classe présente", "classes présentes"),
    resulting=("classe résultante", "classes résultantes"),
    current="Classes gardées : elles sont dans le fichier",
    new="Classes à créer",
    old="Classes à supprimer",
    renamed="Classes dont la référence change",
    of_the_school="Classes de l'établissement",
    none="Aucune",
    absent=(
        "Ces classes ne sont pas dans le fichier : l'extraction est-elle complète ? Une classe supprimée laisse ses "
        "élèves sans classe et quitte ses professeurs (ceux qui y sont à la main, aucun fichier ne les rendra) ; les "
        "validations des élèves restent."
    ),
    who_lose="qui la perdent",
)
GROUP_WORDS = StructureWords(
    the_one="le groupe",
    one="groupe",
    several="groupes",
    added=("groupe ajouté", "groupes ajoutés"),
    removed=("groupe supprimé", "groupes supprimés"),
    present=("groupe présent", "groupes présents"),
    resulting=("groupe résultant", "groupes résultants"),
    current="Groupes gardés : ils sont dans le fichier",
    new="Groupes à créer",
    old="Groupes à supprimer",
    renamed="Groupes dont la référence change",
    of_the_school="Groupes de l'établissement",
    none="Aucun",
    absent=(
        "Ces groupes ne sont pas dans le fichier : ceux qui ont été ajoutés à la main ne sont pas cochés. Un groupe "
        "supprimé quitte ses élèves et ses professeurs ; les validations des élèves restent."
    ),
    who_lose="qui le perdent",
)


def structure_sentence(result: Mapping[str, int], words: StructureWords) -> str:
    """« 8 classes présentes + 9 classes ajoutées − 8 classes supprimées = 9 classes résultantes. »"""
    before = count(result["before"], *words.present)
    added = count(result["added"], *words.added)
    removed = count(result["removed"], *words.removed)
    after = count(result["after"], *words.resulting)
    return f"{before} + {added} − {removed} = {after}."


# --- People -----------------------------------------------------------------------------------------------------------


def users_sentence(result: Mapping[str, int]) -> str:
    """The accounts before, what was written, the accounts after."""
    modified = count(result["modified"], "utilisateur modifié", "utilisateurs modifiés")
    added = count(result["added"], "utilisateur ajouté", "utilisateurs ajoutés")
    removed = count(result["removed"], "utilisateur retiré", "utilisateurs retirés")
    before, after = (_accounts(result, moment) for moment in ("before", "after"))
    return f"Avant : {before}. Enregistré : {added}, {modified}, {removed}. Après : {after}."


def unsettled_sentences(result: Mapping[str, int]) -> list[str]:
    """What is said of the renamings that were neither accepted nor refused; nothing without any."""
    # A run of before does not say it.
    number = result.get("unsettled", 0)
    left = count(number, "ressemblance est restée sans réponse", "ressemblances sont restées sans réponse")
    advice = "personne n'a été renommé, ni ajouté, ni retiré. Le même fichier, envoyé de nouveau, repose la question."
    return [f"{left} : {advice}"] if number else []


def doubt_sentences(result: Mapping[str, int]) -> list[str]:
    """What is said of the lines « À vérifier » for which nobody chose; nothing without any."""
    # A run of before does not say it.
    number = result.get("doubts", 0)
    left = count(number, "ligne à vérifier est restée sans réponse", "lignes à vérifier sont restées sans réponse")
    advice = "aucun compte n'a bougé. Le même fichier, envoyé par la page des imports, repose la question."
    return [f"{left} : {advice}"] if number else []


Doubt = dict[str, Any]


def doubts_told(changes: Iterable[UserChange]) -> list[Doubt]:
    """Each doubt left, for a program and in words: its line in the file, who is there, and the accounts it may be."""
    return [_doubt_told(change) for change in changes if change.decision == Decision.CHECK]


def _doubt_told(change: UserChange) -> Doubt:
    person = change.person
    accounts = [reading.known for reading in change.readings if reading.known]
    return {
        "line": person.place,
        "person": person.full_name,
        "reason": doubt_reason(change),
        "accounts": list(dict.fromkeys(known.full_name for known in accounts)),
    }


def doubt_reason(change: UserChange) -> str:
    """Why somebody must choose, in one sentence without its full stop."""
    if change.holders:
        holders = " et ".join(dict.fromkeys(known.full_name for known in change.holders))
        return f"le fichier lui donne un numéro qui est celui de {holders}"
    person, accounts = change.person, [reading.known for reading in change.readings if reading.known]
    by_number = [known for known in accounts if who.shares_a_number(known, person)]
    by_name = [known for known in accounts if who.names(known) == who.names(person)]
    if by_number and by_name:
        holder, namesake = by_number[0], by_name[0]
        whose = namesake.full_name if namesake.full_name != holder.full_name else "plusieurs comptes"
        return f"son numéro est celui de {holder.full_name}, son nom celui de {whose}"
    if by_number:
        return f"son numéro est celui de {by_number[0].full_name}, mais {_unlike(by_number[0], person)}"
    if len(accounts) > 1:
        return "plusieurs comptes portent ce nom, rien ne dit lequel est le sien"
    return f"même nom que {accounts[0].full_name}, mais {_difference(accounts[0], person)}"


def reading_outcome(reading: UserChange, doubt: UserChange) -> str:
    """What becomes of the accounts when this reading is chosen, for somebody who meets the question once a year."""
    person, known = doubt.person, reading.known
    holders = " et ".join(dict.fromkeys(each.full_name for each in doubt.holders))
    if known is None:
        unchanged = f"le compte de {holders} ne change pas" if holders else "aucun autre compte ne change"
        return f"un compte de plus ; {unchanged}"
    if doubt.holders:
        is_taken = reading.key == doubt.readings[0].key
        return f"le compte de {holders} ne change pas" if is_taken else "le reste de la ligne est repris"
    if who.names(known) == who.names(person):
        return "son compte est gardé, avec son identifiant, son mot de passe et tout ce qu'il tient"
    return (
        f"ce compte, avec son identifiant, son mot de passe et tout ce qu'il tient, devient celui de {person.full_name}"
    )


def _unlike(known: KnownPerson, person: Any) -> str:
    """« le nom, le prénom et la date de naissance diffèrent »."""
    (theirs, called), (ours, named) = who.names(known), who.names(person)
    differ = [
        words
        for words, is_so in (
            ("le nom", theirs != ours),
            ("le prénom", called != named),
            ("la date de naissance", who.same_birth(known, person) is False),
        )
        if is_so
    ]
    *first, last = differ or ["le reste"]
    return f"{', '.join(first)} et {last} diffèrent" if first else f"{last} diffère"


def _difference(known: KnownPerson, person: Any) -> str:
    differ = []
    if who.same_birth(known, person) is False:
        differ.append("une autre date de naissance")
    if who.contradict(known, person):
        differ.append("un autre numéro")
    return " et ".join(differ) or "rien ne dit que c'est la même personne"


def link_doubts(changes: Iterable[GuardianshipChange], names: Mapping[int, str]) -> list[Doubt]:
    """The links left, that a number alone gives: who the file says is a guardian, and of whom; `names`: of pupils."""
    return [
        {
            "line": guardian.place,
            "person": guardian.full_name,
            "reason": f"un numéro seul lui donne pour enfant {names[change.pupil_id]}, qui a d'autres responsables",
            "accounts": [names[change.pupil_id]],
        }
        for change in changes
        for guardian in change.unsure
    ]


def doubt_lines(doubts: Iterable[Doubt]) -> list[str]:
    """« Ligne 4 : PAQUERET Zoé, à vérifier : … » for commands."""
    return [f"Ligne {doubt['line']} : {doubt['person']}, à vérifier : {doubt['reason']}." for doubt in doubts]


def _accounts(result: Mapping[str, int], moment: str) -> str:
    active = count(result[f"active_{moment}"], "compte ouvert", "comptes ouverts")
    inactive = count(result[f"inactive_{moment}"], "compte fermé", "comptes fermés")
    return f"{active}, {inactive}"


def without_password_sentence(waiting: int) -> str:
    """What remains to be done for the people who cannot sign in yet, for whoever made their accounts by a command."""
    number = count(waiting, "utilisateur n'a", "utilisateurs n'ont")
    return (
        f"{number} pas encore de mot de passe. Pour préparer leurs étiquettes, "
        "importez de nouveau ce fichier par la page « Importer des fichiers d'utilisateurs » et demandez les "
        "identifiants à l'étape « Utilisateurs » ; pour une seule personne, la page de gestion de son profil."
    )


# --- Links, addresses, guardians --------------------------------------------------------------------------------------

_ASSOCIATIONS = {
    "classes": "Classes des professeurs",
    "pp": "Professeurs principaux",
    "matieres": "Matières des professeurs",
    "groupes": "Groupes des professeurs",
    "eleves": "Groupes des élèves",
}


def link_sentences(result: Mapping[str, Mapping[str, int]]) -> list[str]:
    """« Classes des professeurs : 3 ajouts, 1 retrait. »."""
    return [_link_sentence(_ASSOCIATIONS[kind], counts) for kind, counts in result.items()]


def _link_sentence(words: str, counts: Mapping[str, int]) -> str:
    added, removed = counts["added"], counts["removed"]
    return f"{words} : {count(added, 'ajout', 'ajouts')}, {count(removed, 'retrait', 'retraits')}."


def address_sentences(result: Mapping[str, int]) -> list[str]:
    """The two lines of the step."""
    return [
        f"{count(result['added'], 'adresse ajoutée', 'adresses ajoutées')}.",
        f"{count(result['modified'], 'adresse corrigée', 'adresses corrigées')}.",
    ]


def guardianship_sentences(result: Mapping[str, int]) -> list[str]:
    """The line of the step."""
    told = [f"Responsables légaux mis à jour pour {count(result['modified'], 'élève', 'élèves')}."]
    # A run of before does not say it.
    if number := result.get("unsure", 0):
        told.append(
            f"{count(number, 'élève garde ses responsables', 'élèves gardent leurs responsables')} : le fichier les "
            "remplacerait tous, sur la foi d'un numéro seul."
        )
    return told


# --- An import that is over -------------------------------------------------------------------------------------------


def summary_sentences(summary: Mapping[str, Any]) -> list[str]:
    """What an import did, step after step; nothing when it wrote nothing."""
    told = []
    for name, words in (("classes", CLASS_WORDS), ("groups", GROUP_WORDS)):
        if name in summary:
            told.append(structure_sentence(summary[name], words))
    if "users" in summary:
        told.append(users_sentence(summary["users"]))
        told += unsettled_sentences(summary["users"]) + doubt_sentences(summary["users"])
    for name, sentences in _AFTER_USERS.items():
        if name in summary:
            told += sentences(summary[name])
    return told


_AFTER_USERS: dict[str, Callable[[Any], list[str]]] = {
    "links": link_sentences,
    "addresses": address_sentences,
    "guardianships": guardianship_sentences,
}
