"""A large school is saved and put back in the memory of a small one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.server import ROOT, Server

_BUILD = """
import django; django.setup()
from bench.backing_up import school_of
print(school_of(*{sizes!r}).number)
"""


def run(environment: dict[str, str], *command: str) -> str:
    told = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=os.environ | environment, check=True, capture_output=True, text=True
    )
    return told.stdout


def grown(environment: dict[str, str], act: str, number: int, path: Path) -> float:
    """What a process of its own took at most, in megabytes."""
    return float(json.loads(run(environment, "-m", "bench.backing_up", act, str(number), str(path)))["grown_mb"])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_1200_pupils_and_500000_marks_take_the_memory_of_a_school_of_30(tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    server = Server(tmp_path / "data", "")
    server.prepare()
    environment = {**server.environment, "DJANGO_SETTINGS_MODULE": "sacoche.settings"}
    small, large = (int(run(environment, "-c", _BUILD.format(sizes=sizes))) for sizes in ((30, 10), (1200, 417)))
    for act in ("backup", "restore"):
        taken = [grown(environment, act, number, tmp_path / f"{number}.sacoche") for number in (small, large)]
        assert taken[1] < taken[0] + 60, act
