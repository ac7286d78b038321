"""What administrators may ask to be told of at once."""

from accounts.notices.kinds import NoticeKind, notice_kinds
from accounts.rights import ADMINISTRATORS

SENSITIVE = "accounts.sensitive"

notice_kinds.register(
    NoticeKind(
        SENSITIVE,
        "une action sensible vient d'être faite : référentiel supprimé ou changé d'un coup, items fusionnés, échelle",
        "Action sensible : {what}.",
        "accounts:journal",
        is_page_of_target=False,
        profiles=ADMINISTRATORS,
        is_default=False,
    )
)
