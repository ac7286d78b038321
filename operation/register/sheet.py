"""What the sheet says: computed once, drawn as a page, a PDF and a text document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings

from accounts.enums import EVERYBODY, Profile
from accounts.models import Account
from operation.models import RegisterSettings
from sacoche.kit.access import authorised, rights
from sacoche.kit.clock import today
from sacoche.kit.parts.kept import kinds
from sacoche.kit.parts.person import person_parts
from sacoche.kit.text import capitalized, count
from schools.models import School

MISSING = "à compléter"
# The rights that open what pupils are known by, in the order in which a reader asks.
_READING = (
    "bilans.see",
    "bilans.see_socle",
    "socle.see_own_validations",
    "evaluations.see_own",
    "exports.extract",
    "accounts.read_journal",
    "operation.take_own_data",
)

_WORDS = (
    "matière, élève, prénom, numéro, référence, réponse, état, évaluation, après, propriétaire, réseau, créé, activé, "
    "dernière, préférences, année, équipe, demandé, envoyée, signé, décision, posée, confirmée"
)
_ACCENTS = {word.translate(str.maketrans("éèêà", "eeea")): word for word in _WORDS.split(", ")}


@dataclass(frozen=True)
class Section:
    """A heading, and what is said under it: a name and a text."""

    title: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Sheet:
    title: str
    school: str
    made_on: str
    sections: Sequence[Section]

    @property
    def missing(self) -> int:
        """How many values nobody has given yet."""
        return sum(value == MISSING for section in self.sections for _, value in section.rows)


def sheet_of(school: School) -> Sheet:
    """The sheet of an open school, as everything is set now."""
    given = RegisterSettings.objects.first() or RegisterSettings(school=school)
    sections = (
        Section("Qui", list(_who(school, given))),
        Section("Pourquoi", list(_why())),
        Section("Personnes concernées", list(_people())),
        Section("Données", list(_data())),
        Section("Destinataires", list(_recipients(school, given))),
        Section("Durées", list(_durations())),
        Section("Sécurité", list(_security(given))),
    )
    return Sheet("Fiche de traitement : suivi des acquis (SACoche)", str(school), f"{today():%d/%m/%Y}", sections)


def _who(school: School, given: RegisterSettings) -> Iterator[tuple[str, str]]:
    yield "Établissement", ", ".join(filter(None, (str(school), school.uai, school.address, school.postal_code)))
    yield "Responsable du traitement", _told(given.get_controller_display(), given.controller_name)
    yield "Délégué à la protection des données", _told(given.dpo_name, given.dpo_contact)
    yield "Hébergeur (sous-traitant)", given.host or MISSING
    contact = (school.contact_first_name, school.contact_last_name, school.contact_email)
    yield "Contact dans l'établissement", _told(*contact)


def _told(*values: str) -> str:
    return ", ".join(filter(None, values)) or MISSING


def _why() -> Iterator[tuple[str, str]]:
    yield (
        "Finalités",
        (
            "évaluer et suivre les acquis des élèves ; les communiquer aux élèves et à leurs responsables ; valider le "
            "socle commun et le transmettre à l'établissement suivant"
        ),
    )
    yield "Base légale", "mission d'intérêt public (RGPD, article 6-1-e) ; aucune décision automatisée"
    yield "Données sensibles", "aucune n'est demandée ; les textes libres ne doivent pas en contenir"


def _people() -> Iterator[tuple[str, str]]:
    for profile in Profile:
        number = Account.objects.filter(profile=profile).count()
        if number and profile in EVERYBODY:
            yield capitalized(profile.label), count(number, "compte", "comptes")


def _data() -> Iterator[tuple[str, str]]:
    for part in person_parts():
        if part.columns:
            yield capitalized(part.label), ", ".join(map(_in_french, part.columns))


def _in_french(key: str) -> str:
    """« matière », from « matiere »: the keys of the JSON have no accents."""
    return " ".join(_ACCENTS.get(word, word) for word in key.split("_"))


def _recipients(school: School, given: RegisterSettings) -> Iterator[tuple[str, str]]:
    asker = Account(school=school, profile=Profile.ADM)
    for code in _READING:
        right = rights.get(code)
        yield right.label, authorised(asker, code).removeprefix("Profils autorisés : ").rstrip(".")
    yield (
        "Hors de l'établissement",
        ("l'établissement suivant de l'élève, par un fichier que remet la direction ; l'hébergeur, pour entretenir"),
    )
    yield "Hors de l'Union européenne", given.transfers or MISSING


def _durations() -> Iterator[tuple[str, str]]:
    yield (
        "Comptes",
        (
            f"le temps de la présence, puis {count(settings.ACCOUNT_YEARS, 'an', 'ans')} "
            f"({count(settings.GUARDIAN_YEARS, 'an', 'ans')} pour un responsable), sur décision d'un administrateur"
        ),
    )
    yield "Résultats et validations", "jusqu'à la suppression du compte de l'élève"
    for kept in kinds:
        yield capitalized(kept.label), count(kept.days(), "jour", "jours")


def _security(given: RegisterSettings) -> Iterator[tuple[str, str]]:
    yield "Accès", "compte personnel ; droits par profil, vérifiés par le serveur à chaque adresse ; essais ralentis"
    yield "Mots de passe", "hachés par Argon2id ; personne ne peut les lire"
    yield "Transport", "HTTPS exigé" if settings.PUBLIC_URL.startswith("https") else "HTTP : à protéger par l'hébergeur"
    yield "Traçabilité", "journal des actions sensibles, histoire de chaque résultat et de chaque décision"
    yield "Cloisonnement", "chaque ligne est d'un établissement ; rien n'est lu ni écrit dans un autre"
    yield "Appels extérieurs", "aucun : ni police, ni script, ni statistique d'un tiers"
    yield "Mesures de l'établissement", given.measures or MISSING
