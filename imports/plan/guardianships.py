"""Who answers for each pupil, and in which order."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from imports.brought.extraction import IncomingChild, IncomingGuardian
from imports.plan.decisions import Decision
from imports.plan.who import identifier_key, is_called_the_same
from sacoche.kit.names import clean_first_name, clean_last_name
from sacoche.kit.text import letters


@dataclass(frozen=True)
class KnownChild:
    """An active pupil, with all that a file may call him by."""

    id: int
    last_name: str
    first_name: str
    sconet_id: int | None = None
    elenoet: str = ""
    reference: str = ""
    # What his class may be called, and its level: « CM1 A », « [CM1] CM1 A »; « CM1 ».
    class_names: tuple[str, ...] = ()
    niveau: str = ""


@dataclass(frozen=True)
class KnownGuardianship:
    """A guardian of a pupil in the school, in the order of ranks."""

    guardian_id: int
    is_by_hand: bool = False


@dataclass(frozen=True)
class GuardianshipChange:
    """The decision for the guardians of one pupil: their accounts, first to last, before and after."""

    decision: Decision
    key: str
    pupil_id: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    is_ticked: bool = False
    # Those of `after` whom the file does not name: made by hand, they stay at the end.
    by_hand: frozenset[int] = frozenset()
    # Those whom the file gives him instead of all the others, on the word of a number: somebody must say so.
    unsure: Sequence[IncomingGuardian] = ()

    @property
    def content(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The guardians, before and after."""
        return self.before, self.after


class Children:
    """Finds the pupils whom a file names: by one identifier, or by their names when a single one bears them.

    Names written letter for letter come first; then the same letters, whatever the accents, apostrophes, hyphens and
    spaces. Among homonyms, the class that the file gives tells.
    """

    def __init__(self, pupils: Iterable[KnownChild] = ()) -> None:
        self._there: dict[int, KnownChild] = {}
        self._by: dict[str, defaultdict[object, list[KnownChild]]] = {
            name: defaultdict(list) for name in ("sconet_id", "elenoet", "reference")
        }
        self._by_names: defaultdict[tuple[str, str], list[KnownChild]] = defaultdict(list)
        self._by_letters: defaultdict[tuple[str, str], list[KnownChild]] = defaultdict(list)
        for pupil in pupils:
            self._there[pupil.id] = pupil
            for name, index in self._by.items():
                if key := identifier_key(getattr(pupil, name)):
                    index[key].append(pupil)
            self._by_names[_names(pupil.last_name, pupil.first_name)].append(pupil)
            self._by_letters[letters(pupil.last_name), letters(pupil.first_name)].append(pupil)

    @property
    def are_none(self) -> bool:
        """Whether the school has no active pupil at all."""
        return not self._by_names

    def find(self, child: IncomingChild) -> int | None:
        """The pupil, or None when the school has none, several homonyms, or when number and names say two pupils."""
        found = self._candidates(child)
        return found[0].id if len(found) == 1 else None

    def _candidates(self, child: IncomingChild) -> Sequence[KnownChild]:
        name = self._number_of(child)
        holders = self._holders(child, name)
        if not child.last_name:
            return holders
        if holders:
            # A number needs a witness, when the file has one.
            return [known for known in holders if is_called_the_same(known, child)]
        # Nobody has that number: it may be new to whoever has none.
        return [known for known in self._homonyms(child) if not name or not getattr(known, name)]

    def _number_of(self, child: IncomingChild) -> str:
        """Which number the file calls him by; empty when it gives none."""
        return next((name for name in self._by if getattr(child, name)), "")

    def _holders(self, child: IncomingChild, name: str) -> Sequence[KnownChild]:
        """Those who have the number of the file, written as it is if they can be."""
        value = getattr(child, name, "")
        alike = self._by[name].get(identifier_key(value), []) if name else []
        return [known for known in alike if getattr(known, name) == value] or alike

    def may_be(self, child: IncomingChild, pupil_id: int) -> bool:
        """Whether a child whom nothing finds may be this active pupil: a number alone may have changed."""
        known = self._there.get(pupil_id)
        return known is not None and (not child.last_name or is_called_the_same(known, child))

    def pupil(self, pupil_id: int) -> KnownChild:
        """Whom this active pupil is."""
        return self._there[pupil_id]

    def is_there(self, pupil_id: int) -> bool:
        """Whether this pupil is active."""
        return pupil_id in self._there

    def why_lost(self, child: IncomingChild) -> str:
        """Why nobody is found, in French."""
        if self.are_none:
            return "n'est pas un élève actif : importez d'abord les élèves"
        if holders := self._holders(child, self._number_of(child)):
            if len(holders) > 1 and not child.last_name:
                return "plusieurs élèves ont ce numéro"
            return f"son numéro est celui de {holders[0].last_name} {holders[0].first_name}"
        if not self._homonyms(child):
            return "n'est pas un élève actif"
        if child.class_name:
            return f"plusieurs élèves portent ce nom, et la classe « {child.class_name} » ne dit pas lequel"
        return "plusieurs élèves portent ce nom"

    def _homonyms(self, child: IncomingChild) -> Sequence[KnownChild]:
        if not child.last_name:
            return ()
        found = self._by_names.get(_names(child.last_name, child.first_name)) or self._by_letters.get(
            (letters(child.last_name), letters(child.first_name)), []
        )
        return _in_class(found, child.class_name) if len(found) > 1 and child.class_name else found


def _in_class(homonyms: Sequence[KnownChild], class_name: str) -> Sequence[KnownChild]:
    """Those whose class is best said by these words; all of them when it says nothing."""
    said = letters(class_name)
    found = {pupil.id: _likeness(said, pupil) for pupil in homonyms}
    best = max(found.values())
    return [pupil for pupil in homonyms if found[pupil.id] == best] if best else homonyms


