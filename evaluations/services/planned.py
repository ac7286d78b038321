"""What becomes of the requests of pupils when the « PA » of their cells go, come back or are typed over.

A code over a « PA », a special one too, is the answer to the request; a « PA » emptied gives it back to be dealt with.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from evaluations.models import PLANNED, Evaluation, Mark, Request, RequestStatus

# A pupil, an item.
Place = tuple[int, int]


def planned_among(marks: QuerySet[Mark], keys: Iterable[tuple[int, int, int]]) -> list[Place]:
    """The places of these marks of one évaluation that are « PA »."""
    wanted = {key[:2] for key in keys}
    rows = marks.filter(code=PLANNED, pupil__in={pupil for pupil, _ in wanted}).values_list("pupil_id", "item_id")
    return [place for place in rows if place in wanted]


def remove_requests(places: Sequence[Place]) -> int:
    """These places have got a code: what was asked is done. How many requests were open there."""
    number: int = _open_at(places).update(status=RequestStatus.DONE)
    return number


def give_back_requests(places: Sequence[Place]) -> int:
    """These places are planned no more: what was asked waits again. How many requests were being prepared there."""
    prepared = _open_at(places).filter(status=RequestStatus.PREPARED)
    number: int = prepared.update(status=RequestStatus.ASKED, evaluation=None)
    return number


def take_up_requests(evaluation: Evaluation, rows: Sequence[Mapping[str, Any]]) -> None:
    """« PA » are back in these cells of an évaluation: the requests that they stood for are in preparation again."""
    places = [(row["pupil_id"], row["item_id"]) for row in rows]
    waiting = {(each.pupil_id, each.item_id): each.pk for each in _open_at(places)}
    done = _at(places).filter(status=RequestStatus.DONE, evaluation=evaluation).order_by("pk")
    latest = {(each.pupil_id, each.item_id): each.pk for each in done}
    taken = [waiting.get(place) or latest.get(place) for place in places]
    Request.objects.filter(pk__in=[pk for pk in taken if pk]).update(
        status=RequestStatus.PREPARED, evaluation=evaluation
    )


def _open_at(places: Sequence[Place]) -> QuerySet[Request]:
    found: QuerySet[Request] = _at(places).open()
    return found


def _at(places: Sequence[Place]) -> Any:
    """The requests of exactly these pupils on these items."""
    if not places:
        return Request.objects.none()
    by_item: dict[int, list[int]] = {}
    for pupil, item in places:
        by_item.setdefault(item, []).append(pupil)
    here = Q()
    for item, pupils in by_item.items():
        here |= Q(item=item, pupil__in=pupils)
    return Request.objects.filter(here)
