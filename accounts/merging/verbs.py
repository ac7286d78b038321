"""What the journal says of a merge."""

from sacoche.kit.journal import Verb, verbs

verbs.register(
    Verb("accounts.merge", "a fusionné le compte {other_login} ({other}) dans celui de {person} ({login}, {profile})")
)
