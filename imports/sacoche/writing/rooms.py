"""What the rooms beside take of a backup: each writes its own."""

from imports.sacoche.moving.plan import Plan
from imports.sacoche.writing.numbers import Numbers
from sacoche.kit.parts.moved import MovedTo


def write_rooms(plan: Plan, numbers: Numbers) -> None:
    """Tell each room what numbers things have here, and let it write."""
    to = MovedTo(
        school=numbers.school,
        actor=numbers.actor,
        accounts=numbers.accounts,
        classes=numbers.classes,
        matieres=numbers.matieres,
        periods=numbers.periods,
    )
    for taking in plan.rooms.takings.values():
        taking.write(to)
