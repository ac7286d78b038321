"""What a file says, as the staged lines keep it (JSON), and back."""

import datetime
from dataclasses import asdict
from typing import Any

from imports.extraction import IncomingClass, IncomingPupil


def class_values(school_class: IncomingClass) -> dict[str, Any]:
    """The class as a line keeps it."""
    return asdict(school_class)


def read_class(values: dict[str, Any]) -> IncomingClass:
    """The class that a line keeps."""
    return IncomingClass(**values)


def pupil_values(pupil: IncomingPupil) -> dict[str, Any]:
    """The pupil as a line keeps it: dates as text, nothing of what is empty."""
    values = {name: value for name, value in vars(pupil).items() if value}
    if pupil.birth_date:
        values["birth_date"] = pupil.birth_date.isoformat()
    return values


def read_pupil(values: dict[str, Any]) -> IncomingPupil:
    """The pupil that a line keeps."""
    birth_date = values.get("birth_date")
    return IncomingPupil(**values | {"birth_date": birth_date and datetime.date.fromisoformat(birth_date)})
