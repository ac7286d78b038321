"""Rights on what crosses the whole school."""

from accounts.enums import Profile
from sacoche.kit.access import Right, rights

rights.register(
    Right(
        "operation.see_statistics",
        "voir les statistiques d'utilisation de l'établissement",
        frozenset({Profile.ADM, Profile.DIR}),
    )
)
