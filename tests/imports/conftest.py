"""What the tests of imports share."""

import pytest

from tests.imports.wizard import Wizard, activate


@pytest.fixture
def wizard(admin, client_as) -> Wizard:
    """The import pages, in a school that has its levels, seen by its administrator."""
    activate()
    return Wizard(client_as(admin))
