"""What becomes of each person of the file and of the school: the decision table of the spec, §3.3."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from imports.plan.decisions import Decision, FieldChange, in_blocks
from imports.plan.matching import lookalikes, match, same_birth, shares_a_name
from imports.plan.people import Incoming, KnownPerson, PupilRules, Rules, shown

# Under this share of the active accounts, the file is probably that of one class (spec §2.3).
FEW_MATCHED = 0.7


@dataclass(frozen=True)
class UserChange:
    """The decision for one person. `key` names it in forms: the same while the school and the file are the same."""

    decision: Decision
    key: str
    known: KnownPerson | None = None
    incoming: Any = None
    changes: tuple[FieldChange, ...] = ()
    is_ticked: bool = False

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody made this account, which the file gives no reason to keep."""
        return self.decision == Decision.REMOVE and self.known is not None and self.known.is_by_hand


def plan_users(
    *,
    existing: Sequence[KnownPerson],
    incoming: Sequence[Incoming],
    class_references: Iterable[str] = (),
    rules: Rules | None = None,
    is_whole: bool = False,
) -> list[UserChange]:
    """Match people (spec §3.2) and decide for each (§3.3), in the order of the file then of the school.

    `rules` are those of the audience; without them, those of pupils in the classes that the school has now
    (`class_references`): a class of the file that was not created does not count. Removals are not ticked when the
    file brings too few of the active people, unless it `is_whole` all the same.
    """
    law: Rules = PupilRules(frozenset(class_references)) if rules is None else rules
    # Who will be in a class chooses first: a homonym without a class must not take the account from him.
    accounts = match(existing=existing, incoming=sorted(incoming, key=lambda one: not law.is_placed(one)), rules=law)
    partial = not is_whole and is_partial(existing=existing, matched=accounts.values())
    found = [_decide(person, accounts.get(person), law, partial) for person in incoming]
    matched = {known.id for known in accounts.values()}
    absent = [_decide_absent(known, partial) for known in existing if known.id not in matched]
    changes = found + absent
    return _with_renamings(changes, law, partial) if law.finds_renamings else changes


def is_partial(*, existing: Iterable[KnownPerson], matched: Iterable[KnownPerson]) -> bool:
    """Whether the file brings fewer of the active people than FEW_MATCHED; never in a school without any.

    Those whom somebody added by hand are not expected in a file.
    """
    active = sum(known.is_active and not known.is_by_hand for known in existing)
    return sum(known.is_active for known in matched) < FEW_MATCHED * active


def _decide(person: Any, known: KnownPerson | None, rules: Rules, partial: bool) -> UserChange:
    """The decision table §3.3, cases 1 to 6."""
    if known is None:
        if not rules.is_placed(person):
            return UserChange(Decision.IGNORE, f"n-{person.line}", incoming=person)
        return UserChange(Decision.ADD, f"n-{person.line}", incoming=person, is_ticked=True)
    key = f"u-{known.id}"
    if not rules.is_named(person):
        if known.is_active:
            is_sure = getattr(person, "exit_on", None) is not None or _may_go(known)
            return UserChange(Decision.REMOVE, key, known, person, is_ticked=is_sure and not partial)
        return UserChange(Decision.INACTIVE, key, known, person)
    if known.is_active:
        changes = tuple(rules.changes(known, person))
        decision = Decision.MODIFY if changes else Decision.KEEP
        return UserChange(decision, key, known, person, changes, is_ticked=bool(changes))
    if not rules.is_placed(person):
        return UserChange(Decision.INACTIVE, key, known, person)
    exit_on = getattr(person, "exit_on", None)
    back = FieldChange("left_on", "Sortie", shown(known.left_on), shown(exit_on) or "aucune")
    changes = (*rules.changes(known, person), back)
    return UserChange(Decision.REINTEGRATE, key, known, person, changes, is_ticked=True)


def _decide_absent(known: KnownPerson, partial: bool) -> UserChange:
    """The decision table §3.3, cases 7 and 8."""
    if known.is_active:
        return UserChange(Decision.REMOVE, f"u-{known.id}", known, is_ticked=not partial and _may_go(known))
    return UserChange(Decision.INACTIVE, f"u-{known.id}", known)


def _may_go(known: KnownPerson) -> bool:
    """Whether his absence says that he has left: not when somebody added him by hand, nor planned his exit."""
    return not known.is_by_hand and not known.is_leaving


def _with_renamings(changes: Sequence[UserChange], rules: Rules, partial: bool) -> list[UserChange]:
    """The same decisions, each addition and removal that look like one person made a single renaming (§3.5).

    Ticked when birth date and one name agree. Nothing is ticked when the file brings too few of the pupils: somebody
    absent from it is likely to be another.
    """
    arriving = [change.incoming for change in changes if change.decision == Decision.ADD and change.incoming]
    # Somebody who is in the file without a class is not somebody else.
    absent = [change for change in changes if change.decision == Decision.REMOVE and change.incoming is None]
    renamed = lookalikes(leaving=[change.known for change in absent if change.known], arriving=arriving)
    kept = [
        _renaming(renamed[change.incoming], change.incoming, rules, partial) if change.incoming in renamed else change
        for change in changes
    ]
    gone = {f"u-{known.id}" for known in renamed.values()}
    return [change for change in kept if change.key not in gone]


def _renaming(known: KnownPerson, person: Incoming, rules: Rules, partial: bool) -> UserChange:
    changes = tuple(rules.changes(known, person))
    # Nearly the same name alone may be a cousin's: only somebody can tell.
    is_sure = same_birth(person, known) and shares_a_name(known, person)
    key = f"r-{known.id}-{person.line}"
    return UserChange(Decision.RENAME, key, known, person, changes, is_ticked=is_sure and not partial)


def separate(changes: Iterable[UserChange], keys: Collection[str]) -> list[UserChange]:
    """The decisions once the renamings of these keys were refused: one is added, the other removed.

    Both are ticked, unless the exit of the second is planned already.
    """
    separated: list[UserChange] = []
    for change in changes:
        if change.decision == Decision.RENAME and change.key in keys and change.known and change.incoming:
            added = UserChange(Decision.ADD, f"n-{change.incoming.line}", incoming=change.incoming, is_ticked=True)
            removed = UserChange(Decision.REMOVE, f"u-{change.known.id}", change.known, is_ticked=_may_go(change.known))
            separated += [added, removed]
        else:
            separated.append(change)
    return in_blocks(separated)
