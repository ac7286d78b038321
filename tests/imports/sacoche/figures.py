"""The figures that the original computed for the schools of the backups: tests/data/sacoche/figures."""

import csv
from typing import Any

from accounts.models import Account
from tests.imports.sacoche.writer import DATA

Row = dict[str, str]


def figures(name: str) -> list[Row]:
    """The lines of a file of figures."""
    with (DATA / "figures" / f"{name}.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def pupils() -> dict[str, Account]:
    """The pupils of the open school, as the figures call them."""
    return {f"{each.last_name} {each.first_name}": each for each in Account.objects.pupils()}


def by_name(rows: Any) -> dict[str, Any]:
    return {row.name: row for row in rows}
