"""Writing decisions, each with its line of history. The callers have checked and locked what is written."""

import uuid
from typing import Any

from accounts.models import Account
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now, today
from socle.models import State, ValidationChange
from socle.services.cells import Verdict
from socle.subjects import Subject


def write_batch(actor: Account, subject: Subject, verdict: Verdict, *, batch: uuid.UUID | None = None) -> uuid.UUID:
    """Write what a verdict keeps, dated today and signed by `actor`, with its history; the number of the batch.

    `batch` is the number under which a page knows its save, when it gave one. The line of the journal is left to the
    caller.
    """
    batch = batch or uuid.uuid4()
    _write_decisions(actor, subject, verdict)
    _write_history(actor, subject, verdict, batch)
    return batch


def _write_decisions(actor: Account, subject: Subject, verdict: Verdict) -> None:
    signature = {"decided_on": today(), "author_label": actor.author_label, "author_id": actor.pk}
    model = subject.decisions
    bulk_insert(
        model,
        [{"pupil_id": each.pupil_id, subject.key: each.about_id, "state": each.wanted} for each in verdict.inserts],
        common=signature,
    )
    for state in (State.REFUSED, State.VALIDATED):
        turned = [decision.pk for change, decision in verdict.updates if change.wanted == state]
        if turned:
            model.objects.filter(pk__in=turned).update(state=state, **signature)
    if verdict.deletes:
        model.objects.filter(pk__in=[decision.pk for _, decision in verdict.deletes]).delete()


def _write_history(actor: Account, subject: Subject, verdict: Verdict, batch: uuid.UUID) -> None:
    done: dict[str, Any] = {
        "at": now(),
        "actor_id": actor.pk,
        "actor_label": actor.author_label,
        "batch": batch,
    }
    pairs = [*((change, None) for change in verdict.inserts), *verdict.updates, *verdict.deletes]
    bulk_insert(
        ValidationChange,
        [
            {
                "pupil_id": change.pupil_id,
                subject.key: change.about_id,
                "before": change.displayed,
                "after": change.wanted,
                "before_on": decision.decided_on if decision else None,
                "before_label": decision.author_label if decision else "",
                "gesture": change.gesture,
            }
            for change, decision in pairs
        ],
        common=done,
    )
