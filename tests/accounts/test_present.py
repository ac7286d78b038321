"""Who is present: one rule, written once; the day of exit is already outside."""

import ast
import datetime
import tomllib
from pathlib import Path

import pytest

from accounts.models import Account, GroupMembership
from accounts.present import is_present, left, present
from sacoche.kit.clock import today
from tests.factories import AccountFactory, GroupMembershipFactory

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = [*PROJECT["tool"]["importlinter"]["root_packages"], "bench"]
DATES = {"left_on", "exit_on"}
DAY = datetime.timedelta(days=1)
# Whether a day of exit is written at all, or which of two it is, is another question than who is present.
OTHER_QUESTIONS = {
    "accounts/merging/merge.py": "the later of two days; none when one account has none",
    "accounts/people/services.py": "a day is written, or none: a departure to come counts",
    "imports/plan/people.py": "a departure to come is announced; the file says another day than the account",
}


@pytest.mark.parametrize(("shift", "is_there"), [(None, True), (1, True), (0, False), (-1, False)])
def test_day_of_exit_is_already_outside_for_the_function_and_for_every_query(school, shift, is_there):
    left_on = None if shift is None else today() + shift * DAY
    pupil = AccountFactory(left_on=left_on)
    membership = GroupMembershipFactory(pupil=pupil)

    assert is_present(left_on) is pupil.is_active is is_there
    assert Account.objects.active().filter(pk=pupil.pk).exists() is is_there
    assert Account.objects.inactive().filter(pk=pupil.pk).exists() is not is_there
    assert GroupMembership.objects.filter(present("pupil"), pk=membership.pk).exists() is is_there
    assert GroupMembership.objects.filter(left("pupil"), pk=membership.pk).exists() is not is_there


def test_presence_is_asked_of_another_day(school):
    pupil = AccountFactory(left_on=today())
    eve = today() - DAY

    assert is_present(pupil.left_on, eve)
    assert Account.objects.filter(present(on=eve), pk=pupil.pk).exists()
    assert not Account.objects.filter(left(on=eve), pk=pupil.pk).exists()


def test_several_people_of_a_link_are_all_to_be_present(school):
    """A condition over two paths asks for both."""
    assert present("pupil", "guardian") == present("pupil") & present("guardian")


def test_nobody_but_the_owner_compares_a_day_of_exit():
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts and (lines := comparisons(path.read_text(encoding="utf-8")))
    }

    assert found.pop("accounts/present.py")
    assert {path: lines for path, lines in found.items() if path not in OTHER_QUESTIONS} == {}
    ordering = [path for path in found if comparisons((ROOT / path).read_text(encoding="utf-8"), only_order=True)]
    assert ordering == []


@pytest.mark.parametrize(
    "code",
    [
        "pupil.left_on is None or pupil.left_on > day",
        "day < left_on",
        "Q(left_on__gt=day)",
        "Q(pupils__left_on=None)",
        "Q(**{'pupil__left_on__lte': day})",
        "person.exit_on <= day",
    ],
)
def test_comparison_written_by_hand_is_found(code):
    assert comparisons(code) == [1]


def comparisons(code: str, *, only_order: bool = False) -> list[int]:
    """The lines that compare a day of exit with something; those that say before or after."""
    return sorted({node.lineno for node in ast.walk(ast.parse(code)) if _compares(node, only_order=only_order)})


def _compares(node: ast.AST, *, only_order: bool) -> bool:
    if isinstance(node, ast.Compare):
        names = {_name(each) for each in (node.left, *node.comparators)}
        is_order = any(isinstance(each, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for each in node.ops)
        # Whether a file says a day of exit is no question of presence.
        return bool(names & DATES) if is_order else "left_on" in names and not only_order
    if isinstance(node, ast.Call):
        is_query = _name(node.func) in {"Q", "filter", "exclude", "get"}
        return is_query and any(_is_lookup(each.arg or "", only_order=only_order) for each in node.keywords)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "left_on__" in node.value


def _name(node: ast.AST) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def _is_lookup(argument: str, *, only_order: bool) -> bool:
    *_, last = parts = argument.split("__")
    return "left_on" in parts and (not only_order or last != "left_on")
