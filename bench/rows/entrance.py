"""The sign-in page of a server of 8,000 schools, the schools that typing finds, and the way in from an ENT."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial

from bench.browser import Browser
from bench.rows.base import Row, Scene, rows
from bench.world import Visitor, new_school
from schools.models import School, Zone

_SCHOOLS, _ZONES = 8000, 100
_NAMES = ("École Jules-Exemple", "École des Tilleuls", "Collège Élisée-Reclus", "École du Grand-Chemin")
_TOWNS = ("Béziers", "Sète", "Lunel", "Agde", "Frontignan", "Saint-Exemple-le-Vieux", "Mauguio", "Pézenas")


@dataclass(frozen=True)
class _Passer(Visitor):
    """Somebody who is not signed in."""

    def sign_in(self, browser: Browser) -> None:
        """She does not."""


@cache
def _many_schools() -> School:
    """The same for every row, which only read them; the number of the first that is invented follows this one's."""
    one = new_school()
    zones = Zone.objects.bulk_create(Zone(name=f"Zone {rank:03}", order=rank) for rank in range(_ZONES))
    schools = [_school(one.number + rank, zones[rank % _ZONES]) for rank in range(1, _SCHOOLS)]
    School.objects.bulk_create(schools, batch_size=500)
    return one


def _school(number: int, zone: Zone) -> School:
    school = School(
        number=number,
        name=f"{_NAMES[number % len(_NAMES)]} {number}",
        town=f"{_TOWNS[number % len(_TOWNS)]} {number // 80}",
        zone=zone,
    )
    school.fill_keys()
    return school


def _read(path: str, expected: bytes, browser: Browser) -> None:
    assert expected in browser.get(path).body


def _scenes(path: str, expected: bytes, count: int) -> Iterator[Scene]:
    yield from [Scene(_Passer(_many_schools(), ""), partial(_read, path, expected))] * count


_PAGES = {
    "sign_in": ("/", b'id="id_zone"'),
    "sign_in_zone": ("/?changer=1&zone=40", b'class="school-list"'),
    "sign_in_typing": ("/etablissements/?q=reclus", b'role="option"'),
    "sign_in_typing_rare": ("/etablissements/?q=tilleuls+lunel+77", b'role="listbox"'),
}
for _name, (_path, _expected) in _PAGES.items():
    rows.register(Row(_name, partial(_scenes, _path, _expected), runs=20, workers="entrance"))
