"""Who may import users, and what the journal says of it."""

from accounts.enums import Profile
from sacoche.kit.access import Right, rights

rights.register(Right("imports.run", "Importer des fichiers d'utilisateurs", profiles=frozenset({Profile.ADM})))
