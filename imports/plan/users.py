"""What becomes of each person of the file and of the school."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from imports.plan import who
from imports.plan.contested import contested
from imports.plan.decisions import WRITING, Decision, FieldChange, in_blocks
from imports.plan.lookalikes import lookalikes, shares_a_name
from imports.plan.matching import Matching, match
from imports.plan.parts import WHOLE, Part
from imports.plan.people import Incoming, KnownPerson, PupilRules, Rules, shown

# Under this share of the active accounts, the file is probably that of one class.
FEW_MATCHED = 0.7
# Of thousands of homonyms, those who are compared with somebody absent.
_LOOKED_AT = 50


@dataclass(frozen=True)
class UserChange:
    """The decision for one person. `key` names it in forms: the same while the school and the file are the same.

    Of a doubt (Decision.CHECK), `readings` are the decisions to choose from, each with its own key, and `holders` the
    others who have a number that the file gives him.
    """

    decision: Decision
    key: str
    known: KnownPerson | None = None
    incoming: Incoming | None = None
    changes: tuple[FieldChange, ...] = ()
    is_ticked: bool = False
    readings: tuple["UserChange", ...] = ()
    holders: tuple[KnownPerson, ...] = ()
    # Why somebody is kept as he is: a doubt is about him, his line cannot be used; another school's file brought him.
    is_held: bool = False
    is_apart: bool = False
    # The line of the file that may be about him, without a name to tell.
    perhaps_at: int = 0

    @property
    def person(self) -> Incoming:
        """The person of the file, of a decision that has one: an addition, a doubt."""
        assert self.incoming is not None
        return self.incoming

    @property
    def content(self) -> tuple[Any, ...]:
        """What is decided: of a person of the file his line is enough, since what is staged never changes.

        Who would go is told whole: nobody agreed to the removal of what he has become since.
        """
        line = self.incoming.line if self.incoming else None
        leaving = self.known if self.decision == Decision.REMOVE else None
        readings = tuple((reading.key, reading.content) for reading in self.readings)
        return line, self.changes, leaving, self.is_by_hand, readings

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
    part: Part = WHOLE,
) -> list[UserChange]:
    """Match people (imports.plan.who) and decide for each, in the order of the file then of the school.

    `rules` are those of the audience; without them, those of pupils in the classes that the school has now
    (`class_references`): a class of the file that was not created does not count. Removals are those of the `part` that
    the file is about; they are not ticked when it brings too few of the active people, unless it `is_whole` all the
    same.
    """
    law: Rules = PupilRules(frozenset(class_references)) if rules is None else rules
    matching = match_people(existing=existing, incoming=incoming, rules=law)
    partial = not is_whole and is_partial(existing=existing, matching=matching, part=part)
    return _Planning(existing, incoming, law, matching, part, is_partial=partial).changes()


def match_people(*, existing: Sequence[KnownPerson], incoming: Sequence[Incoming], rules: Rules) -> Matching:
    """Who is whose. Who will be in a class chooses first: a homonym without a class must not take his account."""
    return match(existing=existing, incoming=sorted(incoming, key=lambda one: _rank(one, rules)), rules=rules)


def _rank(person: Incoming, rules: Rules) -> tuple[bool, bool]:
    return person.is_left_out, not rules.is_placed(person)


def is_partial(*, existing: Iterable[KnownPerson], matching: Matching, part: Part = WHOLE) -> bool:
    """Whether the file brings fewer of the active people than FEW_MATCHED; never in a school without any."""
    active, found = coverage(existing=existing, matching=matching, part=part)
    return found < FEW_MATCHED * active


def coverage(*, existing: Iterable[KnownPerson], matching: Matching, part: Part = WHOLE) -> tuple[int, int]:
    """How many active people the file should bring, and how many it does.

    Those whom somebody added by hand, or who came with the file of another school, are not expected in it.
    """
    matched = {known.id for known in matching.accounts.values()} | matching.stays
    active = [known for known in existing if known.is_active]
    expected = sum(part.holds(known.uai) and not known.is_by_hand for known in active)
    return expected, sum(known.id in matched for known in active)


def left_where_they_are(existing: Iterable[KnownPerson], matching: Matching) -> set[str]:
    """The classes of those whom the file names without a class, or in doubt: they stay in them."""
    unplaced = {
        known.id for person, known in matching.accounts.items() if person.waits_for_a_class and person.leaves_on is None
    }
    stay = unplaced | matching.stays
    return {known.class_reference for known in existing if known.is_active and known.id in stay}


class _Planning:
    """The decisions of one file, once everybody is matched."""

    def __init__(
        self,
        existing: Sequence[KnownPerson],
        incoming: Sequence[Incoming],
        rules: Rules,
        matching: Matching,
        part: Part,
        *,
        is_partial: bool,
    ) -> None:
        self.existing, self.incoming, self.rules, self.matching = existing, incoming, rules, matching
        self.part, self.is_partial = part, is_partial
        written = [one for one in incoming if one not in matching.doubts and self._is_written(one)]
        self.contested = contested(existing=existing, people=written, matching=matching)
        self.at_stake = {known.id for holders in self.contested.values() for known in holders}
        self.people: defaultdict[tuple[str, str], list[Incoming]] = defaultdict(list)
        for person in incoming:
            self.people[who.names(person)].append(person)

    def _is_written(self, person: Incoming) -> bool:
        return not person.is_left_out and self._has_a_place(person)

    def _has_a_place(self, person: Incoming) -> bool:
        return self.rules.is_named(person) if person in self.matching.accounts else self.rules.is_placed(person)

    def changes(self) -> list[UserChange]:
        """Everybody of the file, then everybody whom it does not have."""
        found = [self._of(person) for person in self.incoming]
        matched = {known.id for known in self.matching.accounts.values()}
        absent = [self._absent(known) for known in self.existing if known.id not in matched]
        changes = found + absent
        return self._with_renamings(changes) if self.rules.finds_renamings else changes

    # --- Those of the file --------------------------------------------------------------------------------------------

    def _of(self, person: Incoming) -> UserChange:
        known = self.matching.accounts.get(person)
        if person in self.matching.doubts:
            return self._doubt(person, self.matching.doubts[person])
        if person in self.contested:
            return self._contested(person, known, tuple(self.contested[person]))
        return self._decide(person, known)

    def _doubt(self, person: Incoming, candidates: Sequence[KnownPerson]) -> UserChange:
        """He is one of those, or somebody else; of somebody without a class, only those who are there matter."""
        new = self._decide(person, None)
        if new.decision == Decision.IGNORE and not any(known.is_active for known in candidates):
            return new
        readings = [self._decide(person, known) for known in candidates]
        if new.decision != Decision.IGNORE:
            readings.append(new)
        return UserChange(Decision.CHECK, _doubt_key(person), incoming=person, readings=tuple(readings))

    def _contested(self, person: Incoming, known: KnownPerson | None, holders: tuple[KnownPerson, ...]) -> UserChange:
        """Sure of who he is, not of his number: with it, or without."""
        whole = self._decide(person, known)
        readings = (whole, *(_without_numbers(whole) if known else ()))
        return UserChange(Decision.CHECK, _doubt_key(person), known, person, readings=readings, holders=holders)

    def _decide(self, person: Incoming, known: KnownPerson | None) -> UserChange:
        """What becomes of somebody whom the file names."""
        rules = self.rules
        if known is None:
            if person.is_left_out or not rules.is_placed(person):
                return UserChange(Decision.IGNORE, f"n-{person.line}", incoming=person)
            return UserChange(Decision.ADD, f"n-{person.line}", incoming=person, is_ticked=True)
        key = f"u-{known.id}"
        if person.is_left_out or not rules.is_named(person):
            return self._decide_without_a_place(person, known)
        if known.is_active:
            changes = tuple(rules.changes(known, person))
            decision = Decision.MODIFY if changes else Decision.KEEP
            return UserChange(decision, key, known, person, changes, is_ticked=bool(changes))
        if not rules.is_placed(person):
            return UserChange(Decision.INACTIVE, key, known, person)
        back = FieldChange("left_on", "Sortie", shown(known.left_on), shown(person.leaves_on) or "aucune")
        changes = (*rules.changes(known, person), back)
        return UserChange(Decision.REINTEGRATE, key, known, person, changes, is_ticked=True)

    def _decide_without_a_place(self, person: Incoming, known: KnownPerson) -> UserChange:
        """On a line left out, without a class or a child: whoever the file names never leaves, unless it says so."""
        key = f"u-{known.id}"
        if not known.is_active:
            return UserChange(Decision.INACTIVE, key, known, person)
        if person.is_left_out or self.rules.stays(person, known):
            return UserChange(Decision.KEEP, key, known, person, is_held=True)
        is_sure = person.leaves_on is not None or _may_go(known)
        return UserChange(Decision.REMOVE, key, known, person, is_ticked=is_sure and not self.is_partial)

    # --- Those whom the file does not have ----------------------------------------------------------------------------

    def _absent(self, known: KnownPerson) -> UserChange:
        """What becomes of somebody whom the file does not name."""
        key = f"u-{known.id}"
        if not known.is_active:
            return UserChange(Decision.INACTIVE, key, known)
        if known.id in self.matching.held:
            return UserChange(Decision.KEEP, key, known, is_held=True)
        if known.id in self.matching.perhaps_at:
            place = self.matching.perhaps_at[known.id].place
            return UserChange(Decision.KEEP, key, known, is_held=True, perhaps_at=place)
        if not self.part.holds(known.uai):
            return UserChange(Decision.KEEP, key, known, is_apart=True)
        return UserChange(Decision.REMOVE, key, known, is_ticked=self._has_surely_left(known))

    def _has_surely_left(self, known: KnownPerson) -> bool:
        """Whether nothing in the file may be about him: neither his number, nor his names."""
        if self.is_partial or not _may_go(known) or not self.part.is_sure(known.uai) or known.id in self.at_stake:
            return False
        namesakes = self.people.get(who.names(known), ())[:_LOOKED_AT]
        return all(who.are_two(known, person) for person in namesakes)

    # --- Renamings ----------------------------------------------------------------------------------------------------

    def _with_renamings(self, changes: Sequence[UserChange]) -> list[UserChange]:
        """The same decisions, each addition and removal that look like one person made a single renaming.

        Ticked when birth date and one name agree. Nothing is ticked when the file brings too few of the pupils:
        somebody absent from it is likely to be another.
        """
        arriving = [change.incoming for change in changes if change.decision == Decision.ADD and change.incoming]
        # Somebody who is in the file without a class is not somebody else.
        absent = [change for change in changes if change.decision == Decision.REMOVE and change.incoming is None]
        renamed = lookalikes(leaving=[change.known for change in absent if change.known], arriving=arriving)
        kept = [
            self._renaming(renamed[change.person], change.person)
            if change.decision == Decision.ADD and change.incoming in renamed
            else change
            for change in changes
        ]
        gone = {f"u-{known.id}" for known in renamed.values()}
        return [change for change in kept if change.key not in gone]

    def _renaming(self, known: KnownPerson, person: Incoming) -> UserChange:
        changes = tuple(self.rules.changes(known, person))
        # Nearly the same name alone may be a cousin's: only somebody can tell.
        is_sure = who.same_birth(known, person) is True and shares_a_name(known, person)
        key = f"r-{known.id}-{person.line}"
        return UserChange(Decision.RENAME, key, known, person, changes, is_ticked=is_sure and not self.is_partial)


def _doubt_key(person: Incoming) -> str:
    return f"d-{person.line}"


def _without_numbers(whole: UserChange) -> tuple[UserChange, ...]:
    """The same decision, the numbers that the account has left as they are; nothing when nothing else is."""
    changes = tuple(change for change in whole.changes if change.field not in who.IDENTIFIERS)
    if changes == whole.changes:
        return ()
    decision = Decision.KEEP if whole.decision == Decision.MODIFY and not changes else whole.decision
    return (replace(whole, decision=decision, key=f"{whole.key}-sans", changes=changes),)


def _may_go(known: KnownPerson) -> bool:
    """Whether his absence says that he has left: not when somebody added him by hand, nor planned his exit."""
    return not known.is_by_hand and not known.is_leaving


# --- What somebody answers --------------------------------------------------------------------------------------------


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


def clashes(changes: Iterable[UserChange], read: Mapping[str, str]) -> set[str]:
    """The keys of the doubts for which one and the same account was chosen."""
    chosen: defaultdict[int, list[str]] = defaultdict(list)
    for change in changes:
        reading = _reading(change, read)
        if reading and reading.known:
            chosen[reading.known.id].append(change.key)
    return {key for keys in chosen.values() if len(keys) > 1 for key in keys}


def settle_doubts(changes: Sequence[UserChange], read: Mapping[str, str]) -> list[UserChange]:
    """The decisions once somebody chose: `read` gives the key of a reading by that of its doubt; others stay."""
    readings = {change.key: reading for change in changes if (reading := _reading(change, read))}
    chosen = {reading.known.id for reading in readings.values() if reading.known}
    settled: list[UserChange] = []
    for change in changes:
        if change.key in readings:
            reading = readings[change.key]
            settled.append(replace(reading, is_ticked=reading.decision in WRITING))
        elif not (change.known and change.known.id in chosen):
            settled.append(change)
    return in_blocks(settled)


def _reading(change: UserChange, read: Mapping[str, str]) -> UserChange | None:
    wanted = read.get(change.key, "")
    return next((reading for reading in change.readings if reading.key == wanted), None)
