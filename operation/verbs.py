"""What the journal says of what crosses a whole school."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("operation.start_year", "a lancé l'initialisation annuelle ({year})", is_told=True))
verbs.register(
    Verb(
        "operation.open_year",
        "a ouvert l'année {year} : {evaluations:évaluation close|évaluations closes}, "
        "{groups:groupe supprimé|groupes supprimés}",
        is_told=True,
    )
)
verbs.register(Verb("operation.give_data", "a fait le fichier « {name} » : toutes les données de {person}"))
verbs.register(
    Verb("operation.erase", "a effacé une personne, désormais « {name} » ({profile}), reçu n° {receipt}", is_told=True)
)
verbs.register(
    Verb("operation.erase_results", "a effacé tous les résultats : {number:résultat|résultats}", is_told=True)
)
verbs.register(Verb("operation.fill_register", "a complété la fiche du registre des traitements"))
