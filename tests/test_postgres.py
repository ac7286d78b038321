"""The modules that run on PostgreSQL each time are modules that exist: a rename must not leave one out."""

from tests.postgres import MODULES, TESTS, may_differ


def test_every_module_that_may_differ_exists_once():
    assert [name for name in MODULES if not (TESTS / name).is_file()] == []
    assert len(MODULES) == len(set(MODULES))


def test_module_that_locks_is_among_them():
    """Requests at the same moment are what SQLite lets go one after the other."""
    lock = [path for path in TESTS.rglob("test_*.py") if path.name != "test_postgres.py" and _asks_for_locks(path)]

    assert [path.relative_to(TESTS).as_posix() for path in lock if not may_differ(path)] == []


def _asks_for_locks(path):
    text = path.read_text(encoding="utf-8")
    return any(word in text for word in ("transactional_db", "transaction=True", "IntegrityError", "select_for_update"))
