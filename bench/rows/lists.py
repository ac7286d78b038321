"""The lists of a large school: 2,000 people of each kind, their search, the journal, the tables that leave it."""

from collections.abc import Iterator
from functools import cache, partial

from accounts.enums import Profile
from accounts.models import NOTICE_VERSION, Account, Address, Guardianship, JournalEntry
from bench.browser import Browser
from bench.invented import Child, children
from bench.rows.base import Row, Scene, rows
from bench.world import Visitor, school_with_pupils
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import School

_PEOPLE = 2000
_JOURNAL = 20_000
_LIST = b'<table class="table'


@cache
def _large_school() -> School:
    """The same for every row, which only read it."""
    invented = children(_PEOPLE)
    school, pupil_ids = school_with_pupils(invented)
    with school_scope(school):
        _people(Profile.ENS, invented)
        guardians = _people(Profile.TUT, invented)
        Address.objects.bulk_create(
            Address(account=guardian, line1="3 rue des Lilas", postal_code="57000", town="Metz")
            for guardian in guardians
        )
        Guardianship.objects.bulk_create(
            Guardianship(pupil_id=pupil_id, guardian=guardian, rank=1)
            for pupil_id, guardian in zip(pupil_ids, guardians, strict=True)
        )
        bulk_insert(JournalEntry, [_line(school, invented[rank % _PEOPLE]) for rank in range(_JOURNAL)])
    return school


def _people(profile: Profile, invented: list[Child]) -> list[Account]:
    accounts = [
        Account(
            profile=profile,
            login=f"{profile.value}-{one.rank}".lower(),
            password="!",
            last_name=one.last_name,
            first_name=one.first_name,
            activated_at=now(),
            notice_version=NOTICE_VERSION,
        )
        for one in invented
    ]
    for account in accounts:
        account.refresh_sort_key()
    return list(Account.objects.bulk_create(accounts))


def _line(school: School, about: Child) -> dict[str, object]:
    person = f"{about.last_name} {about.first_name}"
    return {
        "school_id": school.pk,
        "code": "accounts.reinstate",
        "actor_label": "MARTIN Anne (administrateur)",
        "details": {"person": person, "profile": "élève"},
        "address": "192.0.2.7",
        "search_text": f"martin anne (administrateur) a reintegre {person.lower()} (eleve) 192.0.2.7",
    }


def _read(path: str, browser: Browser) -> None:
    assert _LIST in browser.get(path).body


def _search(browser: Browser) -> None:
    assert b"data-typed" in browser.get("/chercher/?q=mar").body


def _extract(table: str, table_format: str, browser: Browser) -> None:
    browser.post("/extraction/", [("extraction", table), ("table_format", table_format)], status=200)


def _scenes(act: partial[None], count: int) -> Iterator[Scene]:
    yield from [Scene(Visitor(_large_school(), "admin"), act)] * count


_PAGES = {
    "pupils": "/eleves/",
    "pupils_found": "/eleves/?q=mar",
    "staff": "/personnels/",
    "guardians": "/parents/",
    "found_anywhere": "/utilisateurs/rechercher/?q=mar",
    "grid_teachers": "/personnels/classes/",
    "grid_pupils": "/eleves/classes/",
    "journal": "/journal/",
    "journal_found": "/journal/?q=marba",
}
for _name, _path in _PAGES.items():
    rows.register(Row(f"list_{_name}", partial(_scenes, partial(_read, _path)), runs=20, workers="lists"))
rows.register(Row("search_2000", partial(_scenes, partial(_search)), runs=20, workers="lists"))
for _format in ("csv", "xlsx"):
    _act = partial(_extract, "eleves-responsables", _format)
    rows.register(Row(f"list_extraction_{_format}", partial(_scenes, _act), runs=20, workers="lists"))
