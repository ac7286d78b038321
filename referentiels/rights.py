"""Who writes and who reads référentiels."""

from accounts.enums import ASSIGNED, TEACHERS, USUAL_TEACHERS, Profile
from sacoche.kit.access import Restriction, Right, restrictions, rights

ONLY_COORD = "ONLY_COORD"
MANAGE = "referentiels.manage"

restrictions.register(
    Restriction(
        ONLY_COORD,
        "réservé aux coordonnateurs",
        profiles=ASSIGNED,
        is_met=lambda account: account.is_coordonnateur,
        refusal="Votre établissement réserve cette page aux coordonnateurs, et vous ne coordonnez aucune matière.",
    )
)

rights.register(
    Right(
        "referentiels.manage",
        "Gérer les référentiels",
        profiles=USUAL_TEACHERS,
        adjustable=TEACHERS | {Profile.DIR},
        restrictions=(ONLY_COORD,),
        restricted=(ONLY_COORD,),
    )
)
