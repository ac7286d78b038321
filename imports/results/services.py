"""Take the results of a file, or take them back; keep the file while its table is checked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import Account
from documents.notes import drop_note, read_note, write_note
from evaluations.queries.scale import current_scale
from evaluations.queries.sent import results_sent
from evaluations.services.received import Received, take_back_received, write_received
from evaluations.transfer import SentResult, Transfer, read, write
from grids.services import lock_pupils
from imports.models import ReceivedResult
from imports.results.matching import match_codes
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.journal import record
from schools.models import School

_NOTE = "resultats"
_SOURCE = 120


@dataclass(frozen=True)
class Taken:
    """What taking a file did: results written, known already, kept aside."""

    written: int
    known: int
    aside: int


# --- Out --------------------------------------------------------------------------------------------------------------


def give(pupil: Account, *, actor: Account, school: School) -> bytes | None:
    """The file of the results of a pupil, signed; None when he has none. The journal says so."""
    transfer = results_sent(pupil, school)
    if not transfer.results:
        return None
    record("imports.give_results", actor=actor, school=school, pupil=pupil.full_name, results=len(transfer.results))
    return write(transfer)


# --- In ---------------------------------------------------------------------------------------------------------------


def keep(owner: Account, content: bytes) -> Transfer:
    """Keep a file, a day at most, sealed, while its owner checks it; what it holds. Raises Unreadable."""
    transfer = read(content)
    write_note(owner=owner, kind=_NOTE, value=content.decode())
    return transfer


def kept(owner: Account) -> Transfer | None:
    """The file that this person has to check."""
    content = read_note(owner=owner, kind=_NOTE)
    return read(content.encode()) if content else None


def forget(owner: Account) -> None:
    """Give the file up."""
    drop_note(owner=owner, kind=_NOTE)


@transaction.atomic
def take(transfer: Transfer, *, pupil: Account, chosen: Mapping[int, int], actor: Account, school: School) -> Taken:
    """Write the results whose item has one of the school (`chosen`, by rank), keep the others aside.

    A result that was taken before is left as it is: the same file twice changes nothing.
    """
    lock_pupils([pupil.pk])
    before = {row.digest: row for row in ReceivedResult.objects.filter(pupil=pupil)}
    waiting = [each for each in _lines(transfer) if not _is_taken(before, each)]
    codes = match_codes(transfer.results, current_scale().codes)
    wanted, results, aside = [], [], []
    for line in waiting:
        code = codes[line.result.code, line.result.value].kept
        item = chosen.get(line.result.item)
        if item is None or not code:
            aside.append(line)
        else:
            wanted.append(line)
            results.append(Received(item, code, line.result.given_on, line.result.title))
    traces = write_received(pupil, results, source=transfer.school, actor=actor)
    _remember(transfer, pupil, before, list(zip(wanted, traces, strict=True)))
    new_aside = [line for line in aside if line.digest not in before]
    bulk_insert(ReceivedResult, [_row(transfer, pupil, line, None) for line in new_aside])
    drop_note(owner=actor, kind=_NOTE)
    taken = Taken(len(wanted), len(transfer.results) - len(waiting), len(aside))
    if wanted or new_aside:
        told = {"pupil": pupil.full_name, "results": taken.written, "aside": taken.aside, "source": transfer.source}
        record("imports.take_results", actor=actor, school=school, **told)
    return taken


@transaction.atomic
def take_back(pupil: Account, *, actor: Account, school: School) -> int:
    """Take away all that this pupil was given by other schools, put aside or not; how many results that was."""
    lock_pupils([pupil.pk])
    rows = ReceivedResult.objects.filter(pupil=pupil)
    number: int = rows.count()
    traces = set(rows.exclude(evaluation=None).order_by().values_list("evaluation", flat=True))
    take_back_received(pupil, sorted(traces), actor=actor)
    rows.order_by().delete()
    if number:
        record("imports.take_results_back", actor=actor, school=school, pupil=pupil.full_name, results=number)
    return number


@dataclass(frozen=True)
class _Line:
    result: SentResult
    digest: str


def _lines(transfer: Transfer) -> list[_Line]:
    """Each result with what knows it again: all that it says, and its rank among those that say the same."""
    seen: dict[tuple[Any, ...], int] = {}
    lines = []
    for result in transfer.results:
        item = transfer.items[result.item]
        what = (item.matiere, item.niveau, item.reference, item.name, result.title, result.code)
        told = (transfer.uai or transfer.school, result.given_on.isoformat(), *what)
        seen[told] = seen.get(told, 0) + 1
        digest = hashlib.sha256("\0".join([*told, str(seen[told])]).encode()).hexdigest()[:32]
        lines.append(_Line(result, digest))
    return lines


def _is_taken(before: Mapping[str, ReceivedResult], line: _Line) -> bool:
    row = before.get(line.digest)
    return row is not None and row.is_taken


def _remember(
    transfer: Transfer,
    pupil: Account,
    before: Mapping[str, ReceivedResult],
    taken: Sequence[tuple[_Line, int]],
) -> None:
    """Those that were kept aside until now say what took them; the others are new."""
    new = []
    for line, trace in taken:
        row = before.get(line.digest)
        if row is None:
            new.append(_row(transfer, pupil, line, trace))
        else:
            ReceivedResult.objects.filter(pk=row.pk).update(evaluation=trace)
    bulk_insert(ReceivedResult, new)


def _row(transfer: Transfer, pupil: Account, line: _Line, trace_id: int | None) -> dict[str, Any]:
    item, result = transfer.items[line.result.item], line.result
    return {
        "pupil_id": pupil.pk,
        "source": transfer.source[:_SOURCE],
        "digest": line.digest,
        "given_on": result.given_on,
        "matiere": item.matiere,
        "niveau": item.niveau,
        "reference": item.reference,
        "name": item.name,
        "code": result.code,
        "legend": result.legend,
        "value": result.value,
        "title": result.title,
        "evaluation_id": trace_id,
    }
