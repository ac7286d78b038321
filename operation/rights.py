"""Who saves a school, puts it back, looks for what is broken in it, takes it away; who reads how much it is used."""

from accounts.enums import Profile
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
