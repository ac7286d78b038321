"""What the journal says of entering."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.activate", "a activé son compte"))
verbs.register(Verb("accounts.read_notice", "a lu la nouvelle notice sur les données personnelles"))
verbs.register(Verb("accounts.sign_in_failed", "échec de connexion avec l'identifiant « {login} »", is_of_sign_in=True))
verbs.register(Verb("accounts.sign_in_unknown", "échec de connexion avec un identifiant inconnu", is_of_sign_in=True))
verbs.register(Verb("accounts.lock", "identifiant « {login} » : essais ralentis après {failures} échecs de connexion"))
verbs.register(Verb("accounts.lock_unknown", "identifiant inconnu : essais ralentis après {failures} échecs"))
verbs.register(
    Verb("accounts.lock_address", "adresse réseau : essais ralentis après {failures} échecs, tous identifiants réunis")
)
