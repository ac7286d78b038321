"""« Annuler une compétence validée »: the only way back from what is final."""

import datetime
from dataclasses import replace

from django.db import transaction

from accounts.models import Account
from grids.services import (
    CellChange,
    RefusedSave,
    Verdict,
    check_things,
    lock_pupils_open_to,
    lock_stored,
    write_batch,
)
from sacoche.kit.journal import record
from schools.models import School
from socle.models import Gesture, Pilier, State
from socle.subjects import PILIERS

RIGHT = "socle.cancel_piliers"


class NotValidated(RefusedSave):
    """The compétence is not validated, or not any more."""


class ValidatedSince(RefusedSave):
    """The compétence is validated, but by another decision than the one that was shown."""


def cancel_pilier(
    *,
    actor: Account,
    school: School,
    pupil_id: int,
    pilier_id: int,
    decided_on: datetime.date | None,
    author_label: str,
) -> tuple[Account, Pilier]:
    """Take one validated compétence away from a pupil, with its line of history; his items are not touched.

    `decided_on` and `author_label` are those of the decision that was shown: no other is cancelled.

    Raises RefusedSave, having written nothing: NotValidated when there is nothing to cancel, ValidatedSince when it is
    not what was shown.
    """
    with transaction.atomic():
        pupil = lock_pupils_open_to(actor, replace(PILIERS, right=RIGHT), {pupil_id})[pupil_id]
        check_things(PILIERS, {pilier_id})
        change = CellChange(pupil_id, pilier_id, State.VALIDATED.value, PILIERS.blank, Gesture.CANCEL)
        stored = lock_stored(PILIERS, [change.key]).get(change.key)
        if stored is None or stored.state != State.VALIDATED:
            raise NotValidated(f"Cette compétence n'est pas validée pour {pupil.full_name} : rien n'a été changé.")
        pilier = Pilier.objects.get(pk=pilier_id)
        if (stored.decided_on, stored.author_label) != (decided_on, author_label):
            raise ValidatedSince(
                f"Rien n'a été annulé : « {pilier} » a été validée de nouveau pour {pupil.full_name} depuis que vous "
                "avez affiché cette page. Relisez sa date et son auteur avant de confirmer."
            )
        batch = write_batch(actor, PILIERS, Verdict(deletes=[(change, stored)]))
        details = {"pilier": str(pilier), "pupil": pupil.full_name, "batch": str(batch)}
        record("socle.cancel_pilier", actor=actor, school=school, **details)
    return pupil, pilier
