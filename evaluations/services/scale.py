"""The scale of a school is changed, and a change of it undone: one at a time, whole, with its line in the journal."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from evaluations import queries
from evaluations.models import ScaleChange, ScaleSettings
from evaluations.scale.checks import faults
from evaluations.scale.told import differences
from evaluations.scale.whole import DEFAULT_SCALE, Part, Scale, stored, with_stored
from sacoche.kit.clock import local, now
from sacoche.kit.journal import record
from schools.models import School

_VERBS = {
    Part.CODES: "evaluations.set_codes",
    Part.STATES: "evaluations.set_states",
    Part.CALCULATION: "evaluations.set_calculation",
}
_IN_JOURNAL = 300


class BadScale(Exception):
    """The scale asked for does not hold; `faults` says why, in French."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class ChangedMeanwhile(Exception):
    """Somebody changed the scale since the page showed it; nothing was written."""


class NothingToUndo(Exception):
    """The change is not the last one of its part any more; the message says so in French."""


def change_scale(*, actor: Any, school: School, part: Part, wanted: Scale, seen: int) -> bool:
    """Keep a part of `wanted`; the rest of the scale stays. `seen` is the version that the page showed.

    Returns whether anything changed. Raises BadScale, ChangedMeanwhile.
    """
    with transaction.atomic():
        settings = _locked(school)
        before = _scale(settings)
        if before.version != seen:
            raise ChangedMeanwhile
        after = with_stored(before, part, stored(wanted, part))
        if found := faults(after, part, queries.images()) or _lost(before, after, part):
            raise BadScale(found)
        told = differences(before, after, part)
        if told:
            _write(settings, actor, part, before, after, told)
            record(_VERBS[part], actor=actor, school=school, changes=_short(told))
    return bool(told)


def undo_change(*, actor: Any, school: School, version: int) -> ScaleChange:
    """Put a part of the scale back as it was before the change that made this version. Raises NothingToUndo.

    An image that has been taken away since gives way to the drawing.
    """
    with transaction.atomic():
        settings = _locked(school)
        change = ScaleChange.objects.filter(version=version).first()
        now_there = _scale(settings)
        if change is None or stored(now_there, Part(change.part)) != change.after:
            raise NothingToUndo("Ce réglage a été changé depuis : rechargez la page pour voir ce qu'il est devenu.")
        part = Part(change.part)
        after = _without_lost_images(with_stored(now_there, part, change.before))
        told = differences(now_there, after, part)
        _write(settings, actor, part, now_there, after, told, undoes=version)
        record(
            "evaluations.undo_scale",
            actor=actor,
            school=school,
            day=f"{local(change.made_at):%d/%m/%Y}",
            author=change.author_label,
            changes=_short(told),
        )
    return change


def _locked(school: School) -> ScaleSettings:
    """The row of the school, a new one when it has none; others who change the scale wait."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    found: ScaleSettings | None = ScaleSettings.objects.filter(school=school).first()
    return found or ScaleSettings(school=school, version=0)


def _scale(settings: ScaleSettings) -> Scale:
    return queries.scale_in(settings) if settings.version else DEFAULT_SCALE


def _lost(before: Scale, after: Scale, part: Part) -> list[str]:
    """A code that results bear is not lost: it may only be no longer typed."""
    kept = {code.number for code in after.codes}
    gone = [code for code in before.codes if code.number not in kept] if part is Part.CODES else []
    if not gone:
        return []
    held = {number for series in queries.school_series() for number in series.codes.split()}
    return [
        f"Des résultats portent « {code.sigle} » : gardez ce code, sans le cocher « utilisé »."
        for code in gone
        if str(code.number) in held
    ]


def _without_lost_images(scale: Scale) -> Scale:
    present = {"", *queries.images()}
    return replace(
        scale, codes=tuple(code if code.image in present else replace(code, image="") for code in scale.codes)
    )


def _write(
    settings: ScaleSettings,
    actor: Any,
    part: Part,
    before: Scale,
    after: Scale,
    told: list[str],
    undoes: int | None = None,
) -> None:
    settings.version += 1
    for name, value in stored(after, part).items():
        setattr(settings, name, value)
    settings.save()
    ScaleChange(
        school=settings.school,
        version=settings.version,
        part=part.value,
        before=stored(before, part),
        after=stored(after, part),
        told=" ; ".join(told),
        made_at=now(),
        author=actor,
        author_label=actor.author_label if actor else "",
        undoes=undoes,
    ).save()


def _short(told: list[str]) -> str:
    """What a line of the journal holds of a change."""
    text = " ; ".join(told)
    return text if len(text) <= _IN_JOURNAL else f"{text[: _IN_JOURNAL - 1]}…"
