"""The commands of docs/exploitation.md, taken from the document itself."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.backstage import ROOT

DOCUMENT = ROOT / "docs" / "exploitation.md"
_BLOCK = re.compile(r"(?:<!-- (essayé|à la main) : ([^\n]+) -->\n)?```sh\n(.*?)```", re.DOTALL)


def blocks() -> list[tuple[str, str, str]]:
    """Each block of commands: « essayé » or « à la main » (empty: it does not say), its name or why, its text."""
    return _BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))


def tried() -> dict[str, str]:
    """What is run by a test, by name."""
    return {name: script for said, name, script in blocks() if said == "essayé"}


def run(name: str, changes: Mapping[str, str], folder: Path = ROOT, **as_owner: object) -> str:
    """Run a block with what is of this machine instead of the example's; what it printed. Each change must serve."""
    script = tried()[name]
    for old, new in changes.items():
        assert old in script, f"« {name} » no longer holds {old!r}"
        script = script.replace(old, new)
    command = ["bash", "-euo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **as_owner)  # type: ignore[call-overload]
    assert done.returncode == 0, f"« {name} »\n{script}\n{done.stdout}{done.stderr}"
    return str(done.stdout)
