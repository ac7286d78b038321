"""What the journal says of second factors."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.add_application", "a ajouté une application de codes à son compte"))
verbs.register(Verb("accounts.remove_application", "a retiré l'application de codes de son compte"))
verbs.register(Verb("accounts.add_passkey", "a ajouté la clé d'accès « {name} » à son compte"))
verbs.register(Verb("accounts.remove_passkey", "a retiré la clé d'accès « {name} » de son compte"))
verbs.register(Verb("accounts.renew_recovery_codes", "a fait dix nouveaux codes de secours"))
verbs.register(Verb("accounts.use_recovery_code", "s'est servi d'un code de secours (il en reste {left})"))
verbs.register(Verb("accounts.reset_factor", "a retiré le second facteur de {person}"))
verbs.register(Verb("accounts.factor_failed", "n'a pas prouvé son second facteur", is_of_sign_in=True))
