"""Who reads the scale of the school, and who changes it."""

from accounts.enums import EVERYBODY, Profile
from sacoche.kit.access import Right, rights

_READERS = EVERYBODY - {Profile.ADM}

rights.register(
    Right(
        "evaluations.see_scale",
        "Voir les codes de notation et les états d'acquisition",
        profiles=EVERYBODY,
        adjustable=_READERS,
    )
)
rights.register(
    Right(
        "evaluations.see_calculation",
        "Voir et simuler l'algorithme de calcul",
        profiles=EVERYBODY,
        adjustable=_READERS,
    )
)
rights.register(
    Right(
        "evaluations.set_scale",
        "Modifier les codes de notation, les états d'acquisition et l'algorithme de calcul",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
        adjustable=frozenset({Profile.DIR}),
    )
)
