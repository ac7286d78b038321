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
verbs.register(Verb("accounts.create", "a créé le compte de {person} ({profile})"))
verbs.register(Verb("accounts.update", "a modifié le compte de {person} ({profile}) : {fields}"))
verbs.register(Verb("accounts.retire", "a retiré {person} ({profile}) à partir du {on}"))
verbs.register(Verb("accounts.reinstate", "a réintégré {person} ({profile})"))
verbs.register(Verb("accounts.give_password", "a donné un nouveau mot de passe à {person} ({profile})"))
verbs.register(Verb("accounts.assign", "a donné la classe {school_class} à {person}"))
verbs.register(Verb("accounts.unassign", "a retiré la classe {school_class} à {person}"))
verbs.register(Verb("accounts.set_pp", "a nommé {person} professeur principal de {school_class}"))
verbs.register(Verb("accounts.unset_pp", "a retiré à {person} le rôle de professeur principal de {school_class}"))
