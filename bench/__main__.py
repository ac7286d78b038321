"""`python -m bench [--database VENDOR] [--runs N] [ROW…]`: measure, write DATA_DIR/bench.json, print the table."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import DATABASES, Figure, Figures, table
from tests.e2e.server import ROOT


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--runs", type=int, default=0, help="instead of the number of each row")
    parser.add_argument("--walls", action="store_true", help="PostgreSQL keeps schools apart too (docs/cloisons.md)")
    parser.add_argument("rows", nargs="*", help="words of names of rows: « grid », « import_zip »; all by default")
    options = parser.parse_args()
    databases = ["postgresql"] if options.walls else options.database or DATABASES
    figures = {vendor: _measure(vendor, options.rows, options.runs, walls=options.walls) for vendor in databases}
    if not options.walls:
        _keep(figures)
    print(table(figures))


def _measure(vendor: str, rows: list[str], runs: int, *, walls: bool) -> dict[str, Figure]:
    """One process a database: Django knows a single one."""
    print(DATABASES[vendor], file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "figures.json"
        options = ["--runs", str(runs), *(["--walls"] if walls else [])]
        command = [sys.executable, "-m", "bench.one_database", *options, vendor, str(answer), *rows]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 (our own module)
        measured: dict[str, Figure] = json.loads(answer.read_text(encoding="utf-8"))
    return measured


def _keep(figures: Figures) -> None:
    """Write the figures over those of the last time; rows that were not asked for stay."""
    path = Path(os.environ.get("DATA_DIR") or ROOT / "var") / "bench.json"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    known: Figures = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    merged = {vendor: known.get(vendor, {}) | figures.get(vendor, {}) for vendor in DATABASES}
    path.write_text(json.dumps(merged, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
