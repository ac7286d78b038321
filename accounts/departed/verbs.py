"""What the journal says of the accounts that an administrator deletes."""

from sacoche.kit.journal import Verb, verbs

verbs.register(
    Verb("accounts.delete_long_gone", "a effacé {number:compte sorti|comptes sortis} depuis longtemps ({profiles})")
)
verbs.register(Verb("accounts.hold", "a demandé de conserver {person} malgré le délai : {reason}"))
verbs.register(Verb("accounts.release", "ne demande plus de conserver {person}"))
