"""For any school and any file: sent twice a file changes nothing more, and what is announced is what is written.

First the plan alone, with what the services do done in memory; then the services themselves, on the database.
"""

import dataclasses
import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, Address, GroupMembership, GroupTeaching, TeachingAssignment
from imports import queries, services
from imports.brought.extraction import (
    Extraction,
    IncomingAddress,
    IncomingChild,
    IncomingClass,
    IncomingGroup,
    IncomingGuardian,
    IncomingPupil,
    IncomingStaff,
)
from imports.models import ImportRun
from imports.plan import (
    WRITING,
    Decision,
    KnownClass,
    KnownGuardianship,
    KnownPerson,
    LinkKind,
    PupilRules,
    UserChange,
    counts,
    plan_addresses,
    plan_classes,
    plan_guardianships,
    plan_links,
    plan_users,
    separate,
)
from imports.services import user_summary
from imports.sources import sources
from imports.steps import steps
from sacoche.kit.tenancy import current_school
from schools.models import Group, SchoolClass
from tests.imports.wizard import activate

TODAY = datetime.date(2014, 6, 1)
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(days=1), TODAY + datetime.timedelta(days=1)
BORN = datetime.date(2004, 4, 12)
CLASSES = ["CM1", "CM2"]
RULES = PupilRules(frozenset(CLASSES), TODAY)

# --- What files and schools hold --------------------------------------------------------------------------------------

LAST_NAMES = st.sampled_from(["MARTIN", "MARTINE", "DURAND"])
FIRST_NAMES = st.sampled_from(["Léa", "Lea", "Manon"])
BIRTHS = st.sampled_from([None, BORN, BORN.replace(year=2005)])
GENDERS = st.sampled_from(["", "M", "F"])
EMAILS = st.sampled_from(["", "a@example.org", "b@example.org"])
IDENTIFIERS = {
    "reference": st.sampled_from(["", "", "A", "B"]),
    "sconet_id": st.sampled_from([None, None, 1, 2]),
    "elenoet": st.sampled_from(["", "", "7", "8"]),
}


@st.composite
def people(draw) -> list[dict[str, Any]]:
    """What is said of a few people: each identifier is that of one of them at most."""
    found: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, 6))):
        values: dict[str, Any] = {"last_name": draw(LAST_NAMES), "first_name": draw(FIRST_NAMES)}
        values |= {"birth_date": draw(BIRTHS), "gender": draw(GENDERS), "email": draw(EMAILS)}
        for name, strategy in IDENTIFIERS.items():
            value = draw(strategy)
            if value and all(other.get(name) != value for other in found):
                values[name] = value
        found.append(values)
    return found


@st.composite
def schools(draw) -> list[KnownPerson]:
    known = []
    for number, values in enumerate(draw(people()), start=1):
        left_on = draw(st.sampled_from([None, None, YESTERDAY, TOMORROW]))
        place = draw(st.sampled_from(["", *CLASSES]))
        known.append(
            KnownPerson(
                number,
                **values,
                class_reference=place,
                left_on=left_on,
                is_active=left_on != YESTERDAY,
                is_email_own=draw(st.booleans()),
            )
        )
    return known


@st.composite
def files(draw) -> list[IncomingPupil]:
    tells_exit, is_class_optional = draw(st.booleans()), draw(st.booleans())
    exits = st.sampled_from([None, None, YESTERDAY, TOMORROW]) if tells_exit else st.none()
    return [
        IncomingPupil(
            line,
            **values,
            class_reference=draw(st.sampled_from(["", "GONE", *CLASSES])),
            exit_on=draw(exits),
            tells_exit=tells_exit,
            is_class_optional=is_class_optional,
        )
        for line, values in enumerate(draw(people()), start=2)
    ]


def plan(existing: Sequence[KnownPerson], arriving: Sequence[IncomingPupil]) -> list[UserChange]:
    return plan_users(existing=existing, incoming=arriving, rules=RULES)


def apply(existing: Sequence[KnownPerson], changes: Sequence[UserChange]) -> list[KnownPerson]:
    """What the services do once every box is ticked, in memory."""
    after = {person.id: person for person in existing}
    for change in changes:
        if change.decision == Decision.ADD:
            after[1000 + change.incoming.line] = added(change.incoming)
        elif change.decision == Decision.REMOVE:
            day = getattr(change.incoming, "exit_on", None) or TODAY
            after[change.known.id] = dataclasses.replace(change.known, left_on=day, is_active=day > TODAY)
        elif change.decision in WRITING:
            after[change.known.id] = changed(change)
    return list(after.values())


