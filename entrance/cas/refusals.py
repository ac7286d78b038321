"""Why somebody who comes from an ENT is not let in: what he reads, what he can do, what an administrator puts right."""

from dataclasses import dataclass

from accounts.enums import Profile
from accounts.safety.throttle import Locked
from entrance.cas.faults import CasFault, TicketRefused
from entrance.cas.tickets import Closed, Left, Malformed, Unknown

_TRY_AGAIN = "Réessayez dans quelques minutes. En attendant, vos codes SACoche, si vous en avez, fonctionnent toujours."
_COMES_BACK = "Cette page recommence d'elle-même dans quelques secondes : ne la fermez pas."
_SOMEBODY_ELSE = "Si quelqu'un d'autre est resté connecté à l'ENT sur cet ordinateur, quittez l'ENT, puis revenez."


@dataclass(frozen=True)
class Refusal:
    """`what` goes to the journal of the school, the rest on the page. `retry`: trying again may be enough.
    `is_of_person`: coming back as somebody else may be, on a computer that several people share. `is_busy`: the page
    tries again by itself.
    """

    title: str
    sentence: str
    for_you: str
    for_administrator: str
    what: str
    status: int = 403
    retry: bool = True
    is_of_person: bool = False
    is_busy: bool = False


def refusal_of(error: Exception) -> Refusal:
    """What to say of an error of tickets.validate or tickets.account_of."""
    match error:
        case Unknown():
            return _unknown(error)
        case Left():
            return _left(error)
        case Closed():
            return _closed(error)
        case Locked():
            return _TOO_MANY
        case Malformed():
            return _BAD_TICKET
        case TicketRefused():
            return _refused(error)
        case CasFault():
            return _fault(error)
    raise error


def _unknown(error: Unknown) -> Refusal:
    hint = ""
    if error.other_uai:
        hint = (
            f" L'ENT vous rattache à l'établissement {', '.join(error.other_uai)}, qui n'est pas celui-ci : "
            "vérifiez d'abord le lien suivi."
        )
    near = f" Un compte a « {error.near} » : seules les majuscules diffèrent." if error.near else ""
    return Refusal(
        title="Compte introuvable",
        sentence=f"L'ENT vous a bien reconnu, mais son identifiant « {error.identifier} » n'est connu d'aucun compte "
        f"de cet établissement.{hint}",
        for_you="Contactez un administrateur de SACoche dans votre établissement, avec la référence ci-dessous. "
        f"{_SOMEBODY_ELSE}",
        for_administrator=f"Écrivez « {error.identifier} » dans le champ « Id ENT » du compte de cette personne "
        f"(« Gestion courante »), ou importez le fichier de l'ENT par « Importer / Imposer des identifiants ».{near}",
        what=f"Id ENT « {error.identifier} » inconnu{near and f' (un compte a « {error.near} »)'}",
        retry=False,
        is_of_person=True,
    )


def _left(error: Left) -> Refusal:
    login = error.account.login
    box = "Élèves sortis" if error.account.profile == Profile.ELV else "Comptes fermés"
    return Refusal(
        title="Compte désactivé",
        sentence=f"L'ENT vous a bien reconnu, mais votre compte SACoche (« {login} ») est désactivé.",
        for_you="Toujours dans l'établissement ? Contactez un administrateur, avec la référence ci-dessous. "
        f"{_SOMEBODY_ELSE}",
        for_administrator=f"Réintégrez le compte « {login} » depuis sa page de gestion (case « {box} »).",
        what=f"compte « {login} » désactivé",
        retry=False,
        is_of_person=True,
    )


def _closed(error: Closed) -> Refusal:
    return Refusal(
        title="Accès fermé",
        sentence=error.sentence,
        for_you="Rien à faire : revenez quand l'accès sera rouvert.",
        for_administrator="L'accès se rouvre dans « Blocage des connexions », ou par le webmestre s'il l'a fermé.",
        what="accès fermé",
    )


