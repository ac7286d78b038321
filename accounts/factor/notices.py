"""What somebody is told of his own account."""

from accounts.enums import STAFF
from accounts.notices.kinds import NoticeKind, notice_kinds

NEW_BROWSER, FACTOR_GONE = "accounts.new_browser", "accounts.factor_gone"

notice_kinds.register(
    NoticeKind(
        NEW_BROWSER,
        "votre compte vient d'être ouvert dans un navigateur qu'il ne connaissait pas",
        "Votre compte vient d'être ouvert dans un nouveau navigateur : {browser}. Ce n'était pas vous ? Fermez cette "
        "session, puis changez votre mot de passe.",
        "accounts:sessions",
        is_page_of_target=False,
        profiles=STAFF,
        is_compulsory=True,
    )
)
notice_kinds.register(
    NoticeKind(
        FACTOR_GONE,
        "quelqu'un d'autre a retiré votre second facteur",
        "Votre second facteur a été retiré par {who} : votre mot de passe suffit. Ajoutez-en un autre.",
        "accounts:factor",
        is_page_of_target=False,
        profiles=STAFF,
        is_compulsory=True,
    )
)
