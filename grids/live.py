"""What a grid that is open must know of the others: who has it open too, and what was saved since."""

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.crypto import salted_hmac

from accounts.enums import Gender
from accounts.models import Account
from grids.alphabet import Value
from grids.gestures import BY_THE_SERVER
from grids.queries.places import Place, places_sharing_pupils
from grids.subject import Subject
from sacoche.kit.clock import now, today

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
# A line of history is dated before its transaction ends, by one server or another: it may appear late.
_SETTLED_AFTER = datetime.timedelta(seconds=60)


class SharedGrid(NamedTuple):
    """A grid that several people may have open: the things of a scope, for the pupils of a place.

    People who show only some of its things or of its pupils have the same grid open.
    """

    subject: Subject
    scope_id: int
    place: Place

    @property
    def code(self) -> str:
        return f"{self.subject.code}-{self.scope_id}-{self.place.code}"


def same_grids(grid: SharedGrid, codes: Iterable[str]) -> set[str]:
    """Of the grids that are open, by their codes, those with cells of this one: a class and a group share pupils."""
    starts = [f"{grid.subject.code}-{scope}-" for scope in grid.subject.scopes_sharing(grid.scope_id)]
    places = {code: code.removeprefix(start) for code in codes for start in starts if code.startswith(start)}
    sharing = {grid.place.code} | places_sharing_pupils(grid.place, set(places.values()) - {grid.place.code})
    return {grid.code} | {code for code, place in places.items() if place in sharing}


class LiveChange(NamedTuple):
    """A cell that was changed: what is stored now, and the last line of history about it.

    `on` and `by` are those of the decision, None without one; `save` names the save when it is the reader's own.
    """

    pupil_id: int
    thing_id: int
    state: Value
    on: str | None
    by: str | None
    actor_label: str
    at: str
    number: int
    save: str | None


@dataclass(frozen=True)
class LiveNews:
    """What changed on a grid after a cursor; the next question is asked from `cursor`."""

    cursor: int
    changes: list[LiveChange]


def live_cursor() -> int:
    """From when to ask what changed after now, in microseconds since 1970 on the clock of the server."""
    return _microseconds(now() - _SETTLED_AFTER)


def live_news(grid: SharedGrid, reader: Account, *, after: int) -> LiveNews:
    """The cells of a grid changed by hand after a cursor, each once, as they are stored now.

    Lines of the last minute come again at each question, until they are settled: taking one twice changes nothing.
    """
    cursor = live_cursor()
    # A forged cursor may be beyond any date.
    last = _last_lines(grid, _EPOCH + datetime.timedelta(microseconds=min(after, cursor)))
    if not last:
        return LiveNews(cursor, [])
    stored = _stored(grid.subject, last)
    blank = (grid.subject.blank, None, None)
    return LiveNews(cursor, [_change(line, stored.get(key, blank), reader) for key, line in last.items()])


def _microseconds(moment: datetime.datetime) -> int:
    return (moment - _EPOCH) // datetime.timedelta(microseconds=1)


def _last_lines(grid: SharedGrid, after: datetime.datetime) -> dict[tuple[int, int], Any]:
    subject = grid.subject
    lines = (
        # As the index of days is made: imports and merges are not in it.
        subject.store.history()
        .exclude(gesture__in=BY_THE_SERVER)
        # Its things, whichever of them are shown.
        .filter(at__gt=after, pupil__in=grid.place.members, **{f"{subject.key}__in": subject.lines_of(grid.scope_id)})
        .order_by("pk")
        .values_list("pupil_id", subject.thing_id, "pk", "at", "actor_id", "actor_label", "batch", named=True)
    )
    return {(line[0], line[1]): line for line in lines}


def _stored(subject: Subject, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Any]:
    pupils, things = {pupil for pupil, _ in keys}, {thing for _, thing in keys}
    decisions = subject.store.decisions().filter(**{"pupil__in": pupils, f"{subject.key}__in": things})
    rows = decisions.values_list("pupil_id", subject.thing_id, "state", "decided_on", "author_label")
    return {(pupil, thing): (state, on and on.isoformat(), by) for pupil, thing, state, on, by in rows}


def _change(line: Any, stored: tuple[Value, str | None, str | None], reader: Account) -> LiveChange:
    state, on, by = stored
    is_own = line.actor_id == reader.pk
    return LiveChange(
        pupil_id=line[0],
        thing_id=line[1],
        state=state,
        on=on,
        by=by,
        actor_label=line.actor_label,
        at=line.at.isoformat(),
        number=line.pk,
        save=line.batch.hex if is_own else None,
    )


def names_of_others(account_ids: Iterable[int], reader: Account) -> list[str]:
    """Who else has the grid open, as colleagues call each other: « Mme DURAND », in the order of names."""
    others = Account.objects.filter(pk__in=set(account_ids) - {reader.pk}).in_name_order()
    return [_courtesy_name(other) for other in others]


def _courtesy_name(account: Account) -> str:
    title = {Gender.FEMALE: "Mme", Gender.MALE: "M."}.get(Gender(account.gender))
    return f"{title} {account.last_name}" if title else account.display_name


def fingerprint(answer: object) -> str:
    """The ETag of an answer: as long as it is the same, nothing needs to be sent again."""
    return f'"{hashlib.sha256(json.dumps(answer).encode()).hexdigest()[:32]}"'


def kept_key(account: Account) -> str:
    """The key, in hexadecimal, that locks what this person's clicks leave on a device.

    It is given to the pages of a signed-in person and never written on the device. What was kept can be read back after
    another sign-in, but not after another password: whoever had the one before, and the key with it, can read nothing
    of what is kept from then on. The page says what that loses.
    """
    # The devices that hold clicks know this salt.
    return salted_hmac("socle.kept_clicks", f"{account.pk} {account.password}", algorithm="sha256").hexdigest()


def live_settings(account: Account, grid: SharedGrid, *, url: str) -> dict[str, object]:
    """What a page that draws this grid needs to see colleagues at work (at `url`) and to keep its clicks."""
    return {
        "url": url,
        "scope": grid.scope_id,
        "classe": grid.place.code,
        "cursor": live_cursor(),
        "grid": grid.code,
        "key": kept_key(account),
        "me": account.author_label,
        "day": today().isoformat(),
    }