def _refused(error: TicketRefused) -> Refusal:
    return Refusal(
        title="Connexion refusée par l'ENT",
        sentence="L'ENT n'a pas confirmé votre passage : le lien a déjà servi, ou il a trop attendu.",
        for_you="Recommencez depuis l'ENT, ou par le bouton ci-dessous.",
        for_administrator="Si cela arrive à tout le monde, l'ENT ne reconnaît pas l'adresse de SACoche "
        "(INVALID_SERVICE, UNAUTHORIZED_SERVICE) : demandez à son support de l'autoriser.",
        what=f"ticket refusé par l'ENT ({error.code})",
    )


def _fault(error: CasFault) -> Refusal:
    is_busy = error.code == "occupe"
    return Refusal(
        title="Un instant…" if is_busy else "La connexion par l'ENT ne fonctionne pas",
        sentence=error.explanation.what,
        for_you=_COMES_BACK if is_busy else _TRY_AGAIN,
        for_administrator=error.explanation.to_do,
        what=str(error),
        status=503 if is_busy else 502,
        is_busy=is_busy,
    )


NOT_READY = Refusal(
    title="La connexion par l'ENT n'est pas prête",
    sentence="Cet établissement a choisi un ENT dont le connecteur n'est pas, ou plus, ouvert sur ce serveur.",
    for_you="Identifiez-vous avec vos codes SACoche, et prévenez un administrateur.",
    for_administrator="La page « Mode d'identification / Connecteur ENT » dit si le connecteur est à essayer ou s'il "
    "est suspendu : essayez-le, choisissez-en un autre, ou demandez au webmestre de le confirmer (« manage.py "
    "connectors confirm »).",
    what="connecteur à essayer ou suspendu",
    retry=False,
)
MANUAL_CLOSED = Refusal(
    title="La connexion par l'ENT n'est pas prête",
    sentence="Le serveur de l'ENT a été saisi à la main, ce que ce serveur SACoche ne permet pas, ou plus.",
    for_you="Identifiez-vous avec vos codes SACoche, et prévenez un administrateur.",
    for_administrator="Choisissez un connecteur de la liste dans « Mode d'identification / Connecteur ENT ». Si votre "
    "ENT n'y est pas, demandez au webmestre de l'ajouter (« manage.py connectors load ») ou de rouvrir la "
    "configuration manuelle (CAS_MANUAL).",
    what="configuration manuelle fermée",
    retry=False,
)
GOES_ROUND = Refusal(
    title="Recommencez",
    sentence="L'ENT vous a renvoyé ici deux fois de suite sans dire qui vous êtes.",
    for_you="Recommencez par le bouton ci-dessous. Si cette page revient, quittez l'ENT, rouvrez-le, puis revenez ; ou "
    "prévenez un administrateur, avec la référence ci-dessous.",
    for_administrator="Si cela arrive à tout le monde, l'ENT perd le ticket en chemin : demandez à son support de "
    "laisser entière l'adresse à laquelle il renvoie les personnes.",
    what="deux retours de l'ENT sans ticket",
)
_BAD_TICKET = Refusal(
    title="Retour de l'ENT illisible",
    sentence="L'adresse par laquelle vous revenez de l'ENT est abîmée.",
    for_you="Recommencez par le bouton ci-dessous, sans recopier d'adresse.",
    for_administrator="Rien à régler si cela n'arrive qu'une fois.",
    what="ticket mal formé",
)
_TOO_MANY = Refusal(
    title="Trop de retours refusés",
    sentence="Trop de retours de l'ENT ont été refusés depuis votre réseau : ils ne sont plus lus, quelques minutes.",
    for_you="Réessayez dans cinq minutes. En attendant, vos codes SACoche, si vous en avez, fonctionnent toujours.",
    for_administrator="Si cela arrive à tout le monde, l'ENT ne reconnaît pas l'adresse de SACoche : essayez le bouton "
    "« Tester » dans « Mode d'identification / Connecteur ENT ». Sinon, quelqu'un de ce réseau en invente.",
    what="trop de tickets refusés pour une même adresse réseau",
    status=429,
    retry=False,
)
