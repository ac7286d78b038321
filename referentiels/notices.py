"""What those who teach with a référentiel may be told of its changes."""

from accounts.enums import TEACHERS, Profile
from accounts.notices.kinds import NoticeKind, notice_kinds

CHANGED, LOST, DELETED = "referentiels.changed", "referentiels.lost", "referentiels.deleted"
_USERS = TEACHERS | {Profile.DIR}

notice_kinds.register(
    NoticeKind(
        CHANGED,
        "un référentiel d'une de mes matières est modifié",
        "{who} a modifié le référentiel {referentiel}.",
        "referentiels:tree",
        profiles=_USERS,
        is_default=False,
    )
)
notice_kinds.register(
    NoticeKind(
        LOST,
        "des items d'une de mes matières sont fusionnés ou supprimés",
        "{who} a fusionné ou supprimé {items:item|items} du référentiel {referentiel}.",
        "referentiels:tree",
        profiles=_USERS,
    )
)
notice_kinds.register(
    NoticeKind(
        DELETED,
        "un référentiel d'une de mes matières est supprimé, ou change de matière",
        "{who} {what} le référentiel {referentiel}.",
        "referentiels:in_place",
        is_page_of_target=False,
        profiles=_USERS,
    )
)
