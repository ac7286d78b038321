"""What the journal says of those who cannot enter."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.choose_password", "a choisi un nouveau mot de passe par un lien reçu par e-mail"))
verbs.register(Verb("accounts.close_contact", "a classé la demande de contact de {person} ({email})"))
