"""Who writes and who reads référentiels."""

from accounts.enums import ASSIGNED, STAFF, TEACHERS, USUAL_TEACHERS, Profile
from sacoche.kit.access import Restriction, Right, restrictions, rights

ONLY_COORD = "ONLY_COORD"
MANAGE = "referentiels.manage"
RESOURCE = "referentiels.attach_resources"
_FAMILIES = frozenset({Profile.ELV, Profile.TUT})
_READERS = USUAL_TEACHERS | _FAMILIES | {Profile.DIR}

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
rights.register(
    Right(
        "referentiels.choose_synthesis",
        "Choisir le format de synthèse des référentiels",
        profiles=USUAL_TEACHERS,
        adjustable=TEACHERS | {Profile.DIR},
        restrictions=(ONLY_COORD,),
        restricted=(ONLY_COORD,),
    )
)
rights.register(
    Right(
        RESOURCE,
        "Associer des ressources aux items",
        profiles=USUAL_TEACHERS,
        adjustable=TEACHERS | {Profile.DIR},
    )
)
rights.register(
    Right(
        "referentiels.see_coverage",
        "Voir ce que les référentiels couvrent du socle",
        profiles=USUAL_TEACHERS | {Profile.DIR},
    )
)
rights.register(
    Right("referentiels.choose_versions", "Choisir les versions du socle", profiles=frozenset({Profile.ADM}))
)
rights.register(
    Right(
        "referentiels.see",
        "Voir les référentiels",
        profiles=_READERS,
        adjustable=(STAFF - {Profile.ADM}) | _FAMILIES,
    )
)
rights.register(
    Right(
        "referentiels.gather",
        "Faire des regroupements d'items",
        profiles=USUAL_TEACHERS | {Profile.DIR},
        adjustable=TEACHERS | {Profile.DIR},
    )
)
