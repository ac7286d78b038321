"""The schools of the samples are made once for many tests, and each of them finds them as they were made."""

from pathlib import Path

import pytest
from django.conf import settings

from sacoche.kit.tenancy import all_schools
from schools.models import School


@pytest.mark.parametrize("time", ["once", "again"])
def test_each_test_finds_the_schools_as_they_were_made(time, world):
    """Whichever comes first changes a row and a file, which the other must not see."""
    files = sorted(path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file())
    with all_schools():
        school = School.objects.get(number=world.number)

    assert (school.town, [path for path in files if path.read_bytes() == b"changed"]) == ("Saint-Exemple", [])
    School.objects.filter(pk=school.pk).update(town="Ailleurs")
    files[0].write_bytes(b"changed")
