"""The invented collège whose files the tests read."""

import json

from tests.golden import DATA

COLLEGE = DATA / "college"
FOUND = json.loads((COLLEGE / "expected.json").read_text())["initial"]
UAI = FOUND["uai"]
STS = COLLEGE / f"sts_emp_{UAI}_2018.xml"


def college(name: str) -> bytes:
    """The bytes of one of its files."""
    return (COLLEGE / name).read_bytes()
