"""A whole import without screens, with the boxes as they are by default: for commands."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import Account
from imports import plan, queries, services
from imports.answers import ClassAnswer, ClassForm, ReviewAnswer
from imports.extraction import Extraction
from imports.models import ImportRun
from imports.plan import ClassChange, Decision
from imports.sources.base import Source
from schools.models import Niveau, School
from schools.queries import class_niveaux
from schools.services import activate_niveau

Report = dict[str, Mapping[str, Any]]


def import_file(
    *,
    school: School,
    source: Source,
    file_name: str,
    data: bytes,
    actor: Account | None = None,
    is_activating: bool = False,
) -> Report:
    """Go through the steps of the wizard, and say the counts of each; `is_activating`: first the levels it needs.

    Raises UnreadableFile, ImportUnderWay, or IncompleteForms when a class finds no level, having written nothing.
    Raises StalePlan or RunGone when somebody else writes meanwhile: what was applied before stays, the run is closed.
    """
    extraction = source.read(data)
    preview(extraction, school=school, is_activating=is_activating)
    run = services.stage_upload(
        school=school,
        actor=actor,
        source_code=source.code,
        source_label=source.heading(),
        file_name=file_name,
        data=data,
    )
    try:
        if is_activating:
            activate_niveaux_of(extraction, school=school, actor=actor)
        return _go_through(run, extraction, actor)
    finally:
        services.cancel(run=run, actor=actor)


def _go_through(run: ImportRun, extraction: Extraction, actor: Account | None) -> Report:
    services.stage_extraction(run=run, extraction=extraction)
    services.apply_classes(run=run, actor=actor, answer=default_class_answer(run))
    review = queries.user_review(run)
    ticked = frozenset(row.key for block in review.blocks for row in block.rows if row.change.is_ticked)
    services.apply_users(run=run, actor=actor, answer=ReviewAnswer(review.fingerprint, ticked))
    run.refresh_from_db()
    report: Report = dict(run.summary)
    services.finish(run=run, actor=actor)
    return report


def default_class_answer(run: ImportRun) -> ClassAnswer:
    """The review of classes sent as it is displayed."""
    review = queries.class_review(run, run.school)
    rows = review.to_add + review.to_remove
    return ClassAnswer(
        fingerprint=review.fingerprint,
        ticked=frozenset(row.key for row in rows if row.is_ticked),
        forms={row.key: ClassForm(row.niveau_id, row.name) for row in review.to_add},
    )


def preview(extraction: Extraction, *, school: School, is_activating: bool = False) -> Report:
    """The counts that an import of this file would give now, everything left as it is by default. Writes nothing.

    Raises IncompleteForms, as the import would, when a class finds no level among those that would then be active.
    """
    people = [*extraction.pupils, *extraction.without_class]
    existing, known_classes = queries.known_pupils(), queries.known_classes()
    matched = plan.match(existing=existing, incoming=people).values()
    is_partial = plan.is_partial(existing=existing, matched=matched)
    classes = plan.plan_classes(existing=known_classes, incoming=extraction.classes, is_partial=is_partial)
    active = [*class_niveaux(school), *(_needed_niveaux(extraction) if is_activating else ())]
    services.check_class_forms([change for change in classes if change.is_ticked], _forms(classes, active), active)
    removed = {change.known for change in classes if change.decision == Decision.REMOVE and change.is_ticked}
    left = {known.reference for known in known_classes if known not in removed}
    references = left | {incoming.reference for incoming in extraction.classes}
    users = plan.plan_users(existing=existing, incoming=people, class_references=references)
    return {
        "extraction": services.extraction_summary(extraction),
        "classes": services.class_summary(classes),
        "users": services.user_summary(users, plan.counts(change for change in users if change.is_ticked)),
    }


def activate_niveaux_of(extraction: Extraction, *, school: School, actor: Account | None = None) -> Sequence[Niveau]:
    """Let the school use the levels that the classes of the file need, and say which."""
    needed = _needed_niveaux(extraction)
    for niveau in needed:
        activate_niveau(actor=actor, school=school, niveau=niveau)
    return needed


def _needed_niveaux(extraction: Extraction) -> Sequence[Niveau]:
    niveaux = list(Niveau.objects.filter(holds_classes=True).order_by("order", "reference"))
    found = [queries.guess_niveau(incoming.niveau_reference, niveaux) for incoming in extraction.classes]
    return [niveau for niveau in niveaux if niveau in found]


def _forms(classes: Sequence[ClassChange], active: Sequence[Niveau]) -> dict[str, ClassForm]:
    """What the review of classes would propose for those to add."""
    forms = {}
    for change in classes:
        if change.incoming and not change.known:
            niveau = queries.guess_niveau(change.incoming.niveau_reference, active)
            forms[change.key] = ClassForm(niveau.pk if niveau else None, change.incoming.name)
    return forms
