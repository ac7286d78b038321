"""Static files of the last releases stay, so that a page opened before an update still finds its modules."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from sacoche.kit.turns import alone_here
from sacoche.middleware import StaticFiles

ROOT = Path(__file__).parent.parent


def collect(folder: Path, **environment: str) -> None:
    """What a host runs on each server before an update."""
    clean = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "DEBUG": "0"} | environment
    subprocess.run([sys.executable, "scripts/prepare.py", "static"], cwd=ROOT, env=clean, check=True)


@pytest.mark.slow
def test_files_of_the_last_releases_stay_and_older_ones_go(tmp_path: Path) -> None:
    root, releases = tmp_path / "static", tmp_path / "static-releases"
    collect(tmp_path)
    [first] = releases.glob("*.json")
    module = json.loads((root / "staticfiles.json").read_text())["paths"]["js/app.js"]
    # As if that had been the release before, after another one.
    first.rename(releases / "before.json")
    for name, place in (("oldest", "js/oldest.0123456789ab.js"), ("before", "js/gone.0123456789ab.js")):
        (root / place).write_text("0", encoding="utf-8")
        (root / f"{place}.gz").write_bytes(b"0")
        known = json.loads((releases / "before.json").read_text()) if name == "before" else []
        (releases / f"{name}.json").write_text(json.dumps([*known, place]), encoding="utf-8")
        os.utime(releases / f"{name}.json", ns=(10**18, 10**18 + (name == "before")))
    (root / "js" / "orphan.0123456789ab.js").write_text("0", encoding="utf-8")

    collect(tmp_path, STATIC_RELEASES="2")

    assert sorted(path.stem for path in releases.iterdir()) == sorted(["before", first.stem])
    assert (root / "js/gone.0123456789ab.js").is_file()
    assert (root / "js/gone.0123456789ab.js.gz").is_file()
    assert not (root / "js/oldest.0123456789ab.js").exists()
    assert not (root / "js/orphan.0123456789ab.js").exists()
    assert (root / module).is_file()
    assert (root / f"{module}.gz").is_file()


def test_server_gives_files_that_were_collected_after_it_started(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    (settings.STATIC_ROOT / "js").mkdir(parents=True)
    server = StaticFiles(lambda request: HttpResponse("no such page", status=404))
    ask = RequestFactory().get
    assert server(ask("/static/js/next.0123456789ab.js")).status_code == 404

    (settings.STATIC_ROOT / "js" / "next.0123456789ab.js").write_text("export {};", encoding="utf-8")
    (tmp_path / "secret_key").write_text("secret", encoding="utf-8")

    found = server(ask("/static/js/next.0123456789ab.js"))
    assert (found.status_code, b"".join(found.streaming_content)) == (200, b"export {};")
    for path in ("/static/../secret_key", "/static/js/../../secret_key", "/static/js/", "/static/js/%2e%2e/x"):
        assert server(ask(path)).status_code == 404


def test_step_waits_for_the_one_that_is_under_way_and_says_so(settings: Settings) -> None:
    code = (
        "import django; django.setup()\n"
        "from sacoche.kit.turns import alone_here\n"
        "with alone_here('static'): print('done')"
    )
    waiting = [sys.executable, "-c", code]
    environment = os.environ | {"DATA_DIR": str(settings.DATA_DIR), "DJANGO_SETTINGS_MODULE": "sacoche.settings"}
    with alone_here("static"):
        process = subprocess.Popen(
            waiting, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr
        assert "attend qu'elle finisse" in process.stderr.readline()
        assert process.poll() is None
    assert process.communicate()[0] == "done\n"
