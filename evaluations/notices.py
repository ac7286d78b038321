"""What pupils, guardians and teachers may be told of évaluations."""

from collections.abc import Mapping, Sequence

from accounts.enums import TEACHERS, Profile
from accounts.models import Account
from accounts.notices.kinds import NoticeKind, notice_kinds
from evaluations.queries.families import children_with_results

RESULTS, SHARED, SELF_EVALUATED = "evaluations.results", "evaluations.shared", "evaluations.self_evaluated"
REQUESTED, REQUEST_SORTED = "evaluations.requested", "evaluations.request_sorted"
ASKED_ABOUT, ANSWERED = "evaluations.asked_about", "evaluations.answered"
_PUPILS = frozenset({Profile.ELV})


def _children(guardian: Account, targets: Sequence[int]) -> Mapping[int, Sequence[str]]:
    return children_with_results(guardian, targets)


notice_kinds.register(
    NoticeKind(
        RESULTS,
        "des résultats ou un commentaire arrivent",
        "Du nouveau dans l'évaluation « {title} » du {day} : résultats ou commentaire.",
        "evaluations:own_of",
        profiles=_PUPILS | {Profile.TUT},
        children=_children,
    )
)
notice_kinds.register(
    NoticeKind(
        REQUEST_SORTED,
        "un professeur s'est occupé d'une de tes demandes",
        "Ta demande « {item} » : {status}.",
        "evaluations:own_requests",
        is_page_of_target=False,
        profiles=_PUPILS,
    )
)
notice_kinds.register(
    NoticeKind(
        ANSWERED,
        "un professeur a répondu à ta question",
        "{who} a répondu à ta question ({title}).",
        "evaluations:own_of",
        profiles=_PUPILS,
    )
)
notice_kinds.register(
    NoticeKind(
        SHARED,
        "un collègue partage une évaluation avec moi",
        "Évaluation partagée avec vous par {who} : « {title} » du {day} ({level}).",
        "evaluations:evaluation",
        profiles=TEACHERS,
    )
)
notice_kinds.register(
    NoticeKind(
        REQUESTED,
        "un élève demande à être évalué",
        "{who} demande à être évalué : {item}.",
        "evaluations:requests",
        is_page_of_target=False,
        profiles=TEACHERS,
    )
)
notice_kinds.register(
    NoticeKind(
        SELF_EVALUATED,
        "un élève s'est auto-évalué",
        "{who} s'est auto-évalué dans « {title} » du {day}.",
        "evaluations:evaluation",
        profiles=TEACHERS,
    )
)
notice_kinds.register(
    NoticeKind(
        ASKED_ABOUT,
        "un élève pose une question sur un résultat",
        "{who} pose une question sur un résultat de « {title} ».",
        "evaluations:requests",
        is_page_of_target=False,
        profiles=TEACHERS,
    )
)
