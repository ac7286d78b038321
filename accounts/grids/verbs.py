"""What the journal says of assignments."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.assign", "a donné la classe {what} à {people}"))
verbs.register(Verb("accounts.unassign", "a retiré la classe {what} à {people}"))
verbs.register(Verb("accounts.set_pp", "a nommé {people} professeur principal de {what}"))
verbs.register(Verb("accounts.unset_pp", "a retiré à {people} le rôle de professeur principal de {what}"))
verbs.register(Verb("accounts.assign_group", "a donné le groupe {what} à {people}"))
verbs.register(Verb("accounts.unassign_group", "a retiré le groupe {what} à {people}"))
verbs.register(Verb("accounts.assign_matiere", "a donné la matière {what} à {people}"))
verbs.register(Verb("accounts.unassign_matiere", "a retiré la matière {what} à {people}"))
verbs.register(Verb("accounts.set_coordonnateur", "a nommé {people} coordonnateur de {what}"))
verbs.register(Verb("accounts.unset_coordonnateur", "a retiré à {people} le rôle de coordonnateur de {what}"))
verbs.register(Verb("accounts.place", "a mis dans la classe {what} : {people}"))
verbs.register(Verb("accounts.unplace", "a retiré de leur classe : {people}"))
verbs.register(Verb("accounts.join_group", "a mis dans le groupe {what} : {people}"))
verbs.register(Verb("accounts.leave_group", "a retiré du groupe {what} : {people}"))
