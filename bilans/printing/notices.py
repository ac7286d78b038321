"""What families are told of official documents: that one is there, never what it says."""

from accounts.enums import Profile
from accounts.notices.kinds import NoticeKind, notice_kinds
from bilans.officiels.kinds import OfficialKind, official_kinds
from bilans.printing.telling import notice_code


def _declare(kind: OfficialKind) -> None:
    notice_kinds.register(
        NoticeKind(
            notice_code(kind),
            f"un document est imprimé : {kind.label.lower()}",
            f"{kind.label}, {{period}} : le document est à lire dans vos archives.",
            "bilans:archives",
            is_page_of_target=False,
            profiles=frozenset({Profile.ELV, Profile.TUT}),
            is_mailed=True,
        )
    )


for each in official_kinds:
    _declare(each)
