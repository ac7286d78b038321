"""Requests to be evaluated: a pupil asks and withdraws, a teacher prepares, answers, sets aside."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction

from accounts.models import Account
from evaluations.dates import Dates
from evaluations.models import PLANNED, Evaluation, EvaluationFile, Mark, Request, RequestStatus
from evaluations.queries import current_scale
from evaluations.queries.families import scores_of
from evaluations.queries.items import items_of
from evaluations.queries.pupils import members_of
from evaluations.queries.requests import matiere_of, refusal_of, teachers_to_ask
from evaluations.services.evaluations import Wanted, change_evaluation, create_evaluation, losses_of_change
from evaluations.services.marks import PREPARED, Cell, lock_evaluation, write_cells
from evaluations.services.telling import take_back_requested, tell_requested, tell_sorted
from referentiels.models import Item
from sacoche.kit.clock import today
from sacoche.kit.journal import record
from schools.losses import fingerprint
from schools.models import SchoolClass


class RefusedRequest(Exception):
    """Nothing was written; the message says why, in French."""


def ask(
    *,
    pupil: Account,
    item: Item,
    addressee: Account | None = None,
    message: str = "",
    file: EvaluationFile | None = None,
) -> Request:
    """Ask to be evaluated on an item, with the score that the pupil has today. Raises RefusedRequest."""
    teachers = teachers_to_ask(pupil, matiere_of(item))
    if not teachers:
        raise RefusedRequest(f"Aucun professeur n'est relié à toi en {matiere_of(item).label} : parles-en en classe.")
    if addressee is not None and addressee not in teachers:
        raise RefusedRequest("Ce professeur ne peut pas recevoir ta demande : choisis dans la liste.")
    score = scores_of(pupil, [item.pk], current_scale(), seen_on=today()).get(item.pk)
    try:
        with transaction.atomic():
            made = _ask(pupil, item, score, addressee=addressee, message=message, file=file)
            tell_requested(item, [addressee] if addressee else teachers, by=pupil)
            return made
    except IntegrityError:
        raise RefusedRequest("Tu as déjà demandé cet item : ton professeur a ta demande.") from None


def _ask(pupil: Account, item: Item, score: int | None, **said: object) -> Request:
    # Two requests of one pupil follow one another: his quota is counted on what stands.
    Account.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    if refusal := refusal_of(pupil, item):
        raise RefusedRequest(refusal.sentence)
    made: Request = Request.objects.create(pupil=pupil, item=item, asked_on=today(), score=score, **said)
    record("evaluations.ask", actor=pupil, school=pupil.school, item=item.name)
    return made


@transaction.atomic
def withdraw(*, pupil: Account, pk: int) -> bool:
    """Take one's own request back; False when it is no longer open, or is another's. Its « PA » goes with it."""
    found = Request.objects.filter(pupil=pupil, pk=pk).open().select_for_update(no_key=True).first()
    if found is None:
        return False
    item = found.item
    if found.evaluation_id:
        held = Evaluation.objects.live().filter(pk=found.evaluation_id).select_for_update(no_key=True).first()
        planned = Mark.objects.filter(evaluation=held, pupil=pupil, item=item, code=PLANNED) if held else ()
        if held and planned:
            write_cells(held, [Cell(pupil.pk, item.pk, "")], actor=pupil, gesture=PREPARED)
    found.delete()
    take_back_requested(item)
    record("evaluations.withdraw", actor=pupil, school=pupil.school, item=item.name)
    return True


@transaction.atomic
def sort_requests(*, actor: Account, requests: Sequence[Request], status: RequestStatus, word: str = "") -> int:
    """Give these open requests another status, and a word back to their pupils; how many still were open."""
    found = Request.objects.filter(pk__in=[each.pk for each in requests]).open()
    wanted = {"status": status} | ({"answer": word, "answered_by": actor.author_label} if word else {})
    number: int = found.update(**wanted)
    tell_sorted(requests, status.label, by=actor)
    _told(actor, number, status.label)
    return number


@transaction.atomic
def remove_requests(*, actor: Account, requests: Sequence[Request]) -> int:
    """Delete these open requests; how many there were."""
    found = Request.objects.filter(pk__in=[each.pk for each in requests]).open()
    number: int = found.count()
    found.delete()
    _told(actor, number, "retirées")
    return number


@dataclass(frozen=True)
class Prepared:
    """An évaluation made of requests: the cells planned, and those that had a code already."""

    evaluation: Evaluation
    planned: int
    left: int


@transaction.atomic
def prepare_new(
    *,
    actor: Account,
    requests: Sequence[Request],
    title: str,
    dates: Dates,
    school_class: SchoolClass | None = None,
    word: str = "",
) -> Prepared:
    """A new évaluation of the items that are asked for, for who asked for them, or for their whole class."""
    wanted = Wanted(
        title=title,
        dates=dates,
        items=list(dict.fromkeys(each.item_id for each in requests)),
        school_class=school_class,
        pupils=() if school_class else list(dict.fromkeys(each.pupil_id for each in requests)),
    )
    made = create_evaluation(actor=actor, wanted=wanted)
    return _plan(actor, made, requests, word)


@transaction.atomic
def prepare_in(*, actor: Account, pk: int, requests: Sequence[Request], word: str = "") -> Prepared:
    """Add what is asked for to an évaluation: its items, and who asked when its pupils are chosen one by one.

    Raises RefusedRequest, Evaluation.DoesNotExist.
    """
    evaluation = lock_evaluation(pk)
    asking = list(dict.fromkeys(each.pupil_id for each in requests))
    items = items_of(evaluation.pk)
    pupils = list(evaluation.chosen.values_list("pupil_id", flat=True))
    if not evaluation.is_of_chosen_pupils:
        members = set(members_of(evaluation).values_list("pk", flat=True))
        if out := [each.pupil for each in requests if each.pupil_id not in members]:
            names = ", ".join(dict.fromkeys(each.full_name for each in out))
            raise RefusedRequest(f"{names} : pas dans « {evaluation.title} ». Choisissez une autre évaluation.")
    wanted = replace(
        _as_it_is(evaluation),
        items=list(dict.fromkeys([*items, *(each.item_id for each in requests)])),
        pupils=list(dict.fromkeys([*pupils, *asking])) if evaluation.is_of_chosen_pupils else (),
    )
    changed = change_evaluation(
        actor=actor, pk=pk, wanted=wanted, seen=fingerprint(losses_of_change(evaluation, wanted))
    )
    return _plan(actor, changed, requests, word)


def _as_it_is(evaluation: Evaluation) -> Wanted:
    return Wanted(
        title=evaluation.title,
        dates=Dates(evaluation.given_on, evaluation.visible_on, evaluation.self_until),
        items=(),
        school_class=evaluation.school_class,
        group=evaluation.group,
        description=evaluation.description,
        pupil_order=evaluation.pupil_order,
        is_discreet=evaluation.is_discreet,
        is_lasting=evaluation.is_lasting,
    )


def _plan(actor: Account, evaluation: Evaluation, requests: Sequence[Request], word: str) -> Prepared:
    """« PA » in the empty cells that are asked for; their requests are in preparation there."""
    filled = set(Mark.objects.filter(evaluation=evaluation).values_list("pupil_id", "item_id"))
    empty = [each for each in requests if (each.pupil_id, each.item_id) not in filled]
    cells = [Cell(each.pupil_id, each.item_id, PLANNED) for each in empty]
    write_cells(evaluation, cells, actor=actor, gesture=PREPARED)
    sort_requests(actor=actor, requests=requests, status=RequestStatus.PREPARED, word=word)
    Request.objects.filter(pk__in=[each.pk for each in requests]).open().update(evaluation=evaluation)
    return Prepared(evaluation, len(cells), len(requests) - len(cells))


def _told(actor: Account, number: int, what: str) -> None:
    if number:
        record("evaluations.sort_requests", actor=actor, school=actor.school, count=number, what=what)


def remaining(limit: int, asked: int) -> str:
    """What a pupil may still ask for, once he has asked."""
    left = max(limit - asked, 0)
    if not left:
        return "Tu ne peux plus en faire d'autre dans cette matière pour le moment."
    return f"Tu peux encore en faire {left} dans cette matière."
