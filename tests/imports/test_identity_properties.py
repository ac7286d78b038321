"""For any school and any file, whose boxes are left as they come: nobody becomes somebody else, nobody named is closed,
and an import that is undone has not been.
"""

from typing import Any

import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, GroupMembership, GroupTeaching, Guardianship, TeachingAssignment
from imports import services
from imports.brought.extraction import Extraction
from imports.models import ImportRun
from imports.plan import WRITING, Decision
from imports.plan.who import names, names_agree
from imports.queries import undoable_run
from imports.sources import sources
from imports.steps import steps
from imports.steps.base import ReviewStep
from sacoche.kit.tenancy import current_school
from sacoche.kit.text import sort_key
from schools.models import Group, SchoolClass
from tests.imports.test_properties import SENT, TODAY, at_work, files, files_of_pupils, plan, schools

__all__ = ["at_work"]
IDENTIFIERS = ("sconet_id", "elenoet", "reference")


def shared_traits(known: Any, person: Any) -> tuple[bool, bool, bool | None, bool]:
    """Last name, first name, birth date (None when not known), one identifier at least."""
    theirs, ours = (sort_key(one.last_name, one.first_name).split("\t") for one in (known, person))
    last, first = (names_agree(*pair) for pair in zip(theirs, ours, strict=True))
    days = known.birth_date, getattr(person, "birth_date", None)
    number = any(
        value and value == getattr(person, name, "") for name in IDENTIFIERS if (value := getattr(known, name))
    )
    return last, first, days[0] == days[1] if all(days) else None, number


def has_a_witness(known: Any, person: Any) -> bool:
    """In other words than those of the product: names, or a birth date with something else, or a number with a name."""
    last, first, born, number = shared_traits(known, person)
    if last and first:
        return True
    if born:
        return last or first or number
    return born is None and number and (last or first)


def is_at_home(known: Any, person: Any) -> bool:
    """Whether the line may name this account: the same names, and not another birth date with another number."""
    born = known.birth_date and person.birth_date and known.birth_date != person.birth_date
    pairs = ((getattr(known, name), getattr(person, name, "")) for name in IDENTIFIERS)
    differs = any(theirs and ours and theirs != ours for theirs, ours in pairs)
    return names(known) == names(person) and not (born and differs)


@settings(deadline=None, max_examples=200)
@given(schools(), files())
def test_no_account_changes_person_unless_the_file_says_so_with_a_witness(existing, arriving):
    changed = [c for c in plan(existing, arriving) if c.is_ticked and c.known and c.incoming]
    assert [c for c in changed if not has_a_witness(c.known, c.incoming)] == []


@settings(deadline=None, max_examples=200)
@given(schools(), files())
def test_nobody_whom_the_file_names_is_ticked_for_departure(existing, arriving):
    here = [person for person in arriving if person.exit_on is None]
    removed = [
        c.known for c in plan(existing, arriving) if c.decision == Decision.REMOVE and c.is_ticked and not c.incoming
    ]
    assert [known for known in removed if any(is_at_home(known, person) for person in here)] == []


@settings(deadline=None, max_examples=200)
@given(schools(), files())
def test_doubts_tick_nothing_and_each_reading_is_of_an_account_of_the_school(existing, arriving):
    ids = {known.id for known in existing}
    for change in plan(existing, arriving):
        if change.decision == Decision.CHECK:
            assert change.decision not in WRITING
            assert not change.is_ticked
            assert change.readings
            assert len({reading.key for reading in change.readings}) == len(change.readings)
            assert {reading.known.id for reading in change.readings if reading.known} <= ids


# --- On the database --------------------------------------------------------------------------------------------------


def accept(source_code: str, extraction: Extraction) -> ImportRun:
    """Import it with the boxes as they come."""
    source = sources.get(source_code)
    told = {"source_code": source.code, "source_label": "", "file_name": "a", "steps": source.steps}
    run = services.stage_upload(school=current_school(), actor=None, data=b"", audience=source.audience, **told)
    services.stage_extraction(run=run, extraction=extraction)
    run.refresh_from_db()
    for step in map(steps.get, run.steps):
        if isinstance(step, ReviewStep):
            step.accept(run, None)
            run.refresh_from_db()
    services.finish(run=run, actor=None)
    return run


_OF_ACCOUNTS = (
    *("login", "profile", "last_name", "first_name", "birth_date", "gender", "email", "sconet_id", "elenoet"),
    *("reference", "school_class__reference", "left_on", "uai", "is_by_hand"),
)


def state() -> list[Any]:
    """All that an import may change, in an order that does not depend on numbers."""
    models: list[tuple[Any, tuple[str, ...]]] = [
        (Account, _OF_ACCOUNTS),
        (SchoolClass, ("reference", "name", "uai")),
        (Group, ("reference", "name", "uai")),
        (Guardianship, ("pupil__login", "guardian__login", "rank")),
        (TeachingAssignment, ("teacher__login", "school_class__reference", "is_pp")),
        (GroupTeaching, ("teacher__login", "group__reference")),
        (GroupMembership, ("pupil__login", "group__reference")),
    ]
    return [sorted(map(str, model.objects.order_by().values_list(*columns))) for model, columns in models]


def somebody() -> dict[str, Account]:
    """Everybody by login."""
    return {account.login: account for account in Account.objects.order_by("login")}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8, deadline=None)
@given(before=files_of_pupils(), first=SENT, last=SENT, uai=st.sampled_from(["", "0751234J", "0751235K"]))
def test_import_on_the_database_changes_nobody_into_another_and_undone_leaves_no_trace(
    at_work, before, first, last, uai
):
    with time_machine.travel(TODAY, tick=False), transaction.atomic():
        accept("siecle_eleves", before)
        accept(*first)
        was, people = state(), somebody()
        source_code, extraction = last
        accept(source_code, Extraction(**{**vars(extraction), "uai": uai}))
        now = somebody()
        assert [login for login, account in people.items() if not has_a_witness(account, now[login])] == []
        told = [*extraction.pupils, *extraction.staff]
        kinds = {"siecle_eleves": {"ELV"}, "sts_professeurs": {"ENS", "DIR"}}.get(source_code, set())
        named = {
            login
            for login, account in people.items()
            if account.profile in kinds and not account.left_on
            for person in told
            if names(account) == names(person)
            and not getattr(person, "exit_on", None)
            and account.birth_date == getattr(person, "birth_date", None)
        }
        assert [login for login in sorted(named) if now[login].left_on] == []
        run = undoable_run()
        if run is not None and run.source_code == source_code and state() != was:
            services.undo(run=run, actor=None)
            assert run.summary.get("undo", {}).get("refused", []) == []
            assert state() == was
        transaction.set_rollback(True)
