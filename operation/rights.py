"""Who saves a school, puts it back, looks for what is broken in it, takes it away from the server."""

from accounts.rights import ADMINISTRATORS
from sacoche.kit.access import Right, rights

rights.register(Right("operation.back_up", "Sauvegarder et restaurer l'établissement", profiles=ADMINISTRATORS))
rights.register(Right("operation.check_data", "Contrôler les données de l'établissement", profiles=ADMINISTRATORS))
rights.register(Right("operation.leave", "Résilier l'inscription de l'établissement", profiles=ADMINISTRATORS))
