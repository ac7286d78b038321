"""Measure the rows on one database: `python -m bench.one_database [--runs N] VENDOR FILE [ROW…]` writes FILE (JSON)."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bench.browser import Browser
from bench.ent import ent
from bench.figures import Figure, Sample, figure
from bench.server import MeasuredServer, behind_walls, database
from tests.e2e.server import temporary_folder

if TYPE_CHECKING:
    from bench.rows import Row, Scene
    from bench.world import Visitor


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("vendor")
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument("--walls", action="store_true")
    parser.add_argument("rows", nargs="*")
    options = parser.parse_args()
    with temporary_folder() as folder, database(options.vendor) as url, ent(Path(folder)) as told_of_ent:
        server = MeasuredServer(Path(folder), url)
        server.environment |= told_of_ent
        server.prepare()
        _set_up_django(server)
        if options.walls:
            behind_walls(server, url)
        figures: dict[str, Figure] = {}
        for rows in _by_workers(_chosen(options.rows)):
            with server.serving():
                figures |= {row.code: _measure(server, row, options.runs or row.runs) for row in rows}
        _close_connections()
    options.file.write_text(json.dumps(figures), encoding="utf-8")


def _set_up_django(server: MeasuredServer) -> None:
    """Let this process write in the database of the server, to make schools."""
    os.environ.update(server.environment, DJANGO_SETTINGS_MODULE="sacoche.settings")
    import django

    django.setup()


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _chosen(words: list[str]) -> list["Row"]:
    """The rows whose name holds one of these words; all of them without a word."""
    from bench.rows import rows

    rows.discover("bench.rows")
    return [row for row in rows if not words or any(word in row.code for word in words)]


def _by_workers(chosen: Iterable["Row"]) -> Iterable[list["Row"]]:
    """The rows that share workers together, in the order of their registration."""
    together: dict[str, list[Row]] = {}
    for row in chosen:
        together.setdefault(row.workers or row.code, []).append(row)
    return together.values()


def _measure(server: MeasuredServer, row: "Row", runs: int) -> Figure:
    """The figure of a row, on the workers that serve."""
    began = time.monotonic()
    signed_in: dict[Visitor, Browser] = {}
    count = row.warm_up + runs
    if row.alone:
        samples = [row.alone() for _run_of_it in range(count)]
    else:
        samples = [_run(server, scene, signed_in) for scene in row.scenes(count)]
    result = figure(samples, warm_up=row.warm_up)
    _say(row, result, time.monotonic() - began)
    return result


def _say(row: "Row", result: Figure, taken: float) -> None:
    times = f"{result['median_ms']} ms (p95 {result['p95_ms']}), +{result['peak_mb']} Mo"
    print(f"  {row.code}: {times}; {taken:.0f} s in all", file=sys.stderr)


def _run(server: MeasuredServer, scene: "Scene", signed_in: dict["Visitor", Browser]) -> Sample:
    """One run, on a connection of its own: the workers take them in turn. A visitor signs in once."""
    if scene.visitor not in signed_in:
        first = signed_in[scene.visitor] = Browser(server.port)
        scene.visitor.sign_in(first)
        first.close()
    browser = signed_in[scene.visitor].twin()
    scene.before(browser)
    browser.forget()
    before = server.forget_peaks()
    scene.act(browser)
    browser.close()
    grown = max(peak - before[pid] for pid, peak in server.memory("VmHWM").items())
    return Sample(browser.milliseconds, browser.requests, browser.bytes, grown / 1024, browser.meanwhile)


if __name__ == "__main__":
    main()
