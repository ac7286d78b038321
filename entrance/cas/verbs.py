"""What the journal says of entering through an ENT."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.set_mode", "a choisi le mode d'identification : {mode} ; avant : {before}"))
verbs.register(
    Verb("accounts.lock_ent", "retours de l'ENT arrêtés pour l'adresse {address} après {failures} tickets refusés")
)
verbs.register(Verb("accounts.ent_incident", "connexion par l'ENT refusée, incident {reference} : {what}"))
