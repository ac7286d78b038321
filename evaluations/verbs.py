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
verbs.register(
    Verb("evaluations.comment", "a écrit {count:commentaire|commentaires} pour l'évaluation {title} du {day}")
)
verbs.register(Verb("evaluations.speak", "a enregistré un commentaire parlé pour {pupil} ({title} du {day})"))
verbs.register(Verb("evaluations.unspeak", "a effacé le commentaire parlé pour {pupil} ({title} du {day})"))
verbs.register(
    Verb(
        "evaluations.forget_voices",
        "{count:commentaire parlé a|commentaires parlés ont} fait leur temps et sont effacés",
    )
)
verbs.register(
    Verb(
        "evaluations.forget_documents",
        "{count:sujet ou corrigé a|sujets ou corrigés ont} fait leur temps et sont effacés",
    )
)
verbs.register(Verb("evaluations.give_document", "a donné un document pour l'évaluation {title} du {day} : {document}"))
verbs.register(
    Verb("evaluations.remove_document", "a retiré un document de l'évaluation {title} du {day} : {document}")
)
verbs.register(Verb("evaluations.evaluate_oneself", "s'est auto-évalué sur {count:item|items} ({title} du {day})"))
verbs.register(Verb("evaluations.ask", "a demandé à être évalué sur {item}"))
verbs.register(Verb("evaluations.withdraw", "a retiré sa demande d'évaluation sur {item}"))
verbs.register(Verb("evaluations.sort_requests", "a traité {count:demande|demandes} d'évaluation : {what}"))
verbs.register(Verb("evaluations.ask_about", "a posé une question sur un résultat ({title} du {day})"))
verbs.register(Verb("evaluations.answer_about", "a répondu à la question de {pupil} ({title} du {day})"))
