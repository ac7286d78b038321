"""What may be done with people, and what the journal says of it."""

from accounts.enums import EVERYBODY, Profile
from sacoche.kit.access import Right, rights
from sacoche.kit.journal import Verb, verbs

ADMINISTRATORS = frozenset({Profile.ADM})

rights.register(Right("accounts.home", "Voir sa page d'accueil", profiles=EVERYBODY))
rights.register(Right("accounts.activate", "Activer son compte", profiles=EVERYBODY))
rights.register(Right("accounts.manage_staff", "Gérer les professeurs et personnels", profiles=ADMINISTRATORS))
rights.register(Right("accounts.manage_pupils", "Gérer les élèves", profiles=ADMINISTRATORS))
rights.register(
    Right("accounts.assign_teachers", "Affecter les professeurs aux classes", profiles=ADMINISTRATORS),
)

verbs.register(Verb("accounts.activate", "a activé son compte"))
verbs.register(Verb("accounts.lock", "identifiant « {login} » bloqué après {failures} échecs de connexion"))
