"""What the journal says of the scale and of évaluations."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("evaluations.set_codes", "a changé les codes de notation : {changes}", is_told=True))
verbs.register(Verb("evaluations.set_states", "a changé les états d'acquisition : {changes}", is_told=True))
verbs.register(Verb("evaluations.set_calculation", "a changé l'algorithme de calcul : {changes}", is_told=True))
verbs.register(
    Verb(
        "evaluations.undo_scale",
        "a annulé un changement de l'échelle du {day} ({author}) : {changes}",
        is_told=True,
    )
)
verbs.register(Verb("evaluations.add_image", "a ajouté une image de code de notation"))
verbs.register(Verb("evaluations.remove_image", "a retiré une image de code de notation"))
verbs.register(Verb("evaluations.create", "a créé l'évaluation {title} du {day} ({target}, {items:item|items})"))
verbs.register(Verb("evaluations.change", "a modifié l'évaluation {title} du {day} : {changes}"))
verbs.register(Verb("evaluations.delete", "a supprimé l'évaluation {title} du {day} : {marks:résultat|résultats}"))
verbs.register(Verb("evaluations.restore", "a remis l'évaluation {title} du {day} : {marks:résultat|résultats}"))
verbs.register(Verb("evaluations.share", "a partagé l'évaluation {title} du {day} : {colleagues}"))
verbs.register(Verb("evaluations.finish", "a dit terminée la saisie de l'évaluation {title} du {day}"))
verbs.register(Verb("evaluations.reopen", "a rouvert la saisie de l'évaluation {title} du {day}"))
verbs.register(Verb("evaluations.save_marks", "a saisi {count:résultat|résultats}"))
verbs.register(Verb("evaluations.undo_marks", "a annulé une saisie de {author} du {day} : {count:case|cases}"))
