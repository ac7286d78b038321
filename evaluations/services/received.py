"""Results that another school gave to a pupil: written in traces of évaluations, which nobody changes any more."""

import datetime
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from accounts.models import Account
from evaluations.models import Evaluation, Mark, MarkChange
from evaluations.models.evaluation import TITLE_LENGTH
from evaluations.services.marks import RECEIVED, done_by, take_marks_away
from sacoche.kit.bulk import bulk_insert
from schools.models import School
from schools.years import first_year


class Received(NamedTuple):
    """A result to write: its item here, its code here, what its évaluation was called there."""

    item_id: int
    code: str
    given_on: datetime.date
    title: str


def write_received(pupil: Account, results: Sequence[Received], *, source: str, actor: Account) -> list[int]:
    """Write these results of a pupil, each with its line of history; the number of the trace that each is in.

    The caller holds the pupil. A trace is that of a title and of a day; where the cell is taken, another one is made.
    """
    traces = _Traces(pupil, source)
    found = [traces.room_for(result) for result in results]
    rows = [_row(pupil, result, trace) for result, trace in zip(results, found, strict=True)]
    bulk_insert(Mark, rows)
    lines = [
        {key: row[key] for key in ("pupil_id", "item_id", "evaluation_id")} | {"before": "", "after": row["code"]}
        for row in rows
    ]
    bulk_insert(MarkChange, lines, common=done_by(actor, RECEIVED, uuid.uuid4()))
    return [trace.pk for trace in found]


def take_back_received(pupil: Account, traces: Sequence[int], *, actor: Account) -> int:
    """Take away the results of a pupil that are in these traces; how many there were."""
    marks = Mark.objects.filter(pupil=pupil, evaluation__in=traces, evaluation__is_trace=True)
    return take_marks_away(marks, actor=actor, gesture=RECEIVED)[0]


class _Traces:
    """The traces of one source, found or made as results come; which cells of the pupil are taken in them."""

    def __init__(self, pupil: Account, source: str) -> None:
        assert pupil.school is not None
        self._school: School = pupil.school
        self._source = source
        self._known: dict[tuple[str, datetime.date], Evaluation] = {}
        self._taken = set(Mark.objects.filter(pupil=pupil).values_list("item_id", "evaluation_id"))

    def room_for(self, result: Received) -> Evaluation:
        """The first trace of this title and day where the cell is free."""
        for rank in range(1, 1000):
            trace = self._trace(_title(result.title, self._source, rank), result.given_on)
            if (result.item_id, trace.pk) not in self._taken:
                self._taken.add((result.item_id, trace.pk))
                return trace
        raise AssertionError("a file has not a thousand results of one item on one day")

    def _trace(self, title: str, day: datetime.date) -> Evaluation:
        if (title, day) not in self._known:
            of_day = {"title": title, "given_on": day, "is_trace": True, "owner": None, "owner_label": ""}
            found = Evaluation.objects.filter(**of_day).order_by("pk").first()
            year = first_year(day, switch_month=self._school.year_switch_month)
            made = {"school": self._school, "visible_on": day, "year": year, "is_finished": True}
            self._known[title, day] = found or Evaluation.objects.create(**of_day, **made)
        return self._known[title, day]


def _title(title: str, source: str, rank: int) -> str:
    """« Fractions – Collège Untel », as long as a title may be."""
    end = f" – {source[:24].strip()}" + (f" ({rank})" if rank > 1 else "")
    return f"{(title or 'Évaluation')[: TITLE_LENGTH - len(end)].strip()}{end}"


def _row(pupil: Account, result: Received, trace: Evaluation) -> dict[str, object]:
    return {
        "pupil_id": pupil.pk,
        "item_id": result.item_id,
        "evaluation_id": trace.pk,
        "author_id": None,
        "given_on": result.given_on,
        "visible_on": trace.visible_on,
        "year": trace.year,
        "code": result.code,
    }
