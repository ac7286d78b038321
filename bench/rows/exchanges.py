"""The file of validations: made by one school, imported by another, imported again."""

import datetime
from collections.abc import Iterator
from functools import partial

from bench.browser import Browser, Upload
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.world import Visitor, decide, palier_items, school_with_pupils, validations_file
from sacoche.kit.clock import today

_EVERYBODY = "d2"


def _export(browser: Browser) -> None:
    """Make the file of the whole school, look at what it holds, fetch it."""
    fields = [("procedure", "export-sacoche"), ("regroupement", _EVERYBODY)]
    page = browser.follow(browser.post("/validations/generer/", fields))
    link = page.page.xpath("string(//a[starts-with(@href, '/fichiers/')]/@href)")
    assert browser.get(str(link)).body.startswith(b"PK")


def _import(file: bytes, browser: Browser) -> None:
    upload = Upload("fichier", "import-sacoche.zip", file)
    browser.post("/validations/importer/", [("procedure", "import-sacoche")], upload=upload, status=200)


def _exports(size: int, count: int) -> Iterator[Scene]:
    school, pupil_ids = school_with_pupils(children(size))
    decide(school, pupil_ids, palier_items())
    yield from [Scene(Visitor(school, "head"), _export)] * count


def _new_imports(size: int, count: int) -> Iterator[Scene]:
    """Each run brings to another school what its pupils have done elsewhere."""
    pupils = children(size)
    file = validations_file(pupils, on=today() - datetime.timedelta(days=30))
    for _ in range(count):
        yield Scene(Visitor(school_with_pupils(pupils)[0], "head"), partial(_import, file))


def _same_imports(size: int, count: int) -> Iterator[Scene]:
    """Every decision of the file is already there."""
    pupils = children(size)
    school, pupil_ids = school_with_pupils(pupils)
    decide(school, pupil_ids, palier_items())
    scene = Scene(Visitor(school, "head"), partial(_import, validations_file(pupils, on=today())))
    yield from [scene] * count


# Size, runs, those before that warm up, workers: the largest have their own, so that their memory is seen whole.
_SIZES = ((30, 10, 4, "exchanges"), (150, 10, 2, "exchanges"), (600, 5, 1, "exchanges"), (1200, 5, 1, ""))
_ROWS = (
    ("export_zip", _exports, _SIZES),
    ("import_zip_new", _new_imports, _SIZES),
    ("import_zip_same", _same_imports, _SIZES[1:]),
)
for _name, _scenes, _sizes in _ROWS:
    for _size, _runs, _warm_up, _workers in _sizes:
        _row = Row(f"{_name}_{_size}", partial(_scenes, _size), runs=_runs, warm_up=_warm_up, workers=_workers)
        rows.register(_row)
