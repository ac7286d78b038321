"""A backup of four years of marks is taken in the memory of a small one."""

import json
import os
import subprocess
import sys

import pytest

from tests.e2e.server import ROOT, Server

_OPEN = """
import django; django.setup()
from entrance.spaces.creation import open_school
print(*(open_school(name=f"École {rank}", password_hash="!")[0].number for rank in "ab"))
"""


def run(environment: dict[str, str], *command: str) -> str:
    told = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=os.environ | environment, check=True, capture_output=True, text=True
    )
    return told.stdout


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.timeout(900)
def test_500000_marks_take_less_than_120_megabytes_more(tmp_path):
    (tmp_path / "server").mkdir(mode=0o700)
    server = Server(tmp_path / "server", "")
    server.prepare()
    environment = {**server.environment, "DJANGO_SETTINGS_MODULE": "sacoche.settings"}
    numbers = run(environment, "-c", _OPEN).split()
    grown = {}
    for number, marks in zip(numbers, (5_000, 500_000), strict=True):
        told = json.loads(run(environment, "-m", "bench.moving", number, str(marks)))
        assert told["marks"] > marks
        grown[marks] = told["grown_mb"]
    assert grown[500_000] < 120
    assert grown[500_000] < grown[5_000] + 90, grown
