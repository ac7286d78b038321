"""What the journal says of « groupes de besoin »."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.create_besoin", "a créé le groupe de besoin {name}"))
verbs.register(Verb("accounts.update_besoin", "a modifié le groupe de besoin {name}"))
verbs.register(Verb("accounts.fill_besoin", "a mis {pupils:élève|élèves} dans le groupe de besoin {name}"))
verbs.register(Verb("accounts.delete_besoin", "a supprimé le groupe de besoin {name}"))
