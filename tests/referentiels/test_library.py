"""The library that comes with the product: enough of it, well linked, and nothing twice."""

import io
from collections import Counter
from pathlib import Path

import pytest

from referentiels.exchange.faults import Reading
from referentiels.exchange.own import read_own
from referentiels.exchange.walking import root_of
from referentiels.socle import entries_by_link, knower
from schools.models import Niveau
from schools.national_matieres import national_matieres

LIBRARY = Path(__file__).parent.parent.parent / "referentiels" / "library"


@pytest.fixture
def readings(db: None) -> dict[str, Reading]:
    knows = knower(entries_by_link())
    return {path.name: read_own(root_of(io.BytesIO(path.read_bytes())), knows) for path in LIBRARY.glob("*.xml")}


def test_library_has_thirty_referentiels_or_more_of_twenty_to_sixty_items(readings: dict[str, Reading]) -> None:
    assert len(readings) >= 30
    sizes = {name: len(list(reading.tree.items)) for name, reading in readings.items()}
    assert {name: size for name, size in sizes.items() if not 20 <= size <= 60} == {}
    assert {name: reading.faults for name, reading in readings.items() if reading.faults} == {}


def test_library_says_nothing_twice_and_has_no_theme_of_one_item(readings: dict[str, Reading]) -> None:
    names = Counter(item.name.casefold() for reading in readings.values() for item in reading.tree.items)
    assert [name for name, times in names.items() if times > 1] == []
    assert [
        (name, theme.name)
        for name, reading in readings.items()
        for theme in reading.tree.themes
        if len(theme.items) < 2
    ] == []


def test_four_items_of_the_library_in_five_feed_the_socle_of_2016(readings: dict[str, Reading]) -> None:
    items = [item for reading in readings.values() for item in reading.tree.items]
    linked = [item for item in items if any(link.version == "2016" for link in item.socle)]
    assert len(linked) >= 0.8 * len(items)


def test_library_covers_the_four_cycles_with_matieres_and_niveaux_that_exist(readings: dict[str, Reading]) -> None:
    pairs = {(reading.about["matiere"], reading.about["niveau"]) for reading in readings.values()}
    assert len(pairs) == len(readings)
    assert {matiere for matiere, _niveau in pairs} <= set(national_matieres())
    assert {niveau for _matiere, niveau in pairs} <= set(Niveau.objects.values_list("reference", flat=True))
    assert {"P0", "C2", "C3", "C4"} <= {niveau for _matiere, niveau in pairs}


def test_library_follows_the_published_schema() -> None:
    from lxml import etree

    schema = etree.XMLSchema(file=str(LIBRARY.parent.parent / "docs" / "schemas" / "referentiel-1.xsd"))
    wrong = {path.name: schema.error_log for path in LIBRARY.glob("*.xml") if not schema.validate(etree.parse(path))}
    assert wrong == {}
