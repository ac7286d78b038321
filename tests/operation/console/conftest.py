"""An operator in his console, and what he works on."""

from collections.abc import Callable

import pytest
from django.test import Client

from operation.console.journal import told
from operation.console.models import Operator, OperatorEntry
from sacoche.kit.installation import forget
from tests.console import enter_console, operator_called


@pytest.fixture
def operator(db: None) -> Operator:
    return operator_called()


@pytest.fixture
def console(operator: Operator) -> Client:
    """The browser of the operator, signed in."""
    client = Client()
    enter_console(client, operator)
    return client


@pytest.fixture
def journal(db: None) -> Callable[[], list[str]]:
    """journal(): the lines of the console, the latest first."""
    return lambda: [told(entry) for entry in OperatorEntry.objects.all()]


@pytest.fixture
def decided_is_read(db: None) -> None:
    """What the operator decided is read from the database, as another server of it would."""
    forget()
