"""What the journal says of people."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.create", "a créé le compte de {person} ({profile})"))
verbs.register(Verb("accounts.update", "a modifié le compte de {person} ({profile}) : {fields}"))
verbs.register(Verb("accounts.retire", "a retiré {person} ({profile}) à partir du {on}"))
verbs.register(Verb("accounts.reinstate", "a réintégré {person} ({profile})"))
verbs.register(Verb("accounts.give_password", "a donné un nouveau mot de passe à {person} ({profile})"))
