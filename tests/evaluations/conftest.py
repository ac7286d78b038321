"""Who asks for the pages of the scale."""

import pytest
from django.test import Client

from accounts.models import Account


@pytest.fixture
def browser(client_as, admin: Account) -> Client:
    """A browser of the administrator."""
    return client_as(admin)
