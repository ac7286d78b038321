"""From the database to the file and back: memory does not grow with the school."""

import datetime
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import Account
from documents.makers import makers
from documents.making import write
from exports.queries import exportable_pupils
from imports.validations import import_validations, origins
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.tenancy import school_scope
from schools.models import School
from socle.grids import grid_items
from socle.models import ItemValidation

SMALL, LARGE = 100, 400
# A sample of the 110 items of the palier, and what they may cost: measuring memory is slow.
ITEMS = [item.id for item in grid_items() if item.palier_id == 2][:30]
ALLOWED = 1024 * 1024


def enrol(count: int) -> list[Account]:
    bulk_insert(
        Account,
        (
            {
                "profile": "ELV",
                "login": f"eleve.{rank}",
                "last_name": f"NOM {rank}",
                "first_name": "Zoé",
                "sort_key": f"nom {rank}\tzoe",
                "password": "!",
            }
            for rank in range(count)
        ),
    )
    return list(exportable_pupils())


def decide_everything(pupils: list[Account]) -> None:
    day = datetime.date(2013, 6, 1)
    bulk_insert(
        ItemValidation,
        (
            {"pupil_id": pupil.pk, "item_id": item, "state": item % 2, "decided_on": day, "author_label": "DURAND P."}
            for pupil in pupils
            for item in ITEMS
        ),
    )


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    reached = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return reached


def export(pupils: list[Account], path: Path) -> None:
    asked = {"pupils": [pupil.pk for pupil in pupils]}
    with path.open("wb") as stream:
        write(makers.get("sacoche"), school=pupils[0].school, owner=None, asked=asked, stream=stream)


def import_into(school: School, path: Path) -> None:
    with school_scope(school), path.open("rb") as file:
        import_validations(school=school, actor=None, file=file, name=path.name, origin=origins.get("sacoche"))


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_export_and_import_400_pupils_peak_like_100(school: School, other_school: School, tmp_path: Path) -> None:
    pupils = enrol(LARGE)
    decide_everything(pupils)
    with school_scope(other_school):
        enrol(LARGE)
    small, large = tmp_path / "small.zip", tmp_path / "large.zip"
    exports = [peak(lambda: export(pupils[:SMALL], small)), peak(lambda: export(pupils, large))]
    imports = [peak(lambda: import_into(other_school, small)), peak(lambda: import_into(other_school, large))]
    assert exports[1] < exports[0] + ALLOWED
    assert imports[1] < imports[0] + ALLOWED
    with school_scope(other_school):
        assert ItemValidation.objects.count() == LARGE * len(ITEMS)
