"""Who may say something to people, and answer them."""

from accounts.enums import STAFF, USUAL_TEACHERS, Profile
from accounts.rights import ADMINISTRATORS
from sacoche.kit.access import Right, rights

rights.register(
    Right(
        "accounts.write_messages",
        "Écrire des messages d'accueil",
        profiles=USUAL_TEACHERS | ADMINISTRATORS | {Profile.DIR},
        adjustable=STAFF - ADMINISTRATORS,
    )
)
rights.register(Right("accounts.answer_contacts", "Répondre aux demandes de contact", profiles=ADMINISTRATORS))
