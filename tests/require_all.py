"""Pytest plugin (`-p tests.require_all`): with REQUIRE_ALL=1 a skipped test fails the run.

A test that skips itself for want of a server or a browser looks green; here it must not.
"""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REQUIRE_ALL") != "1" or reporter is None:
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"REQUIRE_ALL=1: {len(skipped)} skipped", red=True)