def _likeness(said: str, pupil: KnownChild) -> int:
    """How well a class is said: by its name or reference, by a part of its name, by its level."""
    names = [letters(name) for name in pupil.class_names]
    if said in names:
        return 3
    if said == letters(pupil.niveau):
        return 2
    return int(bool(said) and any(said in name for name in names))


def _names(last_name: str, first_name: str) -> tuple[str, str]:
    return clean_last_name(last_name), clean_first_name(first_name)


def with_a_child(guardians: Iterable[IncomingGuardian], children: Children) -> frozenset[int]:
    """The lines of the guardians who answer for at least one active pupil."""
    return frozenset(
        guardian.line for guardian in guardians if any(children.find(child) is not None for child in guardian.children)
    )


def told_by_the_file(people: Sequence[tuple[int, IncomingGuardian]], children: Children) -> dict[int, list[int]]:
    """The guardians of each pupil by the file, first to last: by its rank, ties by order of appearance.

    `people`: each guardian who has an account, in the order of the file.
    """
    ranked: defaultdict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for position, (account_id, guardian) in enumerate(people):
        for child in guardian.children:
            pupil_id = children.find(child)
            if pupil_id is not None:
                best = ranked[pupil_id].get(account_id, (child.rank, position))
                ranked[pupil_id][account_id] = min(best, (child.rank, position))
    return {
        pupil_id: [account for account, _ in sorted(accounts.items(), key=lambda pair: pair[1])]
        for pupil_id, accounts in ranked.items()
    }


@dataclass(frozen=True)
class LostLink:
    """A link of the file that leads to nobody: its guardian, its child as the file calls him, and why in French."""

    guardian: str
    child: str
    reason: str


def left_out(guardians: Iterable[IncomingGuardian], children: Children) -> list[LostLink]:
    """The links of the guardians of whom no child is found: they get no account."""
    people = list(guardians)
    placed = with_a_child(people, children)
    return lost_links((person for person in people if person.line not in placed), children)


def lost_links(guardians: Iterable[IncomingGuardian], children: Children) -> list[LostLink]:
    """The links to children whom the school does not have, or has twice; the others of the same guardian are kept."""
    return [
        LostLink(
            guardian.full_name,
            _called(child),
            children.why_lost(child),
        )
        for guardian in guardians
        for child in guardian.children
        if children.find(child) is None
    ]


def _called(child: IncomingChild) -> str:
    """« MARTIN Léa », or the identifier that stands for a name."""
    if child.last_name:
        named = f"{child.last_name} {child.first_name}".strip()
        return f"{named} ({child.class_name})" if child.class_name else named
    if child.sconet_id:
        return f"Id Sconet {child.sconet_id}"
    return f"n° Sconet {child.elenoet}" if child.elenoet else f"référence {child.reference}"


def links_not_found(
    people: Iterable[tuple[int, IncomingGuardian]],
    children: Children,
    existing: Mapping[int, Sequence[KnownGuardianship]],
) -> dict[int, set[int]]:
    """For each pupil, his guardians whom the file links to a child whom nothing finds, and who may be him."""
    lost: defaultdict[int, list[IncomingChild]] = defaultdict(list)
    for account_id, guardian in people:
        lost[account_id] += [child for child in guardian.children if children.find(child) is None]
    found: defaultdict[int, set[int]] = defaultdict(set)
    for pupil_id, links in existing.items():
        for link in links:
            if any(children.may_be(child, pupil_id) for child in lost.get(link.guardian_id, ())):
                found[pupil_id].add(link.guardian_id)
    return found


def plan_guardianships(
    *,
    existing: Mapping[int, Sequence[KnownGuardianship]],
    told: Mapping[int, Sequence[int]],
    held: Collection[int] = frozenset(),
    unclear: Mapping[int, Collection[int]] = MappingProxyType({}),
    unsure: Mapping[int, Sequence[IncomingGuardian]] = MappingProxyType({}),
) -> list[GuardianshipChange]:
    """Compare the guardians of each pupil whom the file speaks of; the others are left alone.

    Ranks go from 1 without gap or tie. A guardian linked by hand, whom the file does not name, stays after the others;
    one whom a doubt is about (`held`), or whose link is not found (`unclear`, by pupil), stays where he is. Those
    of whom nothing is sure (`unsure`) are not ticked.
    """
    everywhere = frozenset(held)
    changes = [
        _change(pupil_id, existing.get(pupil_id, ()), guardians, everywhere.union(unclear.get(pupil_id, ())))
        for pupil_id, guardians in told.items()
    ]
    return [
        replace(change, unsure=unsure[change.pupil_id], is_ticked=False)
        if change.is_ticked and change.pupil_id in unsure
        else change
        for change in changes
    ]


def _change(
    pupil_id: int, known: Sequence[KnownGuardianship], told: Sequence[int], held: Collection[int]
) -> GuardianshipChange:
    before = tuple(link.guardian_id for link in known)
    left = [link for link in known if link.guardian_id not in told]
    by_hand = tuple(link.guardian_id for link in left if link.is_by_hand and link.guardian_id not in held)
    after = (*_with_held(before, told, held), *by_hand)
    decision = Decision.KEEP if before == after else Decision.MODIFY
    is_ticked = decision == Decision.MODIFY
    return GuardianshipChange(decision, f"g-{pupil_id}", pupil_id, before, after, is_ticked, frozenset(by_hand))


def _with_held(before: Sequence[int], told: Sequence[int], held: Collection[int]) -> Sequence[int]:
    after = list(told)
    for rank, guardian_id in enumerate(before):
        if guardian_id in held and guardian_id not in told:
            after.insert(rank, guardian_id)
    return after
