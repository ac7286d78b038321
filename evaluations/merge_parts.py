"""What évaluations and the scale hold about accounts, for a merge."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.merging.merge import Merge, hold, move_links
from accounts.models import Account
from evaluations.models import (
    OPEN,
    Document,
    Evaluation,
    EvaluationPupil,
    Mark,
    MarkChange,
    Need,
    PupilComment,
    Request,
    ResultQuestion,
    ScaleChange,
    Seat,
    SeatPlan,
    SelfMark,
    Share,
    Signature,
    TeamMember,
)
from evaluations.services.marks import take_marks_away
from grids.gestures import MERGE
from sacoche.kit.text import count

hold(ScaleChange, "author")
hold(Evaluation, "owner", label="évaluations")
hold(Signature, "account")


def _both_marked(kept: Account, other: Account) -> QuerySet[Mark]:
    """The marks of `other` in cells where `kept` has one too: those of the kept account stay."""
    own = Mark.objects.filter(pupil=kept, item=OuterRef("item"), evaluation=OuterRef("evaluation"))
    found: QuerySet[Mark] = Mark.objects.filter(Exists(own), pupil=other)
    return found


def _move_marks(merge: Merge) -> None:
    """One mark a cell; the one that gives way stays readable in the history, which follows."""
    own = {(mark.item_id, mark.evaluation_id): mark.code for mark in Mark.objects.filter(pupil=merge.kept)}
    take_marks_away(
        _both_marked(merge.kept, merge.other),
        actor=merge.actor,
        gesture=MERGE,
        left=lambda mark: own[mark.item_id, mark.evaluation_id],
    )
    Mark.objects.filter(pupil=merge.other).update(pupil=merge.kept)


def _mark_remarks(kept: Account, other: Account) -> list[str]:
    number = _both_marked(kept, other).count()
    if not number:
        return []
    said = count(number, "résultat est sur les deux comptes", "résultats sont sur les deux comptes")
    return [f"{said} : celui du compte gardé reste, l'autre va dans l'histoire."]


def _move_chosen(merge: Merge) -> None:
    held = EvaluationPupil.objects.filter(pupil=merge.kept).values("evaluation")
    EvaluationPupil.objects.filter(pupil=merge.other, evaluation__in=held).delete()
    EvaluationPupil.objects.filter(pupil=merge.other).update(pupil=merge.kept)


def _move_shares(merge: Merge) -> None:
    """What is shared with both keeps the higher level; what is one's own is shared with oneself no more."""
    Share.objects.filter(colleague=merge.other, evaluation__owner=merge.kept).delete()
    Share.objects.filter(colleague=merge.kept, evaluation__owner=merge.kept).delete()
    known = {share.evaluation_id: share for share in Share.objects.filter(colleague=merge.kept)}
    for share in Share.objects.filter(colleague=merge.other, evaluation__in=known):
        mine = known[share.evaluation_id]
        Share.objects.filter(pk=mine.pk).update(level=max(mine.level, share.level))
        share.delete()
    Share.objects.filter(colleague=merge.other).update(colleague=merge.kept)


def _move_plans(merge: Merge) -> None:
    """Of two plans for one class or group, that of the kept account stays."""
    kept = SeatPlan.objects.filter(owner=merge.kept)
    same = Q(school_class__in=kept.exclude(school_class=None).values("school_class"))
    same |= Q(group__in=kept.exclude(group=None).values("group"))
    SeatPlan.objects.filter(same, owner=merge.other).delete()
    SeatPlan.objects.filter(owner=merge.other).update(owner=merge.kept)


hold(Mark, "pupil", move=_move_marks, label="résultats d'évaluations", remarks=_mark_remarks)
hold(MarkChange, "pupil", label="lignes d'histoire de résultats")
hold(MarkChange, "actor")
hold(EvaluationPupil, "pupil", move=_move_chosen, label="évaluations où il est choisi")
hold(Share, "colleague", move=_move_shares, label="évaluations partagées avec ce compte")
hold(SeatPlan, "owner", move=_move_plans, label="plans de classe")
hold(Seat, "pupil", move=move_links(Seat, holder="pupil", to="plan"))
hold(TeamMember, "pupil", move=move_links(TeamMember, holder="pupil", to="evaluation"))


def _move_once(model: type[Any], *once: str) -> Callable[[Merge], None]:
    """One row for these columns: that of the kept account stays, the other account's goes."""

    def move(merge: Merge) -> None:
        held = {tuple(row) for row in model.objects.filter(pupil=merge.kept).values_list(*once)}
        rows = model.objects.filter(pupil=merge.other).values_list("pk", *once)
        doubles = [pk for pk, *place in rows if tuple(place) in held]
        model.objects.filter(pk__in=doubles).delete()
        model.objects.filter(pupil=merge.other).update(pupil=merge.kept)

    return move


def _move_requests(merge: Merge) -> None:
    """An item is asked for once: that of the kept account stays."""
    asked = Request.objects.filter(pupil=merge.kept).open().values("item")
    Request.objects.filter(pupil=merge.other, status__in=OPEN, item__in=asked).delete()
    Request.objects.filter(pupil=merge.other).update(pupil=merge.kept)


hold(Document, "pupil", move=_move_once(Document, "evaluation_id", "kind"), label="documents d'évaluations")
hold(PupilComment, "pupil", move=_move_once(PupilComment, "evaluation_id"), label="commentaires d'évaluations")
hold(SelfMark, "pupil", move=_move_once(SelfMark, "evaluation_id", "item_id"), label="auto-évaluations")
hold(
    ResultQuestion,
    "pupil",
    move=_move_once(ResultQuestion, "evaluation_id", "item_id"),
    label="questions sur un résultat",
)
hold(Need, "pupil", move=_move_once(Need, "group_id", "item_id"))
hold(Request, "pupil", move=_move_requests, label="demandes d'évaluation")
hold(Request, "addressee")
