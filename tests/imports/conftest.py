"""What the tests of imports share."""

import datetime

import pytest
import time_machine

from schools.models import Matiere
from tests.factories import AccountFactory
from tests.imports.college import UAI
from tests.imports.wizard import Wizard, activate

DECEMBER = datetime.datetime(2018, 12, 3, 10, tzinfo=datetime.UTC)


@pytest.fixture
def wizard(admin, client_as) -> Wizard:
    """The import pages, in a school that has its levels, seen by its administrator."""
    activate()
    return Wizard(client_as(admin))


@pytest.fixture
def wizards(school, client_as):
    """The import pages by source, in a collège that has its levels, on a day of December 2018."""
    with time_machine.travel(DECEMBER, tick=False):
        school.uai = UAI
        school.save()
        activate("6", "5", "4", "3")
        for reference in ("FRANC", "MATHS", "EPS"):
            Matiere.objects.create(reference=reference, label=reference.title())
        client = client_as(AccountFactory(profile="ADM", login="administrateur"))
        yield lambda source: Wizard(client, source=source)
