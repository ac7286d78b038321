"""Two accounts of one pupil become one: what becomes of his decisions, for the `merge_parts` of an application."""

import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from accounts.merging.merge import Merge, hold
from accounts.models import Account
from grids.gestures import MERGE
from grids.subject import Subject
from sacoche.kit.clock import now
from sacoche.kit.text import count

_FACTS = ("state", "decided_on", "author_label")


class _Pair(NamedTuple):
    """Two decisions on one thing: the one that stays and the one that goes."""

    winner: Any
    loser: Any

    @property
    def is_a_choice(self) -> bool:
        """Whether the two say something different."""
        return any(getattr(self.winner, name) != getattr(self.loser, name) for name in _FACTS)


def hold_decisions(subject: Subject, *, label: str, history: str, decided: tuple[str, str]) -> None:
    """Register the two tables of a subject: decisions are merged, their history follows, signatures too.

    `label` names its decisions (« validations d'items »), `history` its lines of history; `decided` are the words that
    count the things on which the two accounts say something different.
    """
    move, remarks = _move(subject), _remarks(subject, decided)
    hold(subject.decisions, "pupil", move=move, label=label, remarks=remarks)
    hold(subject.changes, "pupil", label=history)
    hold(subject.decisions, "author", label=f"{label} signées")
    hold(subject.changes, "actor")


def _pairs(subject: Subject, kept: Account, other: Account) -> list[_Pair]:
    """The decisions that both pupils have on the same thing: the latest wins, that of the kept account on one day."""
    key, decisions = subject.thing_id, subject.decisions.objects
    own = {getattr(each, key): each for each in decisions.filter(pupil=kept)}
    theirs = decisions.filter(pupil=other)
    both = [(own[getattr(each, key)], each) for each in theirs if getattr(each, key) in own]
    return [_Pair(their, mine) if their.decided_on > mine.decided_on else _Pair(mine, their) for mine, their in both]


def _move(subject: Subject) -> Callable[[Merge], None]:
    """A `move` that leaves one decision by thing; the one that gives way stays readable in the history."""

    def move(merge: Merge) -> None:
        pairs = _pairs(subject, merge.kept, merge.other)
        batch = uuid.uuid4()
        lines = [_change(subject, pair, merge, batch) for pair in pairs if pair.is_a_choice]
        subject.changes.objects.bulk_create(lines)
        subject.decisions.objects.filter(pk__in=[pair.loser.pk for pair in pairs]).delete()
        subject.decisions.objects.filter(pupil=merge.other).update(pupil=merge.kept)

    return move


def _change(subject: Subject, pair: _Pair, merge: Merge, batch: uuid.UUID) -> Any:
    # The columns of its values are declared by the table of the subject.
    line: type[Any] = subject.changes
    return line(
        school=merge.kept.school,
        pupil=merge.kept,
        **{subject.thing_id: getattr(pair.winner, subject.thing_id)},
        before=pair.loser.state,
        after=pair.winner.state,
        before_on=pair.loser.decided_on,
        before_label=pair.loser.author_label,
        gesture=MERGE,
        at=now(),
        actor=merge.actor,
        actor_label=merge.actor.author_label if merge.actor else "",
        batch=batch,
    )


def _remarks(subject: Subject, decided: tuple[str, str]) -> Callable[[Account, Account], list[str]]:
    def remarks(kept: Account, other: Account) -> list[str]:
        number = sum(pair.is_a_choice for pair in _pairs(subject, kept, other))
        if not number:
            return []
        said = count(number, *decided)
        return [f"{said} sur les deux comptes : la décision la plus récente est gardée, l'autre reste dans l'histoire."]

    return remarks
