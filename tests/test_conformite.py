"""docs/conformite.md names tests that exist, and leaves out no line that is done."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def table() -> dict[str, list[str]]:
    """The tests named for each numbered line."""
    text = (ROOT / "docs" / "conformite.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (S\d+) \| .+? \| (.+) \|$", text, re.MULTILINE)
    return {number: re.findall(r"`(\w+)`", tests) for number, tests in rows}


def existing_tests() -> set[str]:
    return {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^ *def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }


def numbers(*spans: tuple[int, int]) -> set[str]:
    return {f"S{number}" for first, last in spans for number in range(first, last + 1)}


def test_every_line_of_the_main_job_names_tests_that_exist() -> None:
    named, existing = table(), existing_tests()
    main_job = numbers((2, 4), (6, 39), (104, 104), (107, 115), (117, 162), (164, 164))
    assert main_job - named.keys() == set()
    assert {n: missing for n, tests in named.items() if (missing := set(tests) - existing)} == {}
    assert [number for number, tests in named.items() if not tests] == []


def test_every_line_of_the_seeds_is_held_or_said_not_to_be() -> None:
    text = (ROOT / "docs" / "conformite.md").read_text(encoding="utf-8")
    missing = set(re.findall(r"^\| \*\*(S\d+)\*\* \|", text, re.MULTILINE))
    held = set(table())
    assert held & missing == set()
    assert numbers((1, 166)) - held - missing == set()


def test_every_line_of_daily_life_names_tests() -> None:
    daily_life = numbers((1, 1), (79, 83), (85, 85), (88, 88), (91, 92), (95, 95), (99, 99), (101, 101), (103, 103))
    assert (daily_life | {"S128", "S134", "S156"}) - table().keys() == set()


def test_every_test_named_in_the_document_exists() -> None:
    text = (ROOT / "docs" / "conformite.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(test_\w+)`", text)) - existing_tests() == set()
