"""Arriving from an ENT: leaving for it, then coming back with a ticket that its server is asked about."""

from collections.abc import Iterator
from functools import cache, partial

from accounts.models import Account
from bench import ent
from bench.browser import Browser
from bench.rows.base import Row, Scene, rows
from bench.world import Visitor, new_school
from entrance.cas.servers import Choice
from entrance.cas.services import set_mode
from sacoche.kit.tenancy import school_scope
from schools.models import School


class _AtTheEnt(Visitor):
    """Somebody who has no session here, whose browser has shown that it keeps cookies."""

    def sign_in(self, browser: Browser) -> None:
        browser.get(f"/?sso={self.school.number}", status=302)


@cache
def _school() -> School:
    school = new_school()
    with school_scope(school):
        head = Account.objects.get(login="head")
        head.id_ent = ent.IDENTIFIER
        head.save()
        set_mode(actor=head, school=school, choice=Choice("perso", "ENT", host="localhost", port=ent.port()))
    return school


def _go_and_come_back(number: int, browser: Browser) -> None:
    browser.get(f"/?sso={number}", status=302)
    back = browser.get(f"/?sso={number}&ticket=ST-bench", status=302)
    assert back.headers["location"] == "/accueil/"


def _scenes(count: int) -> Iterator[Scene]:
    school = _school()
    yield from [Scene(_AtTheEnt(school, "head"), partial(_go_and_come_back, school.number))] * count


rows.register(Row("ent_sign_in", _scenes, runs=30))
