"""What the journal says of entering."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.activate", "a activé son compte"))
verbs.register(Verb("accounts.read_notice", "a lu la nouvelle notice sur les données personnelles"))
verbs.register(Verb("accounts.lock", "identifiant « {login} » bloqué après {failures} échecs de connexion"))
verbs.register(Verb("accounts.close_sessions", "a fermé ses autres sessions ({count})"))
