"""Schools to measure on, written straight into the database of the server: what they cost is not measured."""

import datetime
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import Model

from accounts.enums import Profile
from accounts.models import NOTICE_VERSION, Account
from bench.browser import Browser
from bench.invented import NIVEAU_REFERENCES, PUPILS_OF_A_CLASS, Child
from entrance.spaces.creation import open_school
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now, today
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolClass, SchoolNiveau
from socle.exchange import Decision, PupilRecord, write_archive
from socle.grids import GridItem, grid_items
from socle.models import Gesture, ItemChange, ItemValidation, PilierValidation, SchoolPalier, State

PASSWORD = "figures-sacoche"
PALIER = 2
AUTHOR = "MARTIN A."


@dataclass(frozen=True)
class Visitor:
    """Who signs in, and where."""

    school: School
    login: str

    def sign_in(self, browser: Browser) -> None:
        browser.sign_in(number=self.school.number, login=self.login, password=PASSWORD)


@cache
def _password_hash() -> str:
    return make_password(PASSWORD)


def palier_items() -> list[GridItem]:
    """The 110 items of the end of primary school."""
    return [item for item in grid_items() if item.palier_id == PALIER]


def new_school() -> School:
    """An empty school that has chosen its levels and its palier; its administrator is `admin`, its head `head`."""
    school, admin = open_school(name="École des Chiffres", password_hash=_password_hash())
    with school_scope(school):
        for niveau in Niveau.objects.filter(reference__in=NIVEAU_REFERENCES):
            SchoolNiveau.objects.create(niveau=niveau)
        SchoolPalier.objects.create(palier_id=PALIER)
        head = Account(profile=Profile.DIR, login="head", last_name="MARTIN", first_name="Anne")
        head.password, head.activated_at, head.notice_version = admin.password, now(), NOTICE_VERSION
        head.save()
    return school


def add_class(school: School, pupils: Sequence[Child], *, reference: str) -> tuple[SchoolClass, list[int]]:
    """A class of the last level with these pupils; their ids, in the order of the grids."""
    with school_scope(school):
        niveau = Niveau.objects.get(reference=NIVEAU_REFERENCES[-1])
        its_class = SchoolClass.objects.create(niveau=niveau, reference=reference, name=reference, long_name=reference)
        accounts = [_account(pupil, f"{reference}-{pupil.rank}", its_class) for pupil in pupils]
        Account.objects.bulk_create(accounts)
        return its_class, [account.pk for account in accounts]


def _account(pupil: Child, login: str, its_class: SchoolClass) -> Account:
    account = Account(
        profile=Profile.ELV,
        login=login.lower(),
        password="!",
        last_name=pupil.last_name,
        first_name=pupil.first_name,
        birth_date=pupil.birth_date,
        school_class=its_class,
    )
    account.refresh_sort_key()
    return account


def school_with_pupils(pupils: Sequence[Child]) -> tuple[School, list[int]]:
    """A school of these pupils, by classes of 25."""
    school, ids = new_school(), []
    for start in range(0, len(pupils), PUPILS_OF_A_CLASS):
        ids += add_class(school, pupils[start : start + PUPILS_OF_A_CLASS], reference=f"C{start}")[1]
    return school, ids


def decide(school: School, pupil_ids: Iterable[int], items: Sequence[GridItem]) -> None:
    """Every item validated for these pupils, with the line of history that each decision leaves."""
    cells = [{"pupil_id": pupil, "item_id": item.id} for pupil in pupil_ids for item in items]
    decision = {"state": State.VALIDATED.value, "decided_on": today(), "author_label": AUTHOR, "author_id": None}
    change = {"before": State.UNDECIDED.value, "after": State.VALIDATED.value, "before_on": None, "before_label": ""}
    change |= {"gesture": Gesture.CELL.value, "at": now(), "actor_id": None, "actor_label": AUTHOR}
    with school_scope(school):
        bulk_insert(ItemValidation, [cell | decision for cell in cells])
        bulk_insert(ItemChange, [cell | change | {"batch": uuid.uuid4()} for cell in cells])
    settle(ItemValidation, ItemChange)


def settle(*tables: type[Model]) -> None:
    """On PostgreSQL, do now what autovacuum would do within the minute: not beside what is measured."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'VACUUM (ANALYZE) "{table._meta.db_table}"')


def change_again(school: School, pupil_ids: Iterable[int], items: Sequence[GridItem]) -> None:
    """A second line of history for each of these cells: refused, then validated again."""
    facts = {
        "before": State.REFUSED.value,
        "after": State.VALIDATED.value,
        "before_on": today(),
        "before_label": AUTHOR,
    }
    facts |= {"gesture": Gesture.CELL.value, "at": now(), "actor_id": None, "actor_label": AUTHOR}
    cells = ({"pupil_id": pupil, "item_id": item.id} for pupil in pupil_ids for item in items)
    with school_scope(school):
        bulk_insert(ItemChange, cells, common=facts | {"batch": uuid.uuid4()})


def decide_piliers(school: School, pupil_ids: Iterable[int], piliers: Sequence[int]) -> None:
    """These compétences validated for these pupils."""
    decision = {"state": State.VALIDATED.value, "decided_on": today(), "author_label": AUTHOR, "author_id": None}
    with school_scope(school):
        cells = [{"pupil_id": pupil, "pilier_id": pilier} for pupil in pupil_ids for pilier in piliers]
        bulk_insert(PilierValidation, cells, common=decision)


def validations_file(pupils: Sequence[Child], *, on: datetime.date) -> bytes:
    """The ZIP that another school hands over: every item of the palier, for every pupil, without Sconet numbers."""
    decisions = [Decision(item.pilier_id, item.id, State.VALIDATED.value, on, AUTHOR) for item in palier_items()]
    records = (PupilRecord(0, pupil.last_name, pupil.first_name, decisions) for pupil in pupils)
    stream = io.BytesIO()
    write_archive(stream, records, at=now())
    return stream.getvalue()
