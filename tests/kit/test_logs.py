"""What is hidden in the log of the server."""

import logging

import pytest

from sacoche.kit.logs import Hiding


def filtered(pattern: str, message: str, *args: object) -> str:
    record = logging.LogRecord("sacoche", logging.INFO, "", 0, message, args, None)
    assert Hiding(pattern).filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("pattern", "shown"), [("(code=)[a-z]+", "code=… de 3"), ("code=[a-z]+", "… de 3"), ("(x)?code=[a-z]+", "… de 3")]
)
def test_secret_is_hidden_with_and_without_what_stands_before(pattern, shown):
    assert filtered(pattern, "code=%s de %d", "secret", 3) == shown


def test_line_that_was_badly_asked_for_stops_nobody_and_hides_all_the_same():
    assert filtered("(code=)[a-z]+", "%d est faux", "code=secret") == "%d est faux ('code=…',)"
