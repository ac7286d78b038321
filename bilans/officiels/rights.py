"""Who opens, writes, corrects, concludes and prints each official document; who reads its archives."""

from accounts.enums import TEACHERS, USUAL_TEACHERS, Profile
from bilans.officiels.kinds import OfficialKind, official_kinds
from sacoche.kit.access import Right, rights

ENTER, CONFIGURE = "bilans.official", "bilans.configure"
_FAMILIES = frozenset({Profile.TUT, Profile.ELV})
_HEAD = frozenset({Profile.DIR})
_OFFICE = _HEAD | {Profile.ADM}
_STAFF = TEACHERS | _HEAD

rights.register(
    Right(ENTER, "Ouvrir les bilans officiels", profiles=USUAL_TEACHERS | _OFFICE, adjustable=TEACHERS | _HEAD)
)
rights.register(
    Right(CONFIGURE, "Configurer les bilans officiels", profiles=_OFFICE, adjustable=_HEAD),
)


def _declare(kind: OfficialKind) -> None:
    name = kind.label
    rights.register(
        Right(kind.to_set_status, f"{name} : changer l'état des saisies", profiles=_OFFICE, adjustable=_STAFF)
    )
    rights.register(Right(kind.to_print, f"{name} : imprimer et archiver", profiles=_OFFICE, adjustable=_STAFF))
    rights.register(
        Right(kind.to_write, f"{name} : saisir dans ses matières", profiles=USUAL_TEACHERS, adjustable=TEACHERS)
    )
    rights.register(
        Right(kind.to_correct, f"{name} : corriger l'appréciation d'un collègue", profiles=_HEAD, adjustable=_STAFF)
    )
    rights.register(
        Right(
            kind.to_conclude,
            f"{name} : saisir l'appréciation générale",
            profiles=_HEAD | {Profile.ENS},
            adjustable=_STAFF,
            restrictions=("ONLY_PP",),
            restricted=("ONLY_PP",),
        )
    )
    rights.register(
        Right(
            kind.to_see_archives,
            f"{name} : consulter les archives (élève : les siennes ; responsable : celles de ses enfants)",
            profiles=USUAL_TEACHERS | _OFFICE,
            adjustable=_STAFF | _FAMILIES,
        )
    )


for each in official_kinds:
    _declare(each)
