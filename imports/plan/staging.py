"""What a file says, as the staged lines keep it (JSON), and back."""

import datetime
from typing import Any

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
from imports.enums import Audience
from imports.plan.people import Incoming
from imports.plan.structure import IncomingStructure

_DATES = ("birth_date", "exit_on")
_REFERENCES = ("group_references", "class_references", "pp_class_references", "matiere_references")


def people_of(extraction: Extraction, audience: Audience) -> list[Incoming]:
    """The people whom the import is about; those without a class, who have left or were left out at the end."""
    left_out: Any = extraction.left_out
    if audience == Audience.STAFF:
        return [*extraction.staff, *left_out]
    if audience == Audience.GUARDIANS:
        return [*extraction.guardians, *left_out]
    return [*extraction.pupils, *extraction.without_class, *extraction.gone, *left_out]


def structure_values(structure: IncomingStructure) -> dict[str, Any]:
    """The class, or the group, as a line keeps it."""
    return dict(vars(structure))


def read_class(values: dict[str, Any]) -> IncomingClass:
    """The class that a line keeps."""
    return IncomingClass(**values)


def read_group(values: dict[str, Any]) -> IncomingGroup:
    """The group that a line keeps."""
    return IncomingGroup(**values)


def person_values(person: Incoming) -> dict[str, Any]:
    """The person as a line keeps him: dates as text, nothing of what is empty."""
    values = {name: value for name, value in vars(person).items() if value}
    for name in _DATES:
        if name in values:
            values[name] = values[name].isoformat()
    if isinstance(person, IncomingGuardian):
        values["address"] = _filled_in(person.address)
        values["children"] = [_filled_in(child) for child in person.children]
    return values


def _filled_in(part: IncomingAddress | IncomingChild) -> dict[str, Any]:
    return {name: value for name, value in vars(part).items() if value}


def read_person(values: dict[str, Any], audience: Audience) -> Incoming:
    """The person that a line keeps."""
    # Of somebody left out, a name may not be readable.
    read: dict[str, Any] = {"last_name": "", "first_name": ""} | values
    for name in _DATES:
        if name in read:
            read[name] = datetime.date.fromisoformat(read[name])
    for name in _REFERENCES:
        if name in read:
            read[name] = tuple(read[name])
    if audience == Audience.STAFF:
        # Of somebody left out, the profile may not be understood.
        return IncomingStaff(**({"profile": ""} | read))
    if audience == Audience.GUARDIANS:
        return _guardian(read)
    return IncomingPupil(**read)


def _guardian(values: dict[str, Any]) -> IncomingGuardian:
    children = tuple(IncomingChild(**({"rank": 0} | child)) for child in values.pop("children", ()))
    address = IncomingAddress(**values.pop("address", {}))
    return IncomingGuardian(**values, address=address, children=children)