def added(source: IncomingPupil) -> KnownPerson:
    names = {field.name for field in dataclasses.fields(KnownPerson)}
    values = {name: value for name, value in vars(source).items() if name in names}
    values["class_reference"] = source.class_reference if source.class_reference in CLASSES else ""
    return KnownPerson(1000 + source.line, **values, left_on=source.exit_on)


def changed(change: UserChange) -> KnownPerson:
    values: dict[str, Any] = {}
    for field in change.changes:
        if field.field == "class_reference":
            values["class_reference"] = field.after
        elif field.field == "left_on":
            values |= {"left_on": change.incoming.exit_on, "is_active": True}
        else:
            values[field.field] = getattr(change.incoming, field.field)
    return dataclasses.replace(change.known, **values)


def writing(changes: Sequence[Any]) -> list[Any]:
    return [change for change in changes if change.decision in WRITING]


# --- People -----------------------------------------------------------------------------------------------------------


@given(schools(), files())
def test_plan_users_after_applying_nothing_changes(existing, arriving):
    once = apply(existing, plan(existing, arriving))
    assert writing(plan(once, arriving)) == []


@given(schools(), files())
def test_plan_users_every_account_and_every_pupil_is_decided_once(existing, arriving):
    changes = plan(existing, arriving)
    assert sorted(c.known.id for c in changes if c.known) == sorted(pupil.id for pupil in existing)
    assert sorted(c.incoming.line for c in changes if c.incoming) == sorted(pupil.line for pupil in arriving)


@given(schools(), files())
def test_plan_users_renamings_refused_still_decide_everybody_once(existing, arriving):
    changes = plan(existing, arriving)
    apart = separate(changes, {change.key for change in changes})
    assert Decision.RENAME not in {change.decision for change in apart}
    assert sorted(c.known.id for c in apart if c.known) == sorted(pupil.id for pupil in existing)
    assert sorted(c.incoming.line for c in apart if c.incoming) == sorted(pupil.line for pupil in arriving)


@given(schools(), files())
def test_plan_users_counts_announced_are_those_written(existing, arriving):
    changes = plan(existing, arriving)
    announced, after = user_summary(changes, counts(changes)), apply(existing, changes)
    active = sum(pupil.is_active for pupil in after)
    assert (announced["active_after"], announced["inactive_after"]) == (active, len(after) - active)
    assert announced["added"] == len(after) - len(existing)


@given(schools(), files())
def test_plan_users_no_value_is_erased(existing, arriving):
    erased = [f for c in plan(existing, arriving) for f in c.changes if not f.after and f.field != "class_reference"]
    assert erased == []


@given(schools(), files())
def test_plan_users_exit_to_come_is_never_brought_forward_by_an_absence(existing, arriving):
    absent = [c for c in plan(existing, arriving) if c.known and c.known.is_leaving and c.incoming is None]
    assert not any(change.is_ticked for change in absent)


# --- Classes, links, addresses, guardians -----------------------------------------------------------------------------

NAMES_OF_CLASSES = st.sampled_from(["A", "B", "C", "D"])


@given(st.lists(NAMES_OF_CLASSES, unique=True), st.dictionaries(NAMES_OF_CLASSES, st.sampled_from(["", "A", "B", "X"])))
def test_plan_classes_after_applying_nothing_changes(known, told):
    existing = [KnownClass(number, reference) for number, reference in enumerate(known)]
    incoming = [IncomingClass(name, "CP", name, name, former_reference=former) for name, former in told.items()]
    after = {change.known.reference for change in plan_classes(existing=existing, incoming=incoming) if change.known}
    for change in writing(plan_classes(existing=existing, incoming=incoming)):
        if change.decision != Decision.ADD:
            after.discard(change.known.reference)
        if change.decision != Decision.REMOVE:
            after.add(change.incoming.reference)
    assert after == set(told)
    again = [KnownClass(number, reference) for number, reference in enumerate(sorted(after))]
    assert writing(plan_classes(existing=again, incoming=incoming)) == []


PAIRS = st.tuples(st.integers(1, 3), st.integers(11, 13))


