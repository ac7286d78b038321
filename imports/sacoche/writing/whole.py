"""A whole plan, written in one transaction of the caller: all of it, or nothing."""

from collections.abc import Callable, Mapping

from accounts.models import Account
from imports.models import MoveIn
from imports.sacoche.moving.plan import Plan
from imports.sacoche.writing.decisions import write_decisions
from imports.sacoche.writing.evaluations import write_evaluations, write_marks, write_requests
from imports.sacoche.writing.kept import write_kept
from imports.sacoche.writing.numbers import Numbers
from imports.sacoche.writing.people import write_people
from imports.sacoche.writing.rooms import write_rooms
from imports.sacoche.writing.settings import write_settings
from imports.sacoche.writing.structure import write_structure
from imports.sacoche.writing.trees import write_trees
from schools.models import School


def write_plan(
    plan: Plan,
    *,
    move: MoveIn,
    school: School,
    actor: Account | None,
    passwords: Mapping[int, str],
    progress: Callable[[int, int], None],
) -> Numbers:
    """Write the plan in the open school, which is empty; `passwords` are the wrapped ones, by number of the backup."""
    write_settings(plan.settings, plan.people, plan.reading.answers, school)
    numbers = Numbers(school, actor, progress)
    write_structure(plan.structure, numbers)
    write_people(plan.people, numbers, passwords)
    write_trees(plan.trees, plan.structure, numbers)
    traces = write_evaluations(plan.evaluations, plan.trees, plan.structure, numbers)
    write_marks(plan.evaluations, plan.marks, traces, numbers)
    write_requests(plan.requests, numbers)
    write_decisions(plan.decisions, numbers)
    write_rooms(plan, numbers)
    write_kept(plan, move, numbers)
    return numbers
