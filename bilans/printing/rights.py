"""Who places a signature. Who prints and who reads archives is said with each kind of document."""

from accounts.enums import TEACHERS, Profile
from sacoche.kit.access import Right, rights

SIGN = "bilans.sign"

rights.register(
    Right(
        SIGN,
        "Déposer l'image de sa signature, pour les bilans officiels que l'on imprime",
        profiles=frozenset({Profile.DIR}),
        adjustable=TEACHERS | {Profile.DIR},
    )
)
