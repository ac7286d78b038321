"""What the journal says of guardians and addresses."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.add_guardian", "a fait de {person} un responsable de {pupil}"))
verbs.register(Verb("accounts.remove_guardian", "a retiré {person} des responsables de {pupil}"))
verbs.register(Verb("accounts.rank_guardian", "a donné à {person} le rang {rank} parmi les responsables de {pupil}"))
verbs.register(Verb("accounts.set_address", "a modifié l'adresse de {person}"))
