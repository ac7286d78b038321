"""What each step of a run would change now: the comparison of what the file says with what the school has."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.access.decided import open_profiles
from accounts.models import Account, GroupMembership, GroupTeaching, MatiereTeaching, TeachingAssignment
from imports import plan
from imports.brought.extraction import IncomingAddress
from imports.enums import Audience
from imports.models import ImportRun
from imports.plan import (
    AddressChange,
    Children,
    ClassChange,
    Decision,
    GuardianRules,
    GuardianshipChange,
    KnownPerson,
    LinkChange,
    LinkKind,
    LostLink,
    Matching,
    Part,
    PupilRules,
    Rules,
    StaffRules,
    UserChange,
)
from imports.plan.links import Pair
from imports.queries.known import (
    audience_of,
    held_by,
    incoming_classes,
    incoming_groups,
    incoming_people,
    kinship_of,
    known_addresses,
    known_children,
    known_classes,
    known_groups,
    known_guardianships,
    known_people,
    part_of,
    people_with_account,
    uai_of,
)
from sacoche.kit.clock import today
from schools.models import Group, Matiere, SchoolClass

# --- Is it the whole school? ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """How many of the active people of the school the file brings; `is_whole` once somebody said it is all of them."""

    active: int
    matched: int
    is_whole: bool

    @property
    def is_partial(self) -> bool:
        return not self.is_whole and self.matched < plan.FEW_MATCHED * self.active


def is_confirmed_whole(run: ImportRun) -> bool:
    """Whether the person answered that a file which brings few of the people is that of the whole school."""
    return bool(run.summary.get("is_whole"))


def file_coverage(run: ImportRun) -> Coverage:
    """The share of the school that the file holds: too small, it is the extraction of one class."""
    existing = known_people(audience_of(run))
    if not any(known.is_active for known in existing):
        return Coverage(0, 0, is_confirmed_whole(run))
    matching = _matching(run, existing)
    return Coverage(
        *plan.coverage(existing=existing, matching=matching, part=_part(run)), is_whole=is_confirmed_whole(run)
    )


def _matching(run: ImportRun, existing: Sequence[KnownPerson]) -> Matching:
    people = incoming_people(run)
    return plan.match_people(existing=existing, incoming=people, rules=rules_of(audience_of(run), people))


def _part(run: ImportRun) -> Part:
    return part_of(run.school, uai_of(run))


# --- The steps --------------------------------------------------------------------------------------------------------


def planned_classes(run: ImportRun) -> list[ClassChange]:
    """What the step of classes would change now: to add, to delete, to keep."""
    return _planned_structure(run, known_classes(audience_of(run)), incoming_classes(run))


def planned_groups(run: ImportRun) -> list[ClassChange]:
    """The same for groups."""
    return _planned_structure(run, known_groups(audience_of(run)), incoming_groups(run))


def _planned_structure(run: ImportRun, existing: Sequence[Any], incoming: Sequence[Any]) -> list[ClassChange]:
    part = _part(run)
    changes = plan.plan_classes(existing=existing, incoming=incoming, part=part)
    # Comparing everybody takes longest, and only a deletion depends on it.
    if any(change.decision == Decision.REMOVE for change in changes):
        people = known_people(audience_of(run))
        matching = _matching(run, people)
        is_partial = not is_confirmed_whole(run) and plan.is_partial(existing=people, matching=matching, part=part)
        changes = plan.plan_classes(
            existing=existing,
            incoming=incoming,
            is_partial=is_partial,
            part=part,
            occupied=plan.left_where_they_are(people, matching),
        )
    return plan.in_blocks(changes)


def planned_users(run: ImportRun) -> list[UserChange]:
    """What the step of users would change now, in the order of blocks."""
    people = incoming_people(run)
    changes = plan.plan_users(
        existing=known_people(audience_of(run)),
        incoming=people,
        rules=rules_of(audience_of(run), people),
        is_whole=is_confirmed_whole(run),
        part=_part(run),
    )
    opened = frozenset(open_profiles(run.school))
    return plan.in_blocks(change for change in changes if not _is_history(change) and not _is_shut(change, opened))


def _is_history(change: UserChange) -> bool:
    """Whether it is about somebody who had left before the school knew him, or whose line the extraction told of."""
    if change.decision != Decision.IGNORE:
        return False
    return change.person.is_left_out or change.person.leaves_on is not None


def _is_shut(change: UserChange, opened: Collection[str]) -> bool:
    """Whether it is about somebody absent from the file whose profile the school has closed: nobody can use it."""
    known = change.known
    return change.incoming is None and known is not None and known.profile not in opened


def rules_of(audience: Audience, people: Sequence[Any], class_references: Iterable[str] | None = None) -> Rules:
    """What the decisions on these people depend on now; `class_references`: by default, the classes of the school."""
    if audience == Audience.STAFF:
        return StaffRules()
    if audience == Audience.GUARDIANS:
        children = Children(known_children())
        return GuardianRules(plan.with_a_child(people, children), kinship_of(children))
    if class_references is None:
        class_references = SchoolClass.objects.values_list("reference", flat=True).order_by()
    return PupilRules(frozenset(class_references), today())


# --- Links ------------------------------------------------------------------------------------------------------------


def planned_links(run: ImportRun, kinds: Sequence[LinkKind]) -> list[LinkChange]:
    """What the step « Affectations » would change now, part by part, in the order of blocks within each."""
    active, part = _active(run), _part(run)
    people = [(account_id, person) for account_id, person in people_with_account(run) if account_id in active]
    movable = active - held_by(run)
    return [change for kind in kinds for change in _planned_links(kind, people, movable, part)]


def _planned_links(
    kind: LinkKind, people: Sequence[tuple[int, Any]], movable: frozenset[int], part: Part
) -> list[LinkChange]:
    attribute, targets = _ATTRIBUTES[kind], _targets(kind)
    apart = _of_another_school(kind, part)
    told = [(account_id, getattr(person, attribute)) for account_id, person in people]
    wanted = plan.wanted_pairs(told, targets)
    roles = existing_links(LinkKind.PP) if kind == LinkKind.CLASSES else {}
    changes = plan.plan_links(
        kind=kind,
        existing={pair: by_hand for pair, by_hand in existing_links(kind).items() if pair[1] not in apart},
        wanted={pair for pair in wanted if pair[1] not in apart},
        movable=movable,
        held={pair for pair, is_by_hand in roles.items() if is_by_hand},
    )
    return plan.in_blocks(changes)


_ATTRIBUTES = {
    LinkKind.CLASSES: "class_references",
    LinkKind.PP: "pp_class_references",
    LinkKind.MATIERES: "matiere_references",
    LinkKind.GROUPES: "group_references",
    LinkKind.ELEVES: "group_references",
}


def _targets(kind: LinkKind) -> dict[str, int]:
    """The classes, matières or groups that links of this kind lead to, by reference."""
    if kind in (LinkKind.CLASSES, LinkKind.PP):
        rows = SchoolClass.objects.all()
    elif kind == LinkKind.MATIERES:
        rows = Matiere.objects.all()
    else:
        rows = Group.objects.of_the_school().exclude(reference="")
    return dict(rows.order_by().values_list("reference", "pk"))


def _of_another_school(kind: LinkKind, part: Part) -> frozenset[int]:
    """The classes or groups that came with the file of another school of the space: this one says nothing of them."""
    if kind == LinkKind.MATIERES:
        return frozenset()
    model: Any = SchoolClass if kind in (LinkKind.CLASSES, LinkKind.PP) else Group
    rows = model.objects.exclude(uai="").order_by().values_list("pk", "uai")
    return frozenset(pk for pk, uai in rows if not part.holds(uai))


def existing_links(kind: LinkKind) -> dict[Pair, bool]:
    """The links of the school, each with whether it was made by hand."""
    if kind == LinkKind.MATIERES:
        rows = MatiereTeaching.objects.order_by().values_list("teacher_id", "matiere_id", "is_by_hand")
    elif kind == LinkKind.GROUPES:
        rows = _in_groups(GroupTeaching).values_list("teacher_id", "group_id", "is_by_hand")
    elif kind == LinkKind.ELEVES:
        rows = _in_groups(GroupMembership).values_list("pupil_id", "group_id", "is_by_hand")
    elif kind == LinkKind.PP:
        principals = TeachingAssignment.objects.filter(is_pp=True).order_by()
        rows = principals.values_list("teacher_id", "school_class_id", "is_pp_by_hand")
    else:
        rows = TeachingAssignment.objects.order_by().values_list("teacher_id", "school_class_id", "is_by_hand")
    return {(person_id, target_id): is_by_hand for person_id, target_id, is_by_hand in rows}


def _in_groups(model: Any) -> Any:
    """The links with the groups that the administrator keeps: those of teachers are theirs."""
    return model.objects.filter(group__in=Group.objects.of_the_school()).order_by()


def _active(run: ImportRun) -> frozenset[int]:
    accounts = Account.objects.filter(profile__in=audience_of(run).profiles).active()
    return frozenset(accounts.order_by().values_list("pk", flat=True))


# --- Guardians --------------------------------------------------------------------------------------------------------


def planned_addresses(run: ImportRun) -> list[AddressChange]:
    """What the step « Adresses » would change now, in the order of blocks."""
    incoming: dict[int, IncomingAddress] = {pk: person.address for pk, person in _guardians(run)}
    return plan.in_blocks(plan.plan_addresses(existing=known_addresses(incoming), incoming=incoming))


def planned_guardianships(run: ImportRun) -> list[GuardianshipChange]:
    """What the step « Responsabilités » would change now, in the order of blocks."""
    return compared_guardianships(run)[0]


def compared_guardianships(run: ImportRun) -> tuple[list[GuardianshipChange], list[LostLink]]:
    """The same, and the links of the file that lead to no pupil."""
    guardians, children = _guardians(run), Children(known_children())
    told = plan.told_by_the_file(guardians, children)
    existing = known_guardianships()
    unclear = plan.links_not_found(guardians, children, existing)
    unsure = plan.unsure_links(guardians, children, existing)
    changes = plan.plan_guardianships(existing=existing, told=told, held=held_by(run), unclear=unclear, unsure=unsure)
    return plan.in_blocks(changes), plan.lost_links((person for _, person in guardians), children)


def _guardians(run: ImportRun) -> list[tuple[int, Any]]:
    """The guardians of the file whose account is open: the others were left aside at the step of users."""
    active = _active(run)
    return [(account_id, person) for account_id, person in people_with_account(run) if account_id in active]
