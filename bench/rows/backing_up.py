"""A school of 600 pupils and a hundred marks each, saved and put back beside itself."""

import json
import subprocess
import sys
from functools import cache, partial
from pathlib import Path

from bench.backing_up import school_of
from bench.figures import Sample
from bench.rows.base import Row, rows
from tests.e2e.server import ROOT

_PUPILS, _MARKS = 600, 100


@cache
def _number() -> int:
    return school_of(_PUPILS, _MARKS).number


def _measure(act: str) -> Sample:
    from django.conf import settings

    path = Path(settings.DATA_DIR) / "mesure.sacoche"
    if act == "restore" and not path.exists():
        _measure("backup")
    command = [sys.executable, "-m", "bench.backing_up", act, str(_number()), str(path)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S603 (our own module)
    answer = json.loads(told)
    assert answer["rows"] > _PUPILS * _MARKS
    return Sample(answer["milliseconds"], requests=0, bytes=0, grown_mb=answer["grown_mb"])


for act in ("backup", "restore"):
    rows.register(Row(f"{act}_600", alone=partial(_measure, act), runs=3, warm_up=0))
