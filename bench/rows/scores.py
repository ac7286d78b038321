"""The scores of a class and of a school, computed at once from strings of results."""

import json
import subprocess
import sys
from functools import partial

from bench.figures import Sample
from bench.rows.base import Row, rows
from tests.e2e.server import ROOT


def _compute(pupils: int, items: int, marks: int) -> Sample:
    command = [sys.executable, "-m", "bench.computing", str(pupils), str(items), str(marks)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S603 (our own module)
    answer = json.loads(told)
    assert answer["cells"] == pupils * items
    return Sample(answer["milliseconds"], requests=0, bytes=0, grown_mb=answer["grown_mb"])


rows.register(Row("scores_class", alone=partial(_compute, 30, 300, 6), runs=20, warm_up=1))
rows.register(Row("scores_school", alone=partial(_compute, 600, 400, 6), runs=5, warm_up=1))
