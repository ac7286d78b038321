"""Addresses of guardians: those to add and those that change. None is ever blanked."""

from collections.abc import Mapping
from dataclasses import dataclass

from imports.brought.extraction import IncomingAddress
from imports.plan.decisions import Decision, FieldChange

# The parts that are compared, with their names on screens.
PARTS = {
    "line1": "Ligne 1",
    "line2": "Ligne 2",
    "line3": "Ligne 3",
    "line4": "Ligne 4",
    "postal_code": "Code postal",
    "town": "Commune",
    "country": "Pays",
}


@dataclass(frozen=True)
class AddressChange:
    """The decision for the address of one account; `changes` say all that there is to say of it."""

    decision: Decision
    key: str
    person_id: int
    address: IncomingAddress
    changes: tuple[FieldChange, ...] = ()
    is_ticked: bool = False

    @property
    def content(self) -> tuple[FieldChange, ...]:
        """Line by line, before and after."""
        return self.changes


def plan_addresses(
    *, existing: Mapping[int, IncomingAddress], incoming: Mapping[int, IncomingAddress]
) -> list[AddressChange]:
    """Compare addresses by account. An address that the file leaves empty, but for the country, is not compared."""
    return [
        _change(person_id, existing.get(person_id, IncomingAddress()), address)
        for person_id, address in incoming.items()
        if not address.is_empty
    ]


def _change(person_id: int, before: IncomingAddress, after: IncomingAddress) -> AddressChange:
    changes = tuple(
        FieldChange(part, label, getattr(before, part), getattr(after, part))
        for part, label in PARTS.items()
        if getattr(before, part) != getattr(after, part)
    )
    if not changes:
        return AddressChange(Decision.KEEP, f"a-{person_id}", person_id, after)
    decision = Decision.ADD if before.is_empty else Decision.MODIFY
    return AddressChange(decision, f"a-{person_id}", person_id, after, changes, is_ticked=True)
