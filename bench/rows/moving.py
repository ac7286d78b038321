"""« Venir de SACoche »: a school with four years of marks, taken in one write."""

import json
import subprocess
import sys
from functools import partial

from bench.figures import Sample
from bench.rows.base import Row, rows
from entrance.spaces.creation import open_school
from tests.e2e.server import ROOT


def _move_in(marks: int) -> Sample:
    school, _admin = open_school(name="École qui arrive", password_hash="!")
    command = [sys.executable, "-m", "bench.moving", str(school.number), str(marks)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S603 (our own module)
    answer = json.loads(told)
    assert answer["marks"] > marks
    return Sample(answer["milliseconds"], requests=0, bytes=0, grown_mb=answer["grown_mb"])


rows.register(Row("move_in", alone=partial(_move_in, 500_000), runs=1, warm_up=0))
