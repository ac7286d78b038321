"""Who may do what crosses a whole school."""

from accounts.enums import EVERYBODY, Profile
from accounts.rights import ADMINISTRATORS
from sacoche.kit.access import Right, rights

rights.register(Right("operation.back_up", "Sauvegarder et restaurer l'établissement", profiles=ADMINISTRATORS))
rights.register(
    Right(
        "operation.see_statistics",
        "Voir les statistiques d'utilisation de l'établissement",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
    )
)
rights.register(Right("operation.check_data", "Contrôler les données de l'établissement", profiles=ADMINISTRATORS))
rights.register(Right("operation.leave", "Résilier l'inscription de l'établissement", profiles=ADMINISTRATORS))
rights.register(
    Right(
        "operation.keep_register",
        "Tenir la fiche du registre des traitements",
        frozenset({Profile.ADM, Profile.DIR}),
        adjustable=frozenset({Profile.DIR}),
    )
)
rights.register(Right("operation.open_year", "Initialiser une année scolaire", profiles=ADMINISTRATORS))
rights.register(
    Right(
        "operation.read_retention",
        "Lire ce qui sera effacé",
        frozenset({Profile.ADM, Profile.DIR}),
        adjustable=frozenset({Profile.DIR}),
    )
)
rights.register(Right("operation.erase_results", "Effacer tous les résultats", profiles=ADMINISTRATORS))
rights.register(Right("operation.give_data", "Remettre à une personne ses données", profiles=ADMINISTRATORS))
rights.register(Right("operation.erase_people", "Effacer une personne", profiles=ADMINISTRATORS))
rights.register(
    Right(
        "operation.take_own_data",
        "Récupérer ses propres données",
        EVERYBODY,
        adjustable=EVERYBODY - ADMINISTRATORS,
    )
)