@given(st.sampled_from(LinkKind), st.dictionaries(PAIRS, st.booleans()), st.sets(PAIRS))
def test_plan_links_after_applying_nothing_changes(kind, existing, wanted):
    after = dict(existing)
    for change in writing(plan_links(kind=kind, existing=existing, wanted=wanted)):
        pair = (change.person_id, change.target_id)
        if change.decision == Decision.ADD:
            after[pair] = False
        else:
            del after[pair]
    assert writing(plan_links(kind=kind, existing=after, wanted=wanted)) == []


@given(st.dictionaries(PAIRS, st.booleans()), st.sets(PAIRS))
def test_plan_links_made_by_hand_are_never_ticked_for_removal(existing, wanted):
    changes = plan_links(kind=LinkKind.CLASSES, existing=existing, wanted=wanted)
    ticked = [(c.person_id, c.target_id) for c in changes if c.decision == Decision.REMOVE and c.is_ticked]
    assert not any(existing[pair] for pair in ticked)


ADDRESSES = st.builds(
    IncomingAddress,
    line1=st.sampled_from(["", "1 rue A"]),
    postal_code=st.sampled_from(["", "07270"]),
    town=st.sampled_from(["", "METZ"]),
    country=st.sampled_from(["", "FRANCE"]),
)


@given(st.dictionaries(st.integers(1, 3), ADDRESSES), st.dictionaries(st.integers(1, 4), ADDRESSES))
def test_plan_addresses_after_applying_nothing_changes_and_none_is_blanked(existing, incoming):
    after = dict(existing)
    for change in writing(plan_addresses(existing=existing, incoming=incoming)):
        after[change.person_id] = change.address
    assert writing(plan_addresses(existing=after, incoming=incoming)) == []
    assert all(not after[number].is_empty for number, address in existing.items() if not address.is_empty)


GUARDIANS = st.integers(11, 14)
LINKS = st.lists(st.builds(KnownGuardianship, GUARDIANS, st.booleans()), unique_by=lambda link: link.guardian_id)
TOLD = st.lists(GUARDIANS, unique=True, min_size=1)


@given(st.dictionaries(st.integers(1, 3), LINKS), st.dictionaries(st.integers(1, 3), TOLD))
def test_plan_guardianships_after_applying_nothing_changes_and_those_by_hand_stay(existing, told):
    after = dict(existing)
    for change in writing(plan_guardianships(existing=existing, told=told)):
        after[change.pupil_id] = [KnownGuardianship(number, number in change.by_hand) for number in change.after]
    assert writing(plan_guardianships(existing=after, told=told)) == []
    for pupil_id, links in existing.items():
        kept = {link.guardian_id for link in after[pupil_id]}
        assert {link.guardian_id for link in links if link.is_by_hand} <= kept


# --- On the database --------------------------------------------------------------------------------------------------


PLACES, GROUPS = st.sampled_from(["6A", "6B", "5A"]), st.sampled_from(["6LATIN", "5LATIN"])


@st.composite
def files_of_pupils(draw) -> Extraction:
    pupils = [
        IncomingPupil(
            line,
            **values,
            class_reference=draw(PLACES),
            group_references=tuple(draw(st.sets(GROUPS))),
            exit_on=draw(st.sampled_from([None, None, TOMORROW])),
            tells_exit=True,
        )
        for line, values in enumerate(draw(people()), start=1)
    ]
    return Extraction(pupils=pupils, **structure(pupils, lambda pupil: [pupil.class_reference]))


@st.composite
def files_of_staff(draw) -> Extraction:
    staff = []
    for line, values in enumerate(draw(people()), start=1):
        del values["birth_date"]
        values.pop("elenoet", None)
        classes = draw(st.lists(PLACES, unique=True, max_size=2))
        member = IncomingStaff(
            line,
            **values,
            profile=draw(st.sampled_from(["ENS", "DIR"])),
            class_references=tuple(classes),
            pp_class_references=tuple(classes[:1]),
            group_references=tuple(draw(st.sets(GROUPS))),
        )
        staff.append(member)
    return Extraction(staff=staff, **structure(staff, lambda member: member.class_references))


@st.composite
def files_of_guardians(draw) -> Extraction:
    guardians = []
    for line, values in enumerate(draw(people()), start=1):
        del values["birth_date"]
        children = st.builds(IncomingChild, st.integers(1, 2), last_name=LAST_NAMES, first_name=FIRST_NAMES)
        told = tuple(draw(st.lists(children, min_size=1, max_size=2)))
        guardians.append(IncomingGuardian(line, **values, address=draw(ADDRESSES), children=told))
    return Extraction(guardians=guardians)


