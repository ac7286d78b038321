"""The step « Affectations »: links between people and classes, groups, matières."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.models import Account, GroupMembership, GroupTeaching, MatiereTeaching, TeachingAssignment
from imports import plan, queries
from imports.models import ImportRun
from imports.plan import Decision, LinkChange, LinkKind
from imports.plan.links import Pair
from imports.review.answers import ReviewAnswer
from imports.services.runs import advance, or_stale, refuse_stale, to_apply
from imports.services.traces import keep, keep_and_delete, made
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.journal import record

# Where the links of each kind are, with the columns of their two ends.
_TABLES: dict[LinkKind, tuple[Any, str, str]] = {
    LinkKind.CLASSES: (TeachingAssignment, "teacher_id", "school_class_id"),
    LinkKind.PP: (TeachingAssignment, "teacher_id", "school_class_id"),
    LinkKind.MATIERES: (MatiereTeaching, "teacher_id", "matiere_id"),
    LinkKind.GROUPES: (GroupTeaching, "teacher_id", "group_id"),
    LinkKind.ELEVES: (GroupMembership, "pupil_id", "group_id"),
}


@or_stale()
def apply_links(*, run: ImportRun, actor: Account | None, kinds: Sequence[LinkKind], answer: ReviewAnswer) -> None:
    """Add and take away the ticked links; those kept stay as they are. A second call changes nothing.

    Somebody is made professeur principal of a class that he has by then, and of no other. Raises StalePlan.
    """
    current = to_apply(run, "affectations")
    if current is None:
        return
    changes = queries.planned_links(current, kinds)
    refuse_stale(changes, answer)
    ticked = plan.chosen(changes, answer.ticked)
    summary = {}
    for kind in kinds:
        of_kind = [change for change in ticked if change.kind == kind]
        write = _write_pp if kind == LinkKind.PP else _write
        summary[kind.value] = write(current, kind, of_kind)
        _let_go_of_hands(current, kind, [change for change in changes if change.kind == kind])
    current.summary["links"] = summary
    added = sum(counts["added"] for counts in summary.values())
    removed = sum(counts["removed"] for counts in summary.values())
    record("imports.apply_links", actor=actor, school=current.school, added=added, removed=removed)
    advance(current, "affectations")


def _pairs(changes: Iterable[LinkChange], decision: Decision) -> list[Pair]:
    return [(change.person_id, change.target_id) for change in changes if change.decision == decision]


def _write(run: ImportRun, kind: LinkKind, changes: Sequence[LinkChange]) -> dict[str, int]:
    model, person, target = _TABLES[kind]
    added, removed = _pairs(changes, Decision.ADD), _pairs(changes, Decision.REMOVE)
    rows = [{person: pair[0], target: pair[1], "is_by_hand": False} for pair in added]
    bulk_insert(model, rows)
    ids = _ids(kind)
    keep(run, model, made((ids[pair], row) for pair, row in zip(added, rows, strict=True)))
    if removed:
        keep_and_delete(run, model, [ids[pair] for pair in removed])
    return {"added": len(added), "removed": len(removed)}


def _ids(kind: LinkKind) -> dict[Pair, int]:
    model, person, target = _TABLES[kind]
    return {(row[0], row[1]): row[2] for row in model.objects.order_by().values_list(person, target, "pk")}


def _write_pp(run: ImportRun, kind: LinkKind, changes: Sequence[LinkChange]) -> dict[str, int]:
    """The flag of links that exist by now."""
    ids = _ids(kind)
    added, removed = (
        [ids[pair] for pair in _pairs(changes, decision) if pair in ids] for decision in (Decision.ADD, Decision.REMOVE)
    )
    by_hand = TeachingAssignment.objects.filter(pk__in=added).order_by("pk").values_list("pk", "is_pp_by_hand")
    before = {pk: {"is_pp": False, "is_pp_by_hand": is_by_hand} for pk, is_by_hand in by_hand}
    given = {"is_pp": True, "is_pp_by_hand": False}
    keep(run, TeachingAssignment, ((pk, values, given) for pk, values in before.items()))
    TeachingAssignment.objects.filter(pk__in=added).update(**given)
    keep(run, TeachingAssignment, ((pk, {"is_pp": True}, {"is_pp": False}) for pk in removed))
    TeachingAssignment.objects.filter(pk__in=removed).update(is_pp=False)
    return {"added": len(added), "removed": len(removed)}


def _let_go_of_hands(run: ImportRun, kind: LinkKind, changes: Sequence[LinkChange]) -> None:
    """Links made by hand that the file says too are from now on those of the files."""
    kept = {(c.person_id, c.target_id) for c in changes if c.decision == Decision.KEEP and c.is_by_hand}
    if not kept:
        return
    model, column = _TABLES[kind][0], "is_pp_by_hand" if kind == LinkKind.PP else "is_by_hand"
    links = [pk for pair, pk in _ids(kind).items() if pair in kept]
    model.objects.filter(pk__in=links).update(**{column: False})
    keep(run, model, ((pk, {column: True}, {column: False}) for pk in links))
