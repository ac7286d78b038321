"""Class 5A in the tables of a school, and what its items feed."""

import pytest

from referentiels.models import ItemLink, SocleEntry
from tests.evaluations.conftest import class_5a as class_5a
from tests.evaluations.conftest import colleague as colleague


@pytest.fixture
def linked_5a(class_5a):
    """Class 5A, whose items feed the socle: A10, A11, A20 the entry 2311 of 2006, and composantes of cycle 4."""
    numbers = {"A10": (13,), "A11": (13, 41), "A20": (13,), "B11": (41, 43), "B10": (51,)}
    since_2016 = SocleEntry.objects.filter(version="2016", cycle=4, is_heading=False)
    entries = {entry.number: entry for entry in since_2016}
    of_2006 = SocleEntry.objects.get(version="2006", number=2311)
    for name, linked in numbers.items():
        item = class_5a.items[name]
        for entry in (*(entries[number] for number in linked), *([of_2006] if name[0] == "A" else [])):
            ItemLink.objects.create(school=item.school, item=item, entry=entry)
    return class_5a
