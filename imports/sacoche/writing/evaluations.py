"""Évaluations, then their marks, by the hundred thousand."""

from collections.abc import Iterator, Sequence
from typing import Any

from evaluations.models import Evaluation, EvaluationItem, EvaluationPupil, Mark, Share, Signature
from evaluations.models.asking import Request
from evaluations.models.beside import Document, DocumentKind
from imports.sacoche.moving.evaluations import Evaluations, MarkReader, NewEvaluation, TraceKey
from imports.sacoche.moving.requests import NewRequest
from imports.sacoche.moving.structure import Structure
from imports.sacoche.moving.trees import Trees
from imports.sacoche.writing.numbers import Numbers
from sacoche.kit.bulk import bulk_insert
from schools.years import first_year

_TOLD_EVERY = 2_000


def write_evaluations(plan: Evaluations, trees: Trees, structure: Structure, numbers: Numbers) -> dict[TraceKey, int]:
    """Write them and their traces, in the order of their numbers: of two marks of a day, the last is the newer one.

    Says what number each trace got.
    """
    whole: list[tuple[int | TraceKey, NewEvaluation]] = [*plan.evaluations.items(), *plan.traces.items()]
    whole.sort(key=lambda pair: pair[1].origin)
    keys = [key for key, _each in whole]
    made = numbers.create(Evaluation, keys, [_evaluation(each, numbers) for _key, each in whole])
    numbers.evaluations = {number: made[number] for number in plan.evaluations}
    _write_lines(plan, trees, structure, numbers)
    return {key: made[key] for key in plan.traces}


def _evaluation(each: NewEvaluation, numbers: Numbers) -> Evaluation:
    return Evaluation(
        school=numbers.school,
        owner_id=numbers.accounts.get(each.owner),
        owner_label=each.owner_label,
        year=_year(each.given_on, numbers),
        title=each.title,
        given_on=each.given_on,
        visible_on=each.visible_on,
        self_until=each.self_until,
        school_class_id=numbers.classes.get(each.place),
        group_id=numbers.groups.get(each.place),
        pupil_order=each.pupil_order,
        is_finished=each.is_finished,
        is_trace=each.is_trace,
    )


def _year(day: Any, numbers: Numbers) -> int:
    return first_year(day, switch_month=numbers.school.year_switch_month)


def _write_lines(plan: Evaluations, trees: Trees, structure: Structure, numbers: Numbers) -> None:
    school, made = numbers.school, numbers.evaluations
    places = _places(trees, structure)
    EvaluationItem.objects.bulk_create(
        [
            EvaluationItem(school=school, evaluation_id=made[number], item_id=numbers.items[item], order=rank)
            for number, items in plan.items.items()
            for rank, item in enumerate(sorted(items, key=lambda each: (items[each], places[each])), start=1)
        ],
        batch_size=500,
    )
    EvaluationPupil.objects.bulk_create(
        [
            EvaluationPupil(school=school, evaluation_id=made[number], pupil_id=numbers.accounts[pupil])
            for number, each in plan.evaluations.items()
            for pupil in dict.fromkeys(each.chosen)
        ]
    )
    _write_documents(plan, numbers)
    Share.objects.bulk_create(
        [
            Share(school=school, evaluation_id=made[number], colleague_id=numbers.accounts[person], level=level)
            for number, shares in plan.shares.items()
            if number in made
            for person, level in shares.items()
        ]
    )


def _write_documents(plan: Evaluations, numbers: Numbers) -> None:
    """The addresses of subjects and answers: the files stayed on the former server."""
    links = [
        (number, kind, link)
        for number, each in plan.evaluations.items()
        for kind, link in ((DocumentKind.SUBJECT, each.subject), (DocumentKind.ANSWER, each.answers))
        if link
    ]
    Document.objects.bulk_create(
        [
            Document(school=numbers.school, evaluation_id=numbers.evaluations[number], kind=kind.value, link=link)
            for number, kind, link in links
        ]
    )


def write_requests(requests: Sequence[NewRequest], numbers: Numbers) -> None:
    """Write what pupils ask to be evaluated on."""
    accounts = numbers.accounts
    Request.objects.bulk_create(
        [
            Request(
                school=numbers.school,
                pupil_id=accounts[each.pupil],
                item_id=numbers.items[each.item],
                addressee_id=accounts.get(each.addressee),
                asked_on=each.asked_on,
                score=each.score,
                message=each.message,
                status=each.status,
            )
            for each in requests
        ]
    )


def _places(trees: Trees, structure: Structure) -> dict[int, tuple[Any, ...]]:
    """Where each item stands: an évaluation that nobody put in order follows the référentiels."""
    found = {}
    for number, item in trees.items.items():
        theme = trees.themes[item.theme]
        domaine = trees.domaines[theme.domaine]
        matiere = structure.matieres[domaine.tree[0]].label
        found[number] = (matiere, domaine.tree[1], domaine.order, theme.order, item.order, number)
    return found


def write_marks(plan: Evaluations, reader: MarkReader, traces: dict[TraceKey, int], numbers: Numbers) -> int:
    """Write the marks as they are read again; how many there were."""
    signatures = sorted(plan.signatures)
    rows = [
        Signature(school=numbers.school, account_id=numbers.accounts.get(author), label=label)
        for author, label in signatures
    ]
    signed = numbers.create(Signature, signatures, rows)
    return bulk_insert(Mark, _marks(plan, reader, traces, signed, numbers))


def _marks(
    plan: Evaluations,
    reader: MarkReader,
    traces: dict[TraceKey, int],
    signed: dict[Any, int],
    numbers: Numbers,
) -> Iterator[dict[str, Any]]:
    total = plan.marks.total()
    years: dict[Any, int] = {}
    for rank, mark in enumerate(reader.marks()):
        if rank % _TOLD_EVERY == 0:
            numbers.progress(rank, total)
        if mark.given_on not in years:
            years[mark.given_on] = _year(mark.given_on, numbers)
        yield {
            "pupil_id": numbers.accounts[mark.pupil],
            "item_id": numbers.items[mark.item],
            "evaluation_id": traces[mark.trace] if mark.trace else numbers.evaluations[mark.evaluation],
            "author_id": signed[mark.author, mark.author_label],
            "given_on": mark.given_on,
            "visible_on": mark.visible_on,
            "year": years[mark.given_on],
            "code": mark.code,
        }
