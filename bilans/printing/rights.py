"""Who opens the pages of paper: whoever has something to print, to show or to place there.

Who prints and who reads archives is said with each kind of document.
"""

from typing import Any

from accounts.enums import TEACHERS, Profile
from bilans.officiels.kinds import official_kinds
from bilans.officiels.rights import CONFIGURE, ENTER
from sacoche.kit.access import Restriction, Right, may, restrictions, rights

SIGN, PREPARE, SIGNATURES = "bilans.sign", "bilans.prepare", "bilans.signatures"
_PRINTS_SOME, _PLACES_SOME = "PRINTS_SOME", "PLACES_SOME"
_STAFF = TEACHERS | {Profile.DIR, Profile.ADM}


def _prints_some(account: Any) -> bool:
    """Whoever concludes a class simulates its documents and shows its council."""
    wanted = (code for kind in official_kinds for code in (kind.to_print, kind.to_conclude))
    return may(account, ENTER) and any(may(account, code) for code in wanted)


def _places_some(account: Any) -> bool:
    return may(account, SIGN) or may(account, CONFIGURE)


restrictions.register(
    Restriction(
        _PRINTS_SOME,
        "seulement qui imprime un bilan officiel, ou en écrit l'appréciation générale",
        _STAFF,
        _prints_some,
        "Les bilans officiels sont imprimés, et montrés en conseil de classe, par la direction et par le professeur "
        "principal de la classe.",
    )
)
restrictions.register(
    Restriction(
        _PLACES_SOME,
        "seulement qui dépose le tampon de l'établissement, ou sa signature",
        _STAFF,
        _places_some,
        "Votre profil ne signe pas les documents, et ne dépose pas le tampon : un administrateur le règle dans "
        "« Réglage des autorisations ».",
    )
)
rights.register(
    Right(
        SIGN,
        "Déposer l'image de sa signature, pour les bilans officiels que l'on imprime",
        profiles=frozenset({Profile.DIR}),
        adjustable=TEACHERS | {Profile.DIR},
    )
)
rights.register(
    Right(
        PREPARE,
        "Ouvrir l'impression et le conseil de classe (chaque genre de documents a ses droits)",
        profiles=_STAFF,
        restrictions=(_PRINTS_SOME,),
        restricted=(_PRINTS_SOME,),
    )
)
rights.register(
    Right(
        SIGNATURES,
        "Ouvrir « Tampon & signatures » (le tampon et la signature ont chacun leur droit)",
        profiles=_STAFF,
        restrictions=(_PLACES_SOME,),
        restricted=(_PLACES_SOME,),
    )
)
