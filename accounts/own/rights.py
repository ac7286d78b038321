"""Rights and verbs of what everybody does with his own account, and of what is said to people."""

from accounts.enums import STAFF, USUAL_TEACHERS, Profile
from accounts.rights import ADMINISTRATORS
from sacoche.kit.access import Right, rights
from sacoche.kit.journal import Verb, verbs

rights.register(
    Right(
        "accounts.write_messages",
        "Écrire des messages d'accueil",
        profiles=USUAL_TEACHERS | ADMINISTRATORS | {Profile.DIR},
        adjustable=STAFF - ADMINISTRATORS,
    )
)
rights.register(Right("accounts.answer_contacts", "Répondre aux demandes de contact", profiles=ADMINISTRATORS))

verbs.register(Verb("accounts.write_message", "a publié un message d'accueil ({profiles}) : « {text} »"))
verbs.register(Verb("accounts.change_message", "a modifié un message d'accueil ({profiles}) : « {text} »"))
verbs.register(Verb("accounts.delete_message", "a supprimé un message d'accueil ({profiles}) : « {text} »"))
verbs.register(Verb("accounts.choose_password", "a choisi un nouveau mot de passe par un lien reçu par e-mail"))
verbs.register(Verb("accounts.close_contact", "a classé la demande de contact de {person} ({email})"))
verbs.register(Verb("accounts.link", "a lié à son compte celui de {person}"))
verbs.register(Verb("accounts.unlink", "a délié de son compte celui de {person}"))
verbs.register(Verb("accounts.switch", "a basculé vers son compte {person}"))
