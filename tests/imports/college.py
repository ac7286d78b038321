"""The invented collège whose files the tests read."""

import io
import json
import zipfile

from tests.golden import DATA

COLLEGE = DATA / "college"
FOUND = json.loads((COLLEGE / "expected.json").read_text())["initial"]
UAI = FOUND["uai"]
STS = COLLEGE / f"sts_emp_{UAI}_2018.xml"


def zipped(*members: tuple[str, bytes]) -> bytes:
    """The archive of these files, by name: Siècle gives a document in one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def college(name: str) -> bytes:
    """The bytes of one of its files."""
    return (COLLEGE / name).read_bytes()
