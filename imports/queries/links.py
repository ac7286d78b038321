"""The screen of the step « Affectations »."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Account
from imports import plan
from imports.models import ImportRun
from imports.plan import Decision, LinkChange, LinkKind
from imports.queries.plans import planned_links
from schools.labels import labels_by
from schools.models import Group, Matiere, SchoolClass

# The title of each part, and what one of its links is called.
PARTS = {
    LinkKind.CLASSES: ("Professeurs / classes", "classe"),
    LinkKind.PP: ("Professeurs principaux", "professeur principal de"),
    LinkKind.MATIERES: ("Professeurs / matières", "matière"),
    LinkKind.GROUPES: ("Professeurs / groupes", "groupe"),
    LinkKind.ELEVES: ("Élèves / groupes", "groupe"),
}


@dataclass(frozen=True)
class LinkRow:
    """A link as the screen shows it."""

    key: str
    decision: Decision
    person: str
    target: str
    is_ticked: bool
    is_by_hand: bool


@dataclass(frozen=True)
class LinkPart:
    """The links of one kind, by block."""

    kind: LinkKind
    to_add: list[LinkRow]
    to_remove: list[LinkRow]
    by_hand: list[LinkRow]
    to_keep: list[LinkRow]

    @property
    def title(self) -> str:
        return PARTS[self.kind][0]

    @property
    def word(self) -> str:
        """What stands between the person and the class, the group or the matière."""
        return PARTS[self.kind][1]


@dataclass(frozen=True)
class LinkReview:
    """Every part of the step, and the mark of what it was made from."""

    parts: list[LinkPart]
    boxes: int
    # The boxes that are ticked, by key.
    proposed: frozenset[str]
    fingerprint: str
    is_full: bool

    @property
    def ticked(self) -> int:
        return len(self.proposed)

    @property
    def has_removals(self) -> bool:
        return any(part.to_remove or part.by_hand for part in self.parts)


def link_review(run: ImportRun, kinds: Sequence[LinkKind], *, is_full: bool = True) -> LinkReview:
    """Everything that the screen of the step shows before it is validated."""
    changes = planned_links(run, kinds)
    people, targets = _names_of_people(changes), {kind: _names_of_targets(kind) for kind in kinds}
    return LinkReview(
        parts=[_part(kind, changes, people, targets[kind]) for kind in kinds],
        boxes=sum(change.decision in plan.WRITING for change in changes),
        proposed=frozenset(change.key for change in changes if change.is_ticked),
        fingerprint=plan.fingerprint(changes),
        is_full=is_full,
    )


def _part(
    kind: LinkKind, changes: Sequence[LinkChange], people: Mapping[int, str], targets: Mapping[int, str]
) -> LinkPart:
    # `people` is in the order of names.
    rank = {person_id: position for position, person_id in enumerate(people)}
    of_kind = [change for change in changes if change.kind == kind]
    of_kind.sort(key=lambda change: (rank[change.person_id], targets[change.target_id]))
    rows = [_row(change, people, targets) for change in of_kind]
    removed = [row for row in rows if row.decision == Decision.REMOVE]
    return LinkPart(
        kind=kind,
        to_add=[row for row in rows if row.decision == Decision.ADD],
        to_remove=[row for row in removed if not row.is_by_hand],
        by_hand=[row for row in removed if row.is_by_hand],
        to_keep=[row for row in rows if row.decision == Decision.KEEP],
    )


def _row(change: LinkChange, people: Mapping[int, str], targets: Mapping[int, str]) -> LinkRow:
    return LinkRow(
        key=change.key,
        decision=change.decision,
        person=people[change.person_id],
        target=targets[change.target_id],
        is_ticked=change.is_ticked,
        is_by_hand=change.is_by_hand,
    )


def _names_of_people(changes: Sequence[LinkChange]) -> dict[int, str]:
    """The names of all those who have a link, in their order, in one query whatever their number."""
    wanted = {change.person_id for change in changes}
    rows = Account.objects.in_name_order().values_list("pk", "last_name", "first_name")
    return {pk: f"{last_name} {first_name}" for pk, last_name, first_name in rows if pk in wanted}


def _names_of_targets(kind: LinkKind) -> dict[int, str]:
    if kind == LinkKind.MATIERES:
        return dict(Matiere.objects.order_by().values_list("pk", "label"))
    model = SchoolClass if kind in (LinkKind.CLASSES, LinkKind.PP) else Group
    return labels_by("pk", model)
