"""One installation for all the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.cluster.engines import missing_programs
from tests.cluster.installation import Installation, installation


@pytest.fixture(scope="session")
def host() -> Iterator[Installation]:
    if lacking := missing_programs():
        pytest.skip(f"apt-get install --no-install-recommends {' '.join(lacking)}")
    with installation() as made:
        yield made
