"""A school that has moved in: its space, filled from a backup of the tests, on the day when the backups were made."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest
import time_machine

from imports.models import MoveIn
from imports.sacoche.moves import Steps, take
from imports.sacoche.moving.reading import Answers
from schools.models import School
from tests.imports.sacoche.writer import DATA

DAY = "2026-11-30T11:00:00+01:00"
Moved = Callable[..., MoveIn]


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def moved(school: School) -> Moved:
    """moved("2012", repairs=True): that backup, taken by a command of the server."""

    def from_backup(name: str, **answers: Any) -> MoveIn:
        move = MoveIn(school=school, file_name=f"{name}.zip", answers=asdict(Answers(**answers)))
        move.save()
        with (DATA / f"{name}.zip").open("rb") as stream:
            take(move, stream, actor=None, steps=Steps())
        school.refresh_from_db()
        return move

    return from_backup
