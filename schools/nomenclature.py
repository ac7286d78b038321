"""The national levels of the data file, in the database."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sacoche.kit.bulk import sync_rows
from schools.models import Niveau

DATA_FILE = Path(__file__).parent / "data" / "niveaux.csv"


def load() -> int:
    """Make the table of levels say what the data file says; return how many rows had to be written (0 when none)."""
    return sync_rows(Niveau, _rows(), key="reference")


def _rows() -> Iterator[dict[str, Any]]:
    with DATA_FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield row | {"order": int(row["order"]), "holds_classes": row["holds_classes"] == "1"}
