"""`python -m bench.moving NUMBER MARKS`: take a backup of so many marks in an empty school, and say what it took.

A process of its own, whose memory no other measure has left anything in. The backup is that of the tests, its marks
given again and again in évaluations of years past.
"""

import io
import json
import os
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

_BACKUP = Path(__file__).parent.parent / "tests" / "data" / "sacoche" / "2012.zip"
_MARKS = "dump_sacoche_saisie_000.sql"
_FIRST_EVALUATION = 1000


def backup_of(marks: int) -> io.BytesIO:
    """A backup of 2012 with so many marks more, in pieces of five thousand as the original writes them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(_BACKUP) as given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(name, given.read(name))
        for piece, rows in enumerate(_pieces(given.read(_MARKS).decode(), marks), start=1):
            body = "INSERT INTO sacoche_saisie VALUES \r\n" + ",\r\n".join(rows) + ";\r\n"  # noqa: S608 (a file)
            made.writestr(_MARKS.replace("000", f"{piece:03}"), body)
    stream.seek(0)
    return stream


def _pieces(given: str, marks: int) -> Iterator[list[str]]:
    known = [row for row in given.split("\r\n") if row.startswith('("')]
    cells = [row.rstrip(",;").split('","') for row in known]
    rows: list[str] = []
    for number in range(marks):
        turn, at = divmod(number, len(cells))
        # The évaluation alone changes: one that is no longer there.
        values = [*cells[at]]
        values[2] = str(_FIRST_EVALUATION + turn * 40 + int(values[2]) % 40)
        rows.append('","'.join(values))
        if len(rows) == 5_000:
            yield rows
            rows = []
    if rows:
        yield rows


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sacoche.settings")
    django.setup()
    from evaluations.models import Mark
    from imports.models import MoveIn
    from imports.sacoche.moves import Steps, ours, take
    from sacoche.kit.tenancy import school_scope
    from schools.models import School

    number, marks = map(int, sys.argv[1:])
    backup = backup_of(marks)
    school = School.objects.get(number=number)
    with school_scope(school):
        ours()
        move = MoveIn(school=school, file_name="mesure.zip")
        move.save()
        before, began = peak_mb(), time.monotonic()
        take(move, backup, actor=None, steps=Steps())
        seconds = time.monotonic() - began
        written = Mark.objects.count()
    print(json.dumps({"milliseconds": seconds * 1000, "marks": written, "grown_mb": peak_mb() - before}))


def peak_mb() -> float:
    """The most that this process held (the `getrusage` of a child begins with what its parent held)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
