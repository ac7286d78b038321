"""The packages of npm are for checks only, pinned, and taken from whatever registry the machine has."""

import json
import re
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders

ROOT = Path(__file__).parent.parent


def test_packages_of_npm_are_exactly_pinned_and_for_development_only() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert "dependencies" not in package
    assert [v for v in package["devDependencies"].values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []


def test_lock_file_holds_a_fingerprint_of_each_package_and_no_address_to_take_it_from() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert {name for name, package in installed.items() if "resolved" in package} == set()
    assert {name for name, package in installed.items() if not package["integrity"].startswith("sha512-")} == set()


def test_nothing_of_npm_and_no_test_is_served() -> None:
    served = [Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    ours = [path for path in served if path.is_relative_to(ROOT) and ".venv" not in path.parts]
    assert {path.relative_to(ROOT).parts[0] for path in ours} == {"static"}
    assert [path for path in ours if path.suffix in {".ts", ".json"} or path.name.endswith(".test.js")] == []
