"""A whole import without screens, with the boxes as they are by default: for commands."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from typing import Any

from accounts.models import Account
from imports import plan, queries, services
from imports.brought.extraction import Extraction
from imports.brought.origin import check_origin
from imports.enums import Audience
from imports.models import ImportRun
from imports.plan import ClassChange, Decision
from imports.plan.staging import people_of
from imports.plan.structure import IncomingStructure
from imports.review.answers import ClassForm
from imports.review.wording import (
    KEPT,
    doubt_lines,
    doubts_told,
    found_sentences,
    summary_sentences,
    unlinked_sentences,
)
from imports.sources.base import Source
from imports.steps import steps
from imports.steps.base import ReviewStep
from schools.models import Niveau, School
from schools.queries import class_niveaux
from schools.services import activate_niveau

Report = dict[str, Any]
# What the steps tell each other, and nobody else.
_NOT_TOLD = ("uai", "held")


def import_file(
    *,
    school: School,
    source: Source,
    file_name: str,
    data: bytes,
    actor: Account | None = None,
    is_activating: bool = False,
    is_any_school: bool = False,
    niveaux: Mapping[str, str] | None = None,
) -> Report:
    """Go through the steps of the wizard, and say the counts of each; `is_activating`: first the levels it needs.

    `niveaux`: the reference of the level of the classes and groups of which the file does not tell it, by reference.
    Raises UnreadableFile, ImportUnderWay, or IncompleteForms when a class finds no level, having written nothing.
    Raises StalePlan or RunGone when somebody else writes meanwhile: what was applied before stays, the run is closed.
    """
    extraction = read(source, data, school=school, is_any_school=is_any_school, niveaux=niveaux)
    announced = preview(extraction, school=school, audience=source.audience, is_activating=is_activating)
    run = services.stage_upload(
        school=school,
        actor=actor,
        source_code=source.code,
        source_label=source.heading(),
        file_name=file_name,
        data=data,
        steps=source.steps,
        audience=source.audience,
    )
    try:
        if is_activating:
            activate_niveaux_of(extraction, school=school, actor=actor)
        if source.audience == Audience.NOBODY:
            services.keep_file(run=run, extraction=extraction, content=data)
        told = {key: announced[key] for key in _TOLD_OF_GUARDIANS if key in announced}
        return _go_through(run, extraction, actor) | told
    finally:
        services.cancel(run=run, actor=actor)


def read(
    source: Source,
    data: bytes,
    *,
    school: School,
    is_any_school: bool = False,
    niveaux: Mapping[str, str] | None = None,
) -> Extraction:
    """What the file holds, with the levels told (`niveaux`, see import_file). Raises UnreadableFile, also when it is
    that of another year, or of another school but for `is_any_school`, and UnknownNiveau.
    """
    extraction = source.read(data)
    check_origin(extraction, uai=school.uai, year=school.first_year, is_any_school=is_any_school)
    return _with_niveaux(extraction, niveaux) if niveaux else extraction


class UnknownNiveau(ValueError):
    """A level told for a class or a group that the file does not have, or that no list of levels has."""


def _with_niveaux(extraction: Extraction, niveaux: Mapping[str, str]) -> Extraction:
    classes, groups = ({each.reference for each in found} for found in (extraction.classes, extraction.groups))
    strange = niveaux.keys() - classes - groups
    if strange:
        raise UnknownNiveau(f"Ce fichier n'a pas de classe ni de groupe {', '.join(sorted(strange))}.")
    known = set(Niveau.objects.filter(holds_classes=True).order_by().values_list("reference", flat=True))
    if unknown := set(niveaux.values()) - known:
        raise UnknownNiveau(f"Niveau inconnu : {', '.join(sorted(unknown))} (par exemple 6, 5, CM2, 2GT).")
    return replace(
        extraction,
        classes=[replace(each, niveau=niveaux.get(each.reference, "")) for each in extraction.classes],
        groups=[replace(each, niveau=niveaux.get(each.reference, "")) for each in extraction.groups],
    )


def _go_through(run: ImportRun, extraction: Extraction, actor: Account | None) -> Report:
    services.stage_extraction(run=run, extraction=extraction)
    run.refresh_from_db()
    for step in map(steps.get, run.steps):
        if isinstance(step, ReviewStep):
            step.accept(run, actor)
            run.refresh_from_db()
    report: Report = {name: told for name, told in run.summary.items() if name not in _NOT_TOLD}
    services.finish(run=run, actor=actor)
    return report


# --- Without writing --------------------------------------------------------------------------------------------------


def preview(
    extraction: Extraction, *, school: School, audience: Audience = Audience.PUPILS, is_activating: bool = False
) -> Report:
    """The counts that an import of this file would give now, everything left as it is by default. Writes nothing.

    Links, addresses and guardianships depend on the accounts that would be made: they are not told. Raises
    IncompleteForms, as the import would, when a class finds no level among those that would then be active.
    """
    report: Report = {"extraction": services.extraction_summary(extraction, audience)}
    if audience == Audience.NOBODY:
        return report
    people = people_of(extraction, audience)
    if audience == Audience.GUARDIANS:
        report |= _told_of_guardians(extraction)
    existing = queries.known_people(audience)
    part = queries.part_of(school, extraction.uai)
    matching = plan.match_people(existing=existing, incoming=people, rules=queries.rules_of(audience, people))
    is_partial = plan.is_partial(existing=existing, matching=matching, part=part)
    active = [*class_niveaux(school), *(_needed_niveaux(extraction) if is_activating else ())]
    classes: list[ClassChange] = []
    if audience != Audience.GUARDIANS:
        compared: dict[str, Any] = {
            "is_partial": is_partial,
            "part": part,
            "occupied": plan.left_where_they_are(existing, matching),
        }
        known = queries.known_classes(audience)
        classes = plan.plan_classes(existing=known, incoming=extraction.classes, **compared)
        groups = plan.plan_classes(existing=queries.known_groups(audience), incoming=extraction.groups, **compared)
        _check_forms([*classes, *groups], active)
        report["classes"] = services.class_summary(classes)
    users = plan.plan_users(
        existing=existing,
        incoming=people,
        rules=queries.rules_of(audience, people, _references_after(classes)),
        part=part,
    )
    counts = plan.counts(change for change in users if change.is_ticked)
    return report | {"users": services.user_summary(users, counts), "doubts": doubts_told(users)}


# What is told of the guardians of a file: who gets no account, and whose children are not all found.
_TOLD_OF_GUARDIANS = ("left_out", "lost_links", "has_no_pupil")


def _told_of_guardians(extraction: Extraction) -> dict[str, Any]:
    told = queries.unlinked(extraction.guardians)
    return {
        "left_out": [list(astuple(link)) for link in told.left_out],
        "lost_links": [list(astuple(link)) for link in told.lost_links],
        "has_no_pupil": told.has_no_pupil,
    }


def _references_after(classes: Sequence[ClassChange]) -> set[str]:
    """The classes that there would be, everything left as it is by default."""
    return {
        (change.incoming or change.known).reference  # type: ignore[union-attr]
        for change in classes
        if not (change.decision == Decision.REMOVE and change.is_ticked)
    }


def _check_forms(changes: Sequence[ClassChange], active: Sequence[Niveau]) -> None:
    services.check_class_forms([change for change in changes if change.is_ticked], _forms(changes, active), active)


def activate_niveaux_of(extraction: Extraction, *, school: School, actor: Account | None = None) -> Sequence[Niveau]:
    """Let the school use the levels that the classes and groups of the file need, and say which."""
    needed = _needed_niveaux(extraction)
    for niveau in needed:
        activate_niveau(actor=actor, school=school, niveau=niveau)
    return needed


def _needed_niveaux(extraction: Extraction) -> Sequence[Niveau]:
    niveaux = list(Niveau.objects.filter(holds_classes=True).order_by("order", "reference"))
    structure: list[IncomingStructure] = [*extraction.classes, *extraction.groups]
    found = [queries.guess_niveau(incoming, niveaux) for incoming in structure]
    return [niveau for niveau in niveaux if niveau in found]


def _forms(classes: Sequence[ClassChange], active: Sequence[Niveau]) -> dict[str, ClassForm]:
    """What the review would propose for those to add."""
    forms = {}
    for change in classes:
        if change.incoming and not change.known:
            niveau = queries.guess_niveau(change.incoming, active)
            forms[change.key] = ClassForm(niveau.pk if niveau else None, change.incoming.name)
    return forms


# --- What is told -----------------------------------------------------------------------------------------------------


def report_sentences(report: Report, source: Source) -> list[str]:
    """The report of an import in words, step after step."""
    found = report["extraction"]
    told = found_sentences(found, source.audience, source.steps)
    told += [f"Ligne {line} : {message}" for line, message in found["problems"]]
    told += unlinked_sentences(report)
    if source.audience == Audience.NOBODY:
        told.append(KEPT)
    return told + summary_sentences(report) + doubt_lines(report.get("doubts", ()))
