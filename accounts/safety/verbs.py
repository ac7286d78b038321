"""What the journal says of sessions and of proofs."""

from sacoche.kit.journal import Verb, verbs

SIGN_IN = "accounts.sign_in"
verbs.register(Verb("accounts.sign_in", "s'est connecté ({way})", is_of_sign_in=True))
verbs.register(Verb("accounts.sign_out", "s'est déconnecté ({way})", is_of_sign_in=True))
verbs.register(Verb("accounts.proof_failed", "n'a pas redonné le bon mot de passe", is_of_sign_in=True))
verbs.register(Verb("accounts.close_sessions", "a fermé ses autres sessions ({count})"))
