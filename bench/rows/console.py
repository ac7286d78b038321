"""The console of an operator who keeps 6,000 schools: their list, a search in it, the shut ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial

from bench.browser import Browser
from bench.rows.base import Row, Scene, rows
from bench.world import PASSWORD, Visitor, new_school
from operation.console.models import Operator, SchoolFigures, SchoolState
from operation.models import Backup, Origin
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now
from sacoche.kit.tenancy import all_schools
from schools.models import School, Zone

_SCHOOLS, _ZONES = 6000, 100
_LOGIN = "exploitant"
_NAMES = ("École Jules-Exemple", "École des Tilleuls", "Collège Élisée-Reclus", "École du Grand-Chemin")


@dataclass(frozen=True)
class _Operator(Visitor):
    """Whoever keeps the server, on whose machine nobody asks for a second factor."""

    def sign_in(self, browser: Browser) -> None:
        browser.get("/console/connexion/")
        browser.post("/console/connexion/", {"login": _LOGIN, "password": PASSWORD, "next": ""})


@cache
def _many_schools() -> School:
    """The same for every row, which only read them: counted, saved last night, one in fifty shut."""
    one = new_school()
    operator = Operator(login=_LOGIN, last_name="HADDAD", first_name="Karim", email="exploitant@exemple.fr")
    operator.set_password(PASSWORD)
    operator.save()
    zones = Zone.objects.bulk_create(Zone(name=f"Département {rank:03}", order=rank) for rank in range(_ZONES))
    schools = [_school(one.number + rank, zones[rank % _ZONES]) for rank in range(1, _SCHOOLS)]
    School.objects.bulk_create(schools, batch_size=500)
    with all_schools():
        every = list(School.objects.filter(number__gt=one.number))
        bulk_insert(SchoolFigures, [_figures(school) for school in every])
        bulk_insert(Backup, [_backup(school) for school in every])
    return one


def _school(number: int, zone: Zone) -> School:
    closings = {"closings": {"operator": {"reason": "Fusion", "profiles": [], "by": "x", "since": now().isoformat()}}}
    school = School(
        number=number,
        name=f"{_NAMES[number % len(_NAMES)]} {number}",
        town=f"Saint-Exemple {number // 80}",
        zone=zone,
        access=closings if number % 50 == 0 else {},
    )
    school.fill_keys()
    return school


def _figures(school: School) -> SchoolFigures:
    state = SchoolState.WATCHED if school.number % 40 == 0 else SchoolState.WELL
    return SchoolFigures(
        school=school, state=state, pupils=300, staff=30, rows=90_000, file_bytes=10**7, last_sign_in_at=now()
    )


def _backup(school: School) -> Backup:
    return Backup(
        school=school, made_at=now(), origin=Origin.NIGHTLY, name="a.sacoche", size=10**6, row_count=1, file_count=1
    )


def _read(path: str, browser: Browser) -> None:
    assert b"console-schools" in browser.get(path).body


def _scenes(path: str, count: int) -> Iterator[Scene]:
    yield from [Scene(_Operator(_many_schools(), _LOGIN), partial(_read, path))] * count


for _name, _path in {
    "console_6000": "/console/",
    "console_6000_search": "/console/?q=tilleuls+saint-exemple+40",
    "console_6000_shut": "/console/?etat=fermes",
}.items():
    rows.register(Row(_name, partial(_scenes, _path), runs=20, workers="console"))
