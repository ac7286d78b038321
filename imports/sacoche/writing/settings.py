"""What the school had set: its identity, its scale, who may do what."""

from typing import Any

from accounts.access.services import decisions
from accounts.enums import OPTIONAL
from evaluations.models import ScaleSettings
from evaluations.scale.calculation import Calculation
from evaluations.scale.whole import Part, Scale, stored
from imports.sacoche.moving.people import People
from imports.sacoche.moving.reading import Answers
from imports.sacoche.moving.settings import NewGrant, Settings
from sacoche.kit.access import Grant, Right, rights
from schools.models import School


def write_settings(plan: Settings, people: People, answers: Answers, school: School) -> None:
    """Write them on the school, and its scale: scores depend on it."""
    _write_identity(plan, answers, school)
    profiles = {person.profile for person in people.persons.values()} & OPTIONAL
    with decisions(school) as decided:
        decided["profiles"] = sorted({*decided.get("profiles", ()), *(profile.value for profile in profiles)})
        decided["login_patterns"] = {**decided.get("login_patterns", {}), **plan.login_patterns}
        decided["idle_minutes"] = {**decided.get("idle_minutes", {}), **plan.idle_minutes}
        if answers.rights:
            decided["rights"] = {**decided.get("rights", {}), **_stored_rights(plan)}
    scale = Scale(plan.codes, plan.symbols, plan.levels, Calculation.stored(plan.method, plan.limit, plan.look_back))
    columns: dict[str, Any] = {}
    for part in Part:
        columns |= stored(scale, part)
    ScaleSettings.objects.update_or_create(school=school, defaults=columns)


def _write_identity(plan: Settings, answers: Answers, school: School) -> None:
    identity = plan.identity if answers.identity else {}
    for column, value in identity.items():
        if column == "uai":
            is_taken = bool(school.uai) or School.objects.filter(uai=value).exists()
            school.uai = school.uai if is_taken else value
        elif column != "website" or value.startswith(("http://", "https://")):
            setattr(school, column, value)
    school.year_switch_month = plan.switch_month
    school.save()


def grant_wanted(right: Right, wanted: NewGrant) -> Grant:
    """What a setting of the backup gives of one of our rights: never what ours keeps for some profiles."""
    profiles = (right.profiles - right.adjustable) | (wanted.profiles & right.adjustable)
    return Grant(frozenset(profiles), wanted.restrictions & frozenset(right.restrictions))


def rights_that_differ(plan: Settings) -> list[tuple[Right, Grant]]:
    """The rights that the school had set otherwise than ours are by default."""
    wanted = [(rights.get(code), grant) for code, grant in sorted(plan.rights.items())]
    told = [(right, grant_wanted(right, grant)) for right, grant in wanted]
    return [(right, grant) for right, grant in told if grant != right.default]


def _stored_rights(plan: Settings) -> dict[str, Any]:
    return {
        right.code: {"profiles": sorted(grant.profiles), "restrictions": sorted(grant.restrictions)}
        for right, grant in rights_that_differ(plan)
    }
