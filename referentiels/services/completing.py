"""« Comparer et compléter »: what was ticked of a comparison is written, as one gesture that one click takes back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import Account
from referentiels.comparing.differences import Act, Comparison, Difference
from referentiels.comparing.places import LEVELS, Place, all_of
from referentiels.enums import NodeKind
from referentiels.models import Item, Referentiel
from referentiels.nodes import KINDS, Node, children_kind
from referentiels.queries.codes import free_codes
from referentiels.resources import kept as kept_lines
from referentiels.resources import lines_of
from referentiels.services.editing import TooMany
from referentiels.services.log import Gesture, gesture, locked_node
from referentiels.services.making import Origin
from referentiels.tree import MAX_ITEMS, SocleLink
from sacoche.kit.journal import record
from sacoche.kit.text import count


class Outdated(Exception):
    """The tree changed since it was compared; nothing was written, and the comparison is to be shown again."""


@dataclass(frozen=True, slots=True)
class Completed:
    """How many nodes were added, changed, moved, taken away; the names of those that still hold something."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    gone: int = 0
    left: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """« 2 ajouts, 1 modification », « rien de changé »."""
        said = (
            (self.added, "ajout", "ajouts"),
            (self.changed, "modification", "modifications"),
            (self.moved, "déplacement", "déplacements"),
            (self.gone, "suppression", "suppressions"),
        )
        return ", ".join(count(number, one, many) for number, one, many in said if number) or "rien de changé"


def complete(
    *,
    author: Account | None,
    referentiel: Referentiel,
    comparison: Comparison,
    ticked: Collection[str],
    revision: int,
    origin: Origin,
    entries: Mapping[SocleLink, int],
) -> Completed:
    """Write the differences whose codes are ticked, and what must hold them; unknown codes are left.

    `revision` is that of the référentiel when it was compared. A domaine, a thème that still holds something is not
    taken away, it is named. Of the référentiel that it was copied from, this version is no longer told as newer.
    Raises Outdated, Gone, and TooMany beyond what a référentiel holds.
    """
    wanted = [each for each in comparison.differences if each.code in ticked]
    with gesture([referentiel], author, brought_by=origin.words) as writing:
        present = writing.locked[referentiel.pk]
        if present.revision != revision:
            raise Outdated
        _refuse_too_many(present, wanted)
        done = _Writer(writing, present, comparison, wanted, entries).write()
        if wanted:
            details = {"referentiel": str(referentiel), "source": origin.words, "what": done.words}
            record("referentiels.complete", actor=author, school=referentiel.school, **details)
        if origin.key and origin.key == present.origin_key:
            Referentiel.objects.filter(pk=present.pk).update(origin_revision=origin.revision)
    return done


def _refuse_too_many(referentiel: Referentiel, wanted: Iterable[Difference]) -> None:
    more = sum(1 for each in wanted if each.act is Act.ADD and each.kind is NodeKind.ITEM)
    items = Item.objects.filter(theme__domaine__referentiel=referentiel).count()
    if items + more > MAX_ITEMS:
        raise TooMany(f"Un référentiel compte {MAX_ITEMS} items au plus ; celui-ci en a {items}.")


