"""CONTRIBUTING.md is a newcomer's path: what it says to type is typed here, in order, in a fresh copy."""

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.+?)^```", TEXT, re.MULTILINE | re.DOTALL)
# A server does not end: it is waited for, then stopped.
SERVER = re.compile(r"PORT=(\d+) .*make dev")
_WRITTEN = (".py", ".js", ".css", ".html")
# What a run inside the tests would otherwise hand down.
OURS = ("DATABASE_URL", "DJANGO_", "DATA_DIR", "PYTEST_", "VIRTUAL_ENV", "PYTHONPATH", "COV_", "REQUIRE_ALL")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as git has it, and what was changed since."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("a newcomer's copy comes from git")
    folder = tmp_path_factory.mktemp("newcomer") / "sacoche"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return folder


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def run(block: str, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=folder, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{block}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


def serve(block: str, port: str, folder: Path) -> None:
    """Run a server until it answers."""
    log_file = folder.parent / "server.log"
    with log_file.open("wb") as log:
        server = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=folder, env=environment(), stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            assert any(_answers(port) for _attempt in _every_second(90)), log_file.read_text()
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def _every_second(seconds: int) -> Iterator[int]:
    for second in range(seconds):
        yield second
        time.sleep(1)


def _answers(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_newcomers_path_runs_as_it_is_written(copy: Path) -> None:
    assert len(BLOCKS) >= 5
    for block in BLOCKS:
        server = SERVER.search(block)
        if server:
            serve(block, server[1], copy)
        else:
            run(block, copy)


def test_every_link_of_the_documents_leads_somewhere() -> None:
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
        ROOT.glob("docs/**/*.md")
    )
    broken = [
        f"{page.name} → {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if not target.startswith(("http:", "https:", "mailto:")) and not (page.parent / target).exists()
    ]
    assert broken == []


def test_no_reason_points_at_a_document_that_is_not_here() -> None:
    """« spec §1.5 » says nothing to who has no specification: a reason is a sentence, or stands in docs/spec."""
    reason = re.compile(r"\bspec (§|«)|(imports|sign-in) spec")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if reason.search(line)
    ]
    assert found == []


def _sources() -> Iterator[Path]:
    """What is written here, but this test: a copy of the sources has no need of git."""
    folders = [each for each in ROOT.iterdir() if each.is_dir() and not each.name.startswith(".")]
    for folder in folders:
        if folder.name not in ("node_modules", "var"):
            yield from (each for each in folder.rglob("*") if each.suffix in _WRITTEN and each != Path(__file__))
