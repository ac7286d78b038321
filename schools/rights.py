"""What may be done with the school's structure, and what the journal says of it."""

from sacoche.kit.access import Right, rights
from sacoche.kit.journal import Verb, verbs

rights.register(
    Right(
        "schools.manage_structure", "Gérer niveaux, classes, groupes, matières et périodes", profiles=frozenset({"ADM"})
    ),
)
rights.register(
    Right("schools.manage_identity", "Modifier l'identité de l'établissement", profiles=frozenset({"ADM"})),
)
rights.register(
    Right(
        "schools.order_matieres",
        "Choisir l'ordre des matières dans les documents",
        profiles=frozenset({"ADM", "DIR"}),
        adjustable=frozenset({"DIR"}),
    ),
)

verbs.register(Verb("schools.update_identity", "a modifié l'identité de l'établissement : {fields}"))
verbs.register(Verb("schools.set_logo", "a changé le logo de l'établissement"))
verbs.register(Verb("schools.remove_logo", "a retiré le logo de l'établissement"))
verbs.register(Verb("schools.activate_niveau", "a ajouté le niveau {niveau}"))
verbs.register(Verb("schools.deactivate_niveau", "a retiré le niveau {niveau}"))
verbs.register(Verb("schools.create_niveau", "a créé le niveau {niveau}"))
verbs.register(Verb("schools.update_niveau", "a modifié le niveau {niveau}"))
verbs.register(Verb("schools.remove_niveau", "a supprimé le niveau {niveau}", is_told=True))
verbs.register(Verb("schools.create_class", "a créé la classe {reference}"))
verbs.register(Verb("schools.update_class", "a modifié la classe {reference}"))
verbs.register(Verb("schools.delete_class", "a supprimé la classe {reference}"))
verbs.register(Verb("schools.create_group", "a créé le groupe {reference}"))
verbs.register(Verb("schools.update_group", "a modifié le groupe {reference}"))
verbs.register(Verb("schools.delete_group", "a supprimé le groupe {name}"))
verbs.register(Verb("schools.use_matiere", "a ajouté la matière {matiere} de la liste nationale"))
verbs.register(Verb("schools.create_matiere", "a créé la matière {matiere}"))
verbs.register(Verb("schools.update_matiere", "a modifié la matière {matiere}"))
verbs.register(Verb("schools.remove_matiere", "a supprimé la matière {matiere}"))
verbs.register(Verb("schools.stop_using_matiere", "n'utilise plus la matière {matiere}"))
verbs.register(Verb("schools.use_matiere_again", "utilise de nouveau la matière {matiere}"))
verbs.register(Verb("schools.order_matieres", "a changé l'ordre des matières : {first} d'abord"))
verbs.register(Verb("schools.create_period", "a créé la période {period}"))
verbs.register(Verb("schools.update_period", "a modifié la période {period}"))
verbs.register(Verb("schools.delete_period", "a supprimé la période {period}"))
verbs.register(Verb("schools.date_period", "a daté la période {period}, du {first} au {last}, pour : {places}"))
verbs.register(Verb("schools.undate_period", "a supprimé les dates de la période {period} pour : {places}"))
