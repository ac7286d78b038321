"""What the journal says of what is put on paper."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("bilans.set_page", "a changé la mise en page des bilans officiels"))
verbs.register(Verb("bilans.set_stamp", "a déposé le tampon de l'établissement"))
verbs.register(Verb("bilans.remove_stamp", "a retiré le tampon de l'établissement"))
verbs.register(Verb("bilans.set_signature", "a déposé sa signature"))
verbs.register(Verb("bilans.remove_signature", "a retiré la signature de {who}"))
_PRINT = "a imprimé et archivé « {name} » ({pupils:élève|élèves}, {classes:classe|classes})"
verbs.register(Verb("bilans.print", _PRINT))
verbs.register(Verb("bilans.simulate", "a simulé l'impression « {name} » ({pupils:élève|élèves})"))
