"""A pupil evaluates himself: his codes stay beside those of his teacher, and count until he gives them."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Account
from evaluations.models import Evaluation, Mark, PupilComment, SelfMark
from evaluations.queries import current_scale
from evaluations.queries.items import items_of
from evaluations.queries.pupils import members_of
from evaluations.services.marks import SELF, Cell, lock_evaluation, write_cells
from evaluations.services.telling import tell_self_evaluated
from sacoche.kit.clock import now, today
from sacoche.kit.journal import record


class RefusedSelf(Exception):
    """Nothing was written; the message says why, as to a pupil."""


class SelfClosed(RefusedSelf):
    """The évaluation is not, or no longer, open to those who evaluate themselves."""


def why_closed(evaluation: Evaluation) -> str:
    """Why nobody evaluates himself here today; empty when one does."""
    if evaluation.self_until is None:
        return "Cette évaluation n'a pas d'auto-évaluation."
    if evaluation.self_until < today():
        return f"L'auto-évaluation est finie depuis le {evaluation.self_until:%d/%m/%Y} : on ne peut plus y répondre."
    return ""


@transaction.atomic
def evaluate_oneself(*, pupil: Account, pk: int, codes: Mapping[int, str], text: str) -> int:
    """Keep what a pupil says of himself; how many of his codes changed. `codes` are by item, empty to take one back.

    A cell that a teacher filled keeps its code: that of the pupil stands beside. Raises SelfClosed, RefusedSelf.
    """
    try:
        evaluation = lock_evaluation(pk)
    except Evaluation.DoesNotExist:
        raise SelfClosed("Ton professeur a retiré cette évaluation : rien n'a été enregistré.") from None
    if reason := why_closed(evaluation):
        raise SelfClosed(reason)
    _check(evaluation, pupil, codes)
    own = dict(SelfMark.objects.filter(evaluation=evaluation, pupil=pupil).values_list("item_id", "code"))
    changed = {item: code for item, code in codes.items() if own.get(item, "") != code}
    _keep_own(evaluation, pupil, changed)
    _fill(evaluation, pupil, changed)
    PupilComment.objects.update_or_create(evaluation=evaluation, pupil=pupil, defaults={"own_text": text})
    if changed:
        told = {"title": evaluation.title, "day": f"{evaluation.given_on:%d/%m/%Y}", "count": len(changed)}
        tell_self_evaluated(evaluation, by=pupil)
        record("evaluations.evaluate_oneself", actor=pupil, school=evaluation.school, **told)
    return len(changed)


def _check(evaluation: Evaluation, pupil: Account, codes: Mapping[int, str]) -> None:
    if not members_of(evaluation).filter(pk=pupil.pk).exists():
        raise SelfClosed("Tu n'es plus dans cette évaluation : rien n'a été enregistré.")
    allowed = {str(code.number) for code in current_scale().active}
    if not set(codes) <= set(items_of(evaluation.pk)) or not set(codes.values()) - {""} <= allowed:
        raise RefusedSelf("Une réponse n'est pas une de celles de la page : rien n'a été enregistré. Recharge la page.")


def _keep_own(evaluation: Evaluation, pupil: Account, changed: Mapping[int, str]) -> None:
    SelfMark.objects.filter(evaluation=evaluation, pupil=pupil, item__in=changed).delete()
    SelfMark.objects.bulk_create(
        [
            SelfMark(evaluation=evaluation, pupil=pupil, item_id=item, code=code, given_at=now())
            for item, code in changed.items()
            if code
        ]
    )


def _fill(evaluation: Evaluation, pupil: Account, changed: Mapping[int, str]) -> None:
    """The cells that are empty, or that the pupil filled himself, follow what he says."""
    marks = Mark.objects.filter(evaluation=evaluation, pupil=pupil, item__in=changed).select_related("author")
    held = {mark.item_id: mark for mark in marks}
    cells = [
        Cell(pupil.pk, item, code)
        for item, code in changed.items()
        if item not in held or (held[item].author is not None and held[item].author.account_id == pupil.pk)
    ]
    write_cells(evaluation, cells, actor=pupil, gesture=SELF)
