"""What can go wrong with a CAS server: a code for each, a sentence for the person and one for the administrator."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """`what` happened, as the person reads it; `cause` is what an administrator or the ENT has to put right."""

    what: str
    cause: str
    is_of_address: bool = False

    @property
    def to_do(self) -> str:
        """The cause, and where to look at the address when it may be wrong."""
        return f"{self.cause} {_CHECK_ADDRESS}" if self.is_of_address else self.cause

    @property
    def beside_the_address(self) -> str:
        """The same for whoever has just typed the address and tests it."""
        return f"{self.cause} Vérifiez l'hôte, le port et le chemin." if self.is_of_address else self.cause


_NO_ANSWER = "Le serveur de connexion de l'ENT n'a pas répondu."
_BAD_ANSWER = "Le serveur de connexion de l'ENT a donné une réponse que SACoche ne peut pas accepter."
_CHECK_ADDRESS = "Vérifiez l'adresse dans « Mode d'identification / Connecteur ENT », avec le bouton « Tester »."

FAULTS: dict[str, Explanation] = {
    "nom-inconnu": Explanation(
        _NO_ANSWER, "Le nom du serveur n'existe pas, ou son DNS est en panne.", is_of_address=True
    ),
    "injoignable": Explanation(
        _NO_ANSWER, "La connexion est refusée : mauvais port, pare-feu, ou serveur arrêté.", is_of_address=True
    ),
    "trop-lent": Explanation(
        _NO_ANSWER, "Le serveur a dépassé le temps permis : signalez-le au support de l'ENT s'il continue."
    ),
    "occupe": Explanation(
        "Trop de personnes se connectent par l'ENT en même temps.",
        "Rien à régler si cela passe ; sinon le serveur de l'ENT répond trop lentement : signalez-le à son support.",
    ),
    "certificat": Explanation(
        "Le serveur de connexion de l'ENT n'a pas pu prouver son identité.",
        "Son certificat est expiré, ne porte pas ce nom, ou vient d'une autorité inconnue. Le support de l'ENT le "
        "renouvelle ; pour une autorité privée, le webmestre de SACoche donne le sien (CAS_CA_BUNDLE).",
    ),
    "tls": Explanation(
        _NO_ANSWER,
        "La liaison chiffrée n'aboutit pas : ce port n'est pas celui d'un service « https », ou le serveur garde un "
        "chiffrement trop ancien (avant TLS 1.2).",
        is_of_address=True,
    ),
    "adresse-privee": Explanation(
        _BAD_ANSWER,
        "Le nom de ce serveur mène à une adresse privée, que SACoche n'appelle pas. Sur un réseau fermé, le webmestre "
        "autorise ce nom (CAS_PRIVATE_HOSTS).",
    ),
    "adresse-interdite": Explanation(
        _BAD_ANSWER,
        "L'adresse du serveur n'est pas permise : « https », un nom, et un port autorisé par le webmestre.",
        is_of_address=True,
    ),
    "redirection": Explanation(
        _BAD_ANSWER,
        "L'adresse de validation renvoie vers une autre : le serveur a sans doute déménagé.",
        is_of_address=True,
    ),
    "statut": Explanation(
        _BAD_ANSWER,
        "L'adresse de validation n'existe pas, ou le serveur est en erreur.",
        is_of_address=True,
    ),
    "trop-long": Explanation(
        _BAD_ANSWER, "La réponse dépasse 256 Ko : ce n'est pas celle d'un serveur CAS.", is_of_address=True
    ),
    "http": Explanation(_BAD_ANSWER, "Ce serveur ne parle pas HTTP.", is_of_address=True),
    "xml": Explanation(
        _BAD_ANSWER,
        "La réponse n'est pas du XML correct. Soit l'adresse est celle d'une page web, soit une valeur de l'ENT "
        "contient un « & », un « < » ou un « > » : cherchez-le dans la fiche de la personne, côté ENT.",
    ),
    "doctype": Explanation(
        _BAD_ANSWER, "La réponse contient un DOCTYPE : c'est une page web, pas un serveur CAS.", is_of_address=True
    ),
    "pas-cas": Explanation(
        _BAD_ANSWER,
        "La réponse est du XML, mais pas celle que le protocole CAS prévoit (serviceResponse, puis un seul résultat).",
        is_of_address=True,
    ),
    "pas-deux-lignes": Explanation(
        _BAD_ANSWER,
        "La réponse n'est pas celle de CAS 1.0 (« yes » et l'identifiant, ou « no », sur deux lignes). Si le serveur "
        "parle CAS 2.0 ou 3.0, changez la version dans « Mode d'identification / Connecteur ENT ».",
        is_of_address=True,
    ),
    "attribut": Explanation(
        _BAD_ANSWER,
        "L'attribut choisi comme identifiant est absent de la réponse, vide ou multiple. Demandez à l'ENT de le "
        "transmettre, ou laissez « Attribut » vide dans « Mode d'identification / Connecteur ENT ».",
    ),
}


class CasFault(Exception):
    """The CAS server could not be asked, or said what cannot be accepted. `code` is a key of FAULTS."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail

    @property
    def explanation(self) -> Explanation:
        return FAULTS[self.code]


class TicketRefused(Exception):
    """The server answered, and does not know this ticket; the argument is its own code: INVALID_TICKET…"""

    @property
    def code(self) -> str:
        return str(self.args[0])
