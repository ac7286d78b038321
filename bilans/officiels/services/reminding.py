"""« Relancer »: one notice for each teacher, that says all that he still has to write."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db import transaction

from accounts.models import Account
from accounts.notices.services import notify
from bilans.officiels.notices import MISSING, status_row
from bilans.officiels.queries.missing import Missing, several
from sacoche.kit.journal import record
from sacoche.kit.text import count


@transaction.atomic
def remind(*, actor: Account, lacking: Sequence[Missing]) -> int:
    """Tell each teacher once what he lacks in these documents, all of one kind and period; how many are told."""
    by_teacher: dict[int, list[Missing]] = defaultdict(list)
    people: dict[int, Account] = {}
    for each in lacking:
        for teacher in each.teachers:
            people[teacher.pk] = teacher
            by_teacher[teacher.pk].append(each)
    told = sum(_remind(actor, people[key], own) for key, own in by_teacher.items())
    if lacking:
        record("bilans.remind", actor=actor, school=actor.school, teachers=told, document=_document(lacking[0]))
    return told


def _remind(actor: Account, teacher: Account, own: Sequence[Missing]) -> int:
    classes = list(dict.fromkeys(each.edition.school_class.label for each in own))
    said = []
    for label in classes:
        counts = Counter(each.what for each in own if each.edition.school_class.label == label)
        what = ", ".join(
            count(number, next(one.label for one in own if one.what == code), several(code))
            for code, number in counts.items()
        )
        said.append(f"{what} ({label})")
    row = status_row(own[0].edition)
    target = row.pk if row else 0
    return notify(MISSING, [teacher], by=actor, target=target, document=_document(own[0]), what=" ; ".join(said))


def _document(one: Missing) -> str:
    return f"{one.edition.kind.label} – {one.edition.dates.period.name}"
