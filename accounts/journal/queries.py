"""What « Log des actions sensibles » reads."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import JournalEntry
from sacoche.kit.files.tables import Value
from sacoche.kit.journal import Verb, verbs
from sacoche.kit.text import unaccent


@dataclass(frozen=True)
class Line:
    """A line as it is read: who, what, when, from where."""

    at: datetime.datetime
    who: str
    what: str
    address: str

    @property
    def cells(self) -> tuple[Value, ...]:
        """The line in a table whose heads are HEADS."""
        return self.at.date(), f"{self.at:%H:%M:%S}", self.who, self.what, self.address


# Instead of the code of an action, all those of `codes_of_sign_in`.
COMINGS_AND_GOINGS = "connexions"
HEADS = ("Date", "Heure", "Auteur", "Action", "Adresse réseau")


def entries_matching(
    *, starts_on: datetime.date | None, ends_on: datetime.date | None, words: str, code: str
) -> QuerySet[JournalEntry]:
    """The lines of those local days, both included, that hold every word, of that action; the latest first.

    Comings and goings, a hundred times as many as all the others, are left out unless `code` asks for them.
    """
    entries: QuerySet[JournalEntry] = JournalEntry.objects.order_by("-at", "-pk")
    if starts_on:
        entries = entries.filter(at__gte=_local(starts_on, datetime.time.min))
    if ends_on:
        entries = entries.filter(at__lte=_local(ends_on, datetime.time.max))
    for word in unaccent(words).split():
        entries = entries.filter(search_text__contains=word)
    if code == COMINGS_AND_GOINGS:
        return entries.filter(code__in=codes_of_sign_in())
    return entries.filter(code=code) if code else entries.exclude(code__in=codes_of_sign_in())


def codes_of_sign_in() -> list[str]:
    """The actions that coming, leaving and failing to come in leave a line of."""
    return [verb.code for verb in verbs if verb.is_of_sign_in]


def lines(entries: Any) -> Iterator[Line]:
    """These lines (a queryset, or a page of one), in words."""
    facts = entries.values_list("at", "actor_label", "code", "details", "address")
    for at, who, code, details, address in facts.iterator(chunk_size=500):
        what = verbs.get(code).told(details) if code in verbs else code
        yield Line(timezone.localtime(at), who, what, address)


def _local(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


def actions() -> list[tuple[str, list[tuple[str, str]]]]:
    """The actions that the journal knows, by room of the house, as the choices of a list."""
    rooms: dict[str, list[Verb]] = {}
    for verb in verbs:
        rooms.setdefault(verb.code.partition(".")[0], []).append(verb)
    return [
        (str(apps.get_app_config(room).verbose_name), [(verb.code, verb.label) for verb in declared])
        for room, declared in rooms.items()
    ]
