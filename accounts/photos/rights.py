"""Who sees the photos of pupils, who places them. No family is ever given those of others."""

from accounts.enums import TEACHERS, Profile
from sacoche.kit.access import Right, rights

SEE, PLACE = "accounts.see_photos", "accounts.place_photos"

rights.register(
    Right(
        SEE,
        "Voir les photos des élèves (trombinoscope)",
        profiles=frozenset({Profile.ADM, Profile.DIR, Profile.ENS, Profile.EDU}),
        adjustable=frozenset({Profile.DIR}) | TEACHERS,
    )
)
rights.register(
    Right(
        PLACE,
        "Déposer et retirer les photos des élèves",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
        adjustable=frozenset({Profile.DIR}) | TEACHERS,
    )
)