def structure(people: Sequence[Any], classes_of: Callable[[Any], Sequence[str]]) -> dict[str, list]:
    """The classes and the groups that these people are in."""
    classes = sorted({reference for person in people for reference in classes_of(person)})
    groups = sorted({reference for person in people for reference in person.group_references})
    return {
        "classes": [IncomingClass(reference, reference, reference, reference) for reference in classes],
        "groups": [IncomingGroup(reference, reference, reference, reference) for reference in groups],
    }


@pytest.fixture
def at_work(school):
    activate("6", "5")
    return school


def planned(run: ImportRun, step: str) -> list[Any]:
    """All that the step decides now."""
    plans: dict[str, Callable[[ImportRun], list[Any]]] = {
        "classes": queries.planned_classes,
        "groupes": queries.planned_groups,
        "utilisateurs": queries.planned_users,
        "affectations": lambda run: queries.planned_links(run, sources.get(run.source_code).links),
        "adresses": queries.planned_addresses,
        "responsabilites": queries.planned_guardianships,
    }
    return plans[step](run)


def send(source_code: str, extraction: Extraction) -> dict[str, dict[Decision, int]]:
    """Import it with every box ticked; how many rows each step announced, by decision."""
    source, school = sources.get(source_code), current_school()
    told = {"source_code": source.code, "source_label": "", "file_name": "a", "steps": source.steps}
    run = services.stage_upload(school=school, actor=None, data=b"", audience=source.audience, **told)
    services.stage_extraction(run=run, extraction=extraction)
    announced = {}
    for step in run.steps[2:-1]:
        run.refresh_from_db()
        changes = writing(planned(run, step))
        announced[step] = {decision: number for decision, number in counts(changes).items() if number}
        review: Any = steps.get(step)
        every = frozenset(change.key for change in changes)
        review.apply(run, None, dataclasses.replace(review.proposed(run), ticked=every))
    run.refresh_from_db()
    services.finish(run=run, actor=None)
    return announced


def stock() -> dict[str, int]:
    """How many of each thing the school has."""
    return {
        "classes": SchoolClass.objects.count(),
        "groupes": Group.objects.count(),
        "accounts": Account.objects.count(),
        "active": Account.objects.active().count(),
        "links": sum(model.objects.count() for model in (TeachingAssignment, GroupTeaching, GroupMembership)),
        "principals": TeachingAssignment.objects.filter(is_pp=True).count(),
        "addresses": Address.objects.count(),
    }


def more(announced: Mapping[str, Mapping[Decision, int]], step: str, *fewer: Decision) -> int:
    """How many things the step was to bring, less those it was to take away."""
    said = announced.get(step, {})
    return said.get(Decision.ADD, 0) - sum(said.get(decision, 0) for decision in fewer)


SENT = st.one_of(
    st.tuples(st.just("siecle_eleves"), files_of_pupils()),
    st.tuples(st.just("sts_professeurs"), files_of_staff()),
    st.tuples(st.just("siecle_responsables"), files_of_guardians()),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5, deadline=None)
@given(before=st.lists(SENT, max_size=1), pupils=files_of_pupils(), last=SENT)
def test_import_on_the_database_writes_what_it_announces_and_sent_again_changes_nothing(at_work, before, pupils, last):
    with time_machine.travel(TODAY, tick=False), transaction.atomic():
        for source_code, extraction in (*before, ("siecle_eleves", pupils)):
            send(source_code, extraction)
        had = stock()
        announced = send(*last)
        has = stock()
        written = {name: has[name] - had[name] for name in has}
        back = announced["utilisateurs"].get(Decision.REINTEGRATE, 0)
        assert written["classes"] == more(announced, "classes", Decision.REMOVE)
        assert written["groupes"] == more(announced, "groupes", Decision.REMOVE)
        assert written["accounts"] == more(announced, "utilisateurs")
        assert written["active"] == more(announced, "utilisateurs", Decision.REMOVE) + back
        assert written["addresses"] == more(announced, "adresses")
        assert all(not said for said in send(*last).values())
        assert stock() == has
        # Nothing of an example is left for the next one.
        transaction.set_rollback(True)
