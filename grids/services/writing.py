"""Writing decisions, each with its line of history. The callers have checked and locked what is written."""

import uuid
from typing import Any

from accounts.models import Account
from grids.alphabet import Value
from grids.services.cells import Verdict
from grids.store import Key as StoreKey
from grids.store import Written
from grids.subject import Subject
from sacoche.kit.clock import now


def write_batch(actor: Account, subject: Subject, verdict: Verdict, *, batch: uuid.UUID | None = None) -> uuid.UUID:
    """Write what a verdict keeps, dated today and signed by `actor`, with its history; the number of the batch.

    `batch` is the number under which a page knows its save, when it gave one. The line of the journal is left to the
    caller.
    """
    batch = batch or uuid.uuid4()
    # First: what a store keeps of the decisions that were there, it reads before they go.
    _write_history(actor, subject, verdict, batch)
    _write_decisions(actor, subject, verdict)
    return batch


def _write_decisions(actor: Account, subject: Subject, verdict: Verdict) -> None:
    store = subject.store
    store.insert(actor, [Written(each.pupil_id, each.about_id, each.wanted) for each in verdict.inserts])
    turned: dict[Value, list[StoreKey]] = {}
    for change, decision in verdict.updates:
        turned.setdefault(change.wanted, []).append(decision.pk)
    for value, pks in turned.items():
        store.update(actor, value, pks)
    if verdict.deletes:
        store.delete([decision.pk for _, decision in verdict.deletes])


def _write_history(actor: Account, subject: Subject, verdict: Verdict, batch: uuid.UUID) -> None:
    done: dict[str, Any] = {
        "at": now(),
        "actor_id": actor.pk,
        "actor_label": actor.author_label,
        "batch": batch,
    }
    pairs = [*((change, None) for change in verdict.inserts), *verdict.updates, *verdict.deletes]
    subject.store.write_history(
        [
            {
                "pupil_id": change.pupil_id,
                subject.thing_id: change.about_id,
                "before": change.displayed,
                "after": change.wanted,
                "before_on": decision.decided_on if decision else None,
                "before_label": decision.author_label if decision else "",
                "gesture": change.gesture,
            }
            for change, decision in pairs
        ],
        [decision and decision.pk for _, decision in pairs],
        done,
    )
