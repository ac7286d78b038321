"""The steps « Classes » and « Groupes »: those ticked are made and deleted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from accounts.models import Account
from grids.services import lock_pupils
from imports import plan, queries
from imports.models import ImportRun
from imports.plan import ClassChange, Decision
from imports.review.answers import ClassAnswer, ClassForm, IncompleteForms
from imports.services.runs import advance, or_stale, refuse_stale, to_apply
from imports.services.traces import keep, keep_and_delete, made
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.journal import record
from schools.models import Group, Niveau, SchoolClass
from schools.queries import class_niveaux, other_class_niveaux
from schools.services import activate_niveau

NAME_LENGTH = 20


@or_stale()
def apply_classes(*, run: ImportRun, actor: Account | None, answer: ClassAnswer) -> None:
    """Create and delete the ticked classes. A second call changes nothing.

    Raises StalePlan when the answer was made from another state of the school, IncompleteForms when a class to add
    lacks its level or its name.
    """
    current = to_apply(run, "classes")
    if current is None:
        return
    changes = queries.planned_classes(current)
    refuse_stale(changes, answer)
    ticked = plan.chosen(changes, answer.ticked)
    # Whoever enters decisions on these pupils comes before or after, not meanwhile.
    leaving = _ids(ticked, Decision.REMOVE)
    lock_pupils(Account.objects.pupils().filter(school_class__in=leaving).order_by().values_list("pk", flat=True))
    _write(current, SchoolClass, changes, ticked, answer, actor)
    _end(current, actor, "classes", changes, answer)


@or_stale()
def apply_groups(*, run: ImportRun, actor: Account | None, answer: ClassAnswer) -> None:
    """The same for groups: those deleted leave their pupils and their teachers."""
    current = to_apply(run, "groupes")
    if current is None:
        return
    changes = queries.planned_groups(current)
    refuse_stale(changes, answer)
    _write(current, Group, changes, plan.chosen(changes, answer.ticked), answer, actor)
    _end(current, actor, "groupes", changes, answer)


def _write(
    run: ImportRun,
    model: Any,
    changes: Sequence[ClassChange],
    ticked: Sequence[ClassChange],
    answer: ClassAnswer,
    actor: Account | None,
) -> None:
    to_add = [change for change in ticked if change.decision == Decision.ADD]
    _add_niveaux(run, to_add, answer, actor)
    _create(run, model, to_add, answer)
    _rename(run, model, [change for change in ticked if change.decision == Decision.RENAME])
    _remember_the_school(run, model, changes)
    leaving = _ids(ticked, Decision.REMOVE)
    if leaving:
        keep_and_delete(run, model, leaving)


def _ids(changes: Iterable[ClassChange], decision: Decision) -> list[int]:
    return [change.known.id for change in changes if change.known and change.decision == decision]


def _add_niveaux(run: ImportRun, changes: Sequence[ClassChange], answer: ClassAnswer, actor: Account | None) -> None:
    """Let the school use the levels chosen that it did not use. Raises IncompleteForms before anything is written.

    They stay when the import is undone: a level is a setting of the school, and others may stand on it by then.
    """
    others = other_class_niveaux(run.school).in_bulk()
    check_class_forms(changes, answer.forms, [*class_niveaux(run.school), *others.values()])
    chosen = {answer.forms[change.key].niveau_id for change in changes}
    for pk, niveau in others.items():
        if pk in chosen:
            activate_niveau(actor=actor, school=run.school, niveau=niveau)


def _create(run: ImportRun, model: Any, changes: Sequence[ClassChange], answer: ClassAnswer) -> None:
    values = {
        change.incoming.reference: {
            "niveau_id": answer.forms[change.key].niveau_id,
            "reference": change.incoming.reference,
            "name": answer.forms[change.key].name,
            "long_name": change.incoming.long_name,
            "uai": queries.uai_of(run),
        }
        for change in changes
        if change.incoming
    }
    bulk_insert(model, values.values())
    ids = dict(model.objects.filter(reference__in=values).order_by().values_list("reference", "pk"))
    keep(run, model, made((ids[reference], row) for reference, row in values.items()))


def _rename(run: ImportRun, model: Any, changes: Sequence[ClassChange]) -> None:
    """Their references become those of the file; name, level and pupils stay."""
    for change in changes:
        assert change.known is not None
        assert change.incoming is not None
        before, after = {"reference": change.known.reference}, {"reference": change.incoming.reference}
        model.objects.filter(pk=change.known.id).update(**after)
        keep(run, model, [(change.known.id, before, after)])


def _remember_the_school(run: ImportRun, model: Any, changes: Iterable[ClassChange]) -> None:
    """Those that the file names came, from now on, with the file of its school."""
    uai = queries.uai_of(run)
    known = [change.known for change in changes if change.known and change.incoming]
    moved = [structure for structure in known if structure.uai != uai]
    if uai and moved:
        model.objects.filter(pk__in=[structure.id for structure in moved]).update(uai=uai)
        keep(run, model, ((structure.id, {"uai": structure.uai}, {"uai": uai}) for structure in moved))


def check_class_forms(
    changes: Iterable[ClassChange], forms: Mapping[str, ClassForm], niveaux: Iterable[Niveau]
) -> None:
    """Raise IncompleteForms when a class to add lacks one of these levels, or a name that fits. Reads nothing."""
    known = {niveau.pk for niveau in niveaux}
    added = [change for change in changes if change.decision == Decision.ADD]
    errors = {change.key: error for change in added if (error := _form_error(forms.get(change.key), known))}
    if errors:
        raise IncompleteForms(errors)


def _form_error(form: ClassForm | None, niveaux: set[int]) -> str:
    if form is None or form.niveau_id not in niveaux:
        return "Choisissez un niveau."
    if not form.name:
        return "Donnez un nom complet."
    if len(form.name) > NAME_LENGTH:
        return f"Le nom complet a {NAME_LENGTH} caractères au plus."
    return ""


_STEPS = {"classes": ("classes", "imports.apply_classes"), "groupes": ("groups", "imports.apply_groups")}


def _end(run: ImportRun, actor: Account | None, step: str, changes: Sequence[ClassChange], answer: ClassAnswer) -> None:
    name, verb = _STEPS[step]
    summary = run.summary[name] = class_summary(changes, answer.ticked)
    ticked = plan.chosen(changes, answer.ticked)
    references = ", ".join(_reference(change) for change in ticked) or "–"
    told = {"references": references, "added": summary["added"], "removed": summary["removed"]}
    record(verb, actor=actor, school=run.school, **told)
    advance(run, step)


def class_summary(changes: Sequence[ClassChange], ticked: Collection[str] | None = None) -> dict[str, int]:
    """The arithmetic line of the step: classes before, added, removed, after. `ticked`: by default those proposed."""
    done = [change for change in changes if (change.is_ticked if ticked is None else change.key in ticked)]
    before = sum(change.known is not None for change in changes)
    counts = plan.counts(done)
    added, removed = counts[Decision.ADD], counts[Decision.REMOVE]
    return {"before": before, "added": added, "removed": removed, "after": before + added - removed}


def _reference(change: ClassChange) -> str:
    source = change.incoming or change.known
    assert source is not None
    return source.reference
