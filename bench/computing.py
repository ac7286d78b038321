"""`python -m bench.computing PUPILS ITEMS MARKS`: scores of so many cells in a process of its own, told as JSON.

Neither page nor database: what the pure functions take, from one string a cell as a database aggregates it.
"""

import json
import random
import sys
import time
from pathlib import Path

from evaluations.scoring.many import SEPARATOR, scores
from evaluations.scoring.methods import Method

_CODES = [*"1234", "AB"]
_VALUES = {"1": 0, "2": 33, "3": 67, "4": 100}
_LIMIT = 5


def main() -> None:
    pupils, items, marks = (int(number) for number in sys.argv[1:])
    drawn = random.Random(1)  # noqa: S311 (invented marks)
    series = [
        ((pupil, item), SEPARATOR.join(drawn.choices(_CODES, k=marks)))
        for pupil in range(pupils)
        for item in range(items)
    ]
    before, began = _peak_mb(), time.perf_counter()
    made = scores(series, Method.GEOMETRIC, _LIMIT, _VALUES)
    taken = time.perf_counter() - began
    print(json.dumps({"cells": len(made), "milliseconds": taken * 1000, "grown_mb": _peak_mb() - before}))


def _peak_mb() -> float:
    """The most that this process held (the `getrusage` of a child begins with what its parent held)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