class _Writer:
    """Walks the tree that comes in, and writes what is wanted of it."""

    def __init__(
        self,
        writing: Gesture,
        referentiel: Referentiel,
        comparison: Comparison,
        wanted: Collection[Difference],
        entries: Mapping[SocleLink, int],
    ) -> None:
        self.writing, self.referentiel, self.comparison, self.entries = writing, referentiel, comparison, entries
        self.wanted = {(each.act, each.incoming.code): each for each in wanted if each.incoming}
        self.gone = [each.present for each in wanted if each.act is Act.GONE and each.present]
        self.needed = self._needed()
        # Under what each node stands, as the writing goes on.
        self.parents = {
            (each.kind, int(each.code)): int(each.parent or referentiel.pk)
            for kind in LEVELS
            for each in all_of(comparison.present, kind)
        }
        self.added = self.changed = self.moved = 0

    def write(self) -> Completed:
        self._siblings(self.comparison.incoming, self.referentiel.pk)
        left = [place for place in self._in_depth() if not self._take_away(place)]
        return Completed(
            self.added, self.changed, self.moved, len(self.gone) - len(left), tuple(place.name for place in left)
        )

    def _needed(self) -> set[str]:
        """The codes of the new nodes that are ticked, and of the new ones that must hold what is."""
        codes = [code for act, code in self.wanted if act in (Act.ADD, Act.MOVE)]
        holding = {code[:end] for code in codes for end, sign in enumerate(code) if sign == "."}
        return holding | {code for act, code in self.wanted if act is Act.ADD}

    def _siblings(self, places: Iterable[Place], parent: int) -> None:
        """Nodes that stand together in the tree that comes in, under `parent`; each goes after the one before."""
        before: int | None = None
        for place in places:
            other = self.comparison.pairs.get(place.code)
            if other is None and place.code not in self.needed:
                continue
            key = self._add(place, parent, before) if other is None else self._change(place, int(other.code))
            if other is not None and (Act.MOVE, place.code) in self.wanted:
                self._move(place, key, parent, before)
            if self.parents[place.kind, key] == parent:
                before = key
            self._siblings(place.held, key)

    def _add(self, place: Place, parent: int, before: int | None) -> int:
        kind = KINDS[place.kind]
        values = self._new(place) | {
            kind.parent_id: parent,
            "order": self.writing.rank_after(kind, parent, before, None),
        }
        self.added += 1
        key = self.writing.add(kind, self.referentiel, values).pk
        self.parents[place.kind, key] = parent
        return key

    def _new(self, place: Place) -> dict[str, Any]:
        """What a new node says; a domaine of a file that gives no code takes a free one."""
        if place.kind is not NodeKind.DOMAINE or place.said.get("code"):
            return self._values(place, place.said)
        return {"code": free_codes(self.referentiel)[0], **place.said}

    def _change(self, place: Place, key: int) -> int:
        difference = self.wanted.get((Act.CHANGE, place.code))
        if difference:
            values = self._values(place, difference.wanted)
            self.writing.edit(self._node(place.kind, key), self.referentiel, values)
            self.changed += 1
        return key

    def _move(self, place: Place, key: int, parent: int, before: int | None) -> None:
        rank = self.writing.rank_after(KINDS[place.kind], parent, before, key)
        self.writing.move(self._node(place.kind, key), self.referentiel, parent, rank)
        self.parents[place.kind, key] = parent
        self.moved += 1

    def _in_depth(self) -> list[Place]:
        """What is to be taken away, items first: what held them may then go too."""
        return sorted(self.gone, key=lambda place: -LEVELS.index(place.kind))

    def _take_away(self, place: Place) -> bool:
        kind = KINDS[place.kind]
        inside = children_kind(kind)
        node = self._node(place.kind, int(place.code))
        if inside is not None and inside.model.objects.filter(**{inside.parent: node}).exists():
            return False
        self.writing.delete(node, self.referentiel)
        return True

    def _node(self, kind: NodeKind, key: int) -> Node:
        return locked_node(KINDS[kind], self.referentiel, key)

    def _values(self, place: Place, said: Mapping[str, Any]) -> dict[str, Any]:
        """Values as the database keeps them; what there is and does not travel (files) stays."""
        values = dict(said)
        other = self.comparison.pairs.get(place.code)
        present = KINDS[place.kind].values(self._node(place.kind, int(other.code))) if other else {}
        if "entries" in values:
            asked = [self.entries[link] for link in sorted(values["entries"])]
            kept = [entry for entry in present.get("entries", []) if entry in asked]
            values["entries"] = [*kept, *(entry for entry in asked if entry not in kept)]
        if "resources" in values:
            files = [line for line in lines_of(present.get("resources", [])) if line.file]
            values["resources"] = kept_lines([*values["resources"], *files])
        return values
