"""Static files of this version and of the last ones, side by side under their hashed names.

A page opened before an update goes on loading its modules, and servers of two versions answer for each other's pages.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

_MANIFEST = "staticfiles.json"
# The fonts are for PDFs made here: no page asks for them, and compressing them takes ten seconds.
_LEFT_OUT = ["fonts"]
_COMPRESSED = (".gz", ".br")


def collect(root: Path, *, release: str, kept: int) -> None:
    """Collect the files of this release into `root`, beside those of the `kept` - 1 releases before it.

    `release` names what the files are made of: nothing is done when it is what was collected last. The files are made
    elsewhere, then come one by one, each whole; the list of them, which servers read as they start, comes last.
    """
    folder = root.parent / "static-releases"
    folder.mkdir(exist_ok=True)
    done = folder / f"{release}.json"
    if done == _latest(folder) and (root / _MANIFEST).is_file():
        return
    with tempfile.TemporaryDirectory(dir=root.parent, prefix="static.") as name:
        made = Path(name)
        _collect_into(made)
        _bring(made, root)
    names = json.loads((root / _MANIFEST).read_text(encoding="utf-8"))["paths"]
    done.write_text(json.dumps(sorted({*names, *names.values()})), encoding="utf-8")
    os.utime(done)
    _forget_others(root, folder, kept)


def _latest(folder: Path) -> Path | None:
    return max(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, default=None)


def _collect_into(made: Path) -> None:
    """The files of this release alone, in an empty folder: no date of a file decides anything."""
    root, settings.STATIC_ROOT = settings.STATIC_ROOT, str(made)
    try:
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=_LEFT_OUT)
    finally:
        settings.STATIC_ROOT = root


def _bring(made: Path, root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    files = sorted(path for path in made.rglob("*") if path.is_file())
    for path in sorted(files, key=lambda each: each.name == _MANIFEST):
        place = root / path.relative_to(made)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, place)


def _forget_others(root: Path, folder: Path, kept: int) -> None:
    """Delete the files of no release that is kept, and what is known of the others."""
    releases = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    names = {_MANIFEST}
    for release in releases[: max(1, kept)]:
        names.update(json.loads(release.read_text(encoding="utf-8")))
    for release in releases[max(1, kept) :]:
        release.unlink()
    for path in root.rglob("*"):
        plain = path.with_suffix("") if path.suffix in _COMPRESSED else path
        if path.is_file() and str(plain.relative_to(root)) not in names:
            path.unlink()
