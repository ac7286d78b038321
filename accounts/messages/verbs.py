"""What the journal says of messages."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.write_message", "a publié un message d'accueil ({profiles}) : « {text} »"))
verbs.register(Verb("accounts.change_message", "a modifié un message d'accueil ({profiles}) : « {text} »"))
verbs.register(Verb("accounts.delete_message", "a supprimé un message d'accueil ({profiles}) : « {text} »"))
