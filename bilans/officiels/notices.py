"""What the staff is told of official documents."""

from accounts.enums import TEACHERS, Profile
from accounts.models import Account, GroupMembership, GroupTeaching, TeachingAssignment
from accounts.notices.kinds import NoticeKind, notice_kinds
from accounts.notices.services import notify
from bilans.models import Appreciation, DocumentStatus, Status
from bilans.officiels.queries.reading import pupils_of_edition
from bilans.officiels.shapes import Edition
from sacoche.kit.access import may

OPENED, FAULT, CORRECTED, MISSING = (
    "bilans.opened",
    "bilans.fault",
    "bilans.corrected",
    "bilans.missing",
)
_WRITERS = TEACHERS | {Profile.DIR}

notice_kinds.register(
    NoticeKind(
        OPENED,
        "un bilan officiel est ouvert à mes saisies",
        "Saisies ouvertes : {document}, « {status} ».",
        "bilans:official_document",
        profiles=_WRITERS,
    )
)
notice_kinds.register(
    NoticeKind(
        FAULT,
        "une faute est signalée dans une de mes appréciations",
        "{who} signale une faute dans une de vos appréciations ({document}) : {message}",
        "bilans:official_text",
        profiles=_WRITERS,
        is_compulsory=True,
    )
)
notice_kinds.register(
    NoticeKind(
        CORRECTED,
        "une de mes appréciations est corrigée",
        "{who} a corrigé une de vos appréciations ({document}).",
        "bilans:official_text",
        profiles=_WRITERS,
        is_compulsory=True,
    )
)
notice_kinds.register(
    NoticeKind(
        MISSING,
        "il me reste des saisies dans un bilan officiel",
        "{document} : il vous reste {what}.",
        "bilans:official_document",
        profiles=_WRITERS,
    )
)


def tell_opened(edition: Edition, status: Status, *, by: Account) -> int:
    """Tell those who write at that status that they may; how many are told. Nobody is told that it is shut."""
    told = _writers(edition, status)
    if not told:
        return 0
    row = status_row(edition)
    return notify(OPENED, told, by=by, target=row.pk if row else 0, document=edition.label, status=status.label)


def status_row(edition: Edition) -> DocumentStatus | None:
    """The stored status of a document, which a notice is about; None when nothing was ever said of it."""
    found: DocumentStatus | None = DocumentStatus.objects.filter(
        kind=edition.kind.code, year=edition.year, period=edition.dates.period_id, school_class=edition.school_class
    ).first()
    return found


def _writers(edition: Edition, status: Status) -> list[Account]:
    if status not in (Status.TEACHERS, Status.MIXED, Status.SYNTHESIS):
        return []
    assigned = TeachingAssignment.objects.filter(school_class=edition.school_class)
    if status is Status.SYNTHESIS:
        keys = set(assigned.filter(is_pp=True).values_list("teacher_id", flat=True))
    else:
        pupils = pupils_of_edition(edition).order_by().values("pk")
        groups = GroupMembership.objects.filter(pupil__in=pupils).order_by().values("group")
        keys = set(assigned.values_list("teacher_id", flat=True))
        keys.update(GroupTeaching.objects.filter(group__in=groups).values_list("teacher_id", flat=True))
    right = edition.kind.to_conclude if status is Status.SYNTHESIS else edition.kind.to_write
    return [each for each in Account.objects.filter(pk__in=keys).in_name_order() if may(each, right)]


def tell_corrected(text: Appreciation, *, by: Account, document: str) -> None:
    """Tell an author that a colleague corrected his text."""
    if text.author:
        notify(CORRECTED, [text.author], by=by, target=text.pk, who=by.author_label, document=document)


def tell_fault(text: Appreciation, *, by: Account, document: str, message: str) -> None:
    """Tell an author that there may be a fault in his text."""
    if text.author:
        notify(FAULT, [text.author], by=by, target=text.pk, who=by.author_label, document=document, message=message)
