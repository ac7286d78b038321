"""What can be put right by itself, once somebody asks for it."""

from django.db import transaction

from accounts.models import Account
from operation.checking.findings import broken_keys
from operation.queries import was_saved_lately
from sacoche.kit.journal import record
from schools.models import School


class NotSaved(Exception):
    """The school was not saved within 24 hours: nothing is repaired before it is."""


def repair(*, actor: Account | None, school: School) -> tuple[int, int]:
    """Empty the keys of the open school that point at nothing of it, and delete the rows that cannot do without.

    How many rows were deleted, how many keys emptied. Raises NotSaved.
    """
    if not was_saved_lately():
        raise NotSaved("Sauvegardez d'abord l'établissement : réparer efface des lignes.")
    deleted = emptied = 0
    with transaction.atomic():
        for key, rows in broken_keys(school):
            if key.null:
                emptied += rows.update(**{key.attname: None})
            else:
                deleted += sum(row.delete()[0] for row in rows)
        if deleted or emptied:
            record("operation.repair", actor=actor, school=school, deleted=deleted, emptied=emptied)
    return deleted, emptied
