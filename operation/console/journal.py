"""The journal of the operators: what each did, when, from where. Theirs alone: schools have their own."""

import datetime
from typing import Any

from django.db.models import QuerySet

from operation.console.models import Operator, OperatorEntry
from operation.console.verbs import verbs
from sacoche.kit.clock import now
from sacoche.kit.installation import journal_days
from sacoche.kit.journal import asked_from
from sacoche.kit.text import unaccent

# Who acts when nobody is signed in to the console: a command, a school.
BY_COMMAND, BY_SCHOOL = "commande du serveur", "établissement"


def note(
    code: str, *, operator: Operator | None, school_number: int = 0, who: str = BY_COMMAND, **details: Any
) -> None:
    """Write one line, in the transaction of the service that calls; `who` signs it when no operator does.

    Raises UnknownCode for a verb nobody declared, and KeyError when its sentence misses a detail.
    """
    verb, label = verbs.get(code), operator.full_name if operator else who
    verb.check(details)
    address = asked_from()
    OperatorEntry(
        operator=operator,
        operator_label=label,
        code=code,
        details=details,
        school_number=school_number,
        address=address,
        search_text=unaccent(f"{label} {verb.told(details)} {address}"),
    ).save()


def told(entry: OperatorEntry) -> str:
    """The line in words."""
    return verbs.get(entry.code).told(entry.details) if entry.code in verbs else entry.code


def entries_matching(words: str, *, school_number: int = 0) -> "QuerySet[OperatorEntry]":
    """The lines that hold every word, about one school when it is given; the latest first."""
    found = OperatorEntry.objects.all()
    if school_number:
        found = found.filter(school_number=school_number)
    for word in unaccent(words.replace("\0", " ")).split():
        found = found.filter(search_text__contains=word)
    return found


def forget_old_entries() -> int:
    """Delete the lines older than a journal is kept here; return how many. For the purge."""
    before = now() - datetime.timedelta(days=journal_days())
    return OperatorEntry.objects.filter(at__lt=before).delete()[0]
