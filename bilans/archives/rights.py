"""Who opens the page of archives: whoever may read those of one kind of document at least. Who transmits them."""

from typing import Any

from accounts.enums import EVERYBODY, Profile
from bilans.officiels.kinds import official_kinds
from sacoche.kit.access import Restriction, Right, may, restrictions, rights

ARCHIVES, TRANSMIT = "bilans.archives", "bilans.transmit"
_HAS_SOME = "READS_ARCHIVES"


def _reads_some(account: Any) -> bool:
    return any(may(account, kind.to_see_archives) for kind in official_kinds)


restrictions.register(
    Restriction(
        _HAS_SOME,
        "seulement ceux à qui l'établissement donne à lire au moins un genre de documents archivés",
        EVERYBODY,
        _reads_some,
        "L'établissement ne donne à lire aucun document archivé à votre profil : demandez-les-lui si besoin.",
    )
)
rights.register(
    Right(
        ARCHIVES,
        "Ouvrir la page des archives (chaque genre de documents a son droit)",
        profiles=EVERYBODY,
        restrictions=(_HAS_SOME,),
        restricted=(_HAS_SOME,),
    )
)
rights.register(
    Right(
        TRANSMIT,
        "Transmettre des archives à un autre établissement",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
        adjustable=frozenset({Profile.DIR}),
    )
)
