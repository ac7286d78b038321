"""Reads the samples of tests/data/golden: what a real installation of 2012 computed."""

import csv
import json
from pathlib import Path

DATA = Path(__file__).parent / "data"


def golden(name: str) -> list[dict[str, str]]:
    """The rows of the file; a column called `x_json` comes out as `x`, decoded."""
    with (DATA / "golden" / f"{name}.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [{key.removesuffix("_json"): _value(key, value) for key, value in row.items()} for row in rows]


def _value(key: str, value: str) -> str:
    return json.loads(value) if key.endswith("_json") or value.startswith('"') else value
