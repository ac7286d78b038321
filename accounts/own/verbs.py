"""What the journal says of what everybody does with his own account."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.change_password", "a changé son mot de passe"))
verbs.register(Verb("accounts.ask_email", "a demandé à changer son adresse e-mail"))
verbs.register(Verb("accounts.change_email", "a changé son adresse e-mail"))
verbs.register(Verb("accounts.link", "a lié à son compte celui de {person}"))
verbs.register(Verb("accounts.unlink", "a délié de son compte celui de {person}"))
verbs.register(Verb("accounts.switch", "a basculé vers son compte {person}"))
