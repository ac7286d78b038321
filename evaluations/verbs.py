"""What the journal says of the scale."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("evaluations.set_codes", "a changé les codes de notation : {changes}"))
verbs.register(Verb("evaluations.set_states", "a changé les états d'acquisition : {changes}"))
verbs.register(Verb("evaluations.set_calculation", "a changé l'algorithme de calcul : {changes}"))
verbs.register(Verb("evaluations.undo_scale", "a annulé un changement de l'échelle du {day} ({author}) : {changes}"))
verbs.register(Verb("evaluations.add_image", "a ajouté une image de code de notation"))
verbs.register(Verb("evaluations.remove_image", "a retiré une image de code de notation"))
