"""A stranger gets nothing and keeps nobody out: delays, browsers already known, addresses, what the pages say."""

import datetime
from collections import Counter

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.models import Account, JournalEntry
from accounts.safety.owners import owner_key
from accounts.safety.throttle import LOCK, network_of, slowing
from entrance import signin
from entrance.devices import name_for, read_devices, write_devices
from entrance.outside.lost import links
from entrance.sessions import LONGEST_SECONDS
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import PASSWORD, AccountFactory
from tests.html import words

START = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
STRANGER, HOME = "203.0.113.9", "198.51.100.4"
TRY_LATER = "Trop d'essais infructueux : réessayez dans "


def post_codes(client: Client, login: str = "admin", password: str = PASSWORD, address: str = HOME, base: int = 1):
    return client.post("/", {"base": base, "login": login, "password": password}, REMOTE_ADDR=address)


# --- A browser that has already come in -------------------------------------------------------------------------------


@pytest.mark.slow
def test_known_browser_spares_its_owner_while_a_stranger_fails_500_times(school: School, admin: Account) -> None:
    """Two browsers, real requests: the stranger changes address each time, and waits when he is told to."""
    owner, stranger = Client(), Client()
    with time_machine.travel(START, tick=False) as clock:
        assert post_codes(owner).status_code == 302
        owner.post("/deconnexion/")
        statuses: Counter[int] = Counter()
        for rank in range(500):
            response = post_codes(stranger, password="faux", address=f"203.0.113.{rank % 250}")
            statuses[response.status_code] += 1
            clock.shift(7)
        assert post_codes(owner).status_code == 302
        assert TRY_LATER in words(post_codes(Client()))

    assert statuses.total() == 500
    # Most were answered at once, unread: that is what makes guessing too slow.
    assert 20 <= statuses[200] < 60


def test_owner_is_spared_at_the_address_of_the_stranger_too(school: School, admin: Account) -> None:
    """A pupil beside his teacher, behind the one address of the school."""
    owner = Client()
    post_codes(owner)
    for _ in range(8):
        post_codes(Client(), password="faux")

    assert TRY_LATER in words(post_codes(Client()))
    assert post_codes(owner).status_code == 302


def test_known_browser_has_its_own_counter(school: School, admin: Account) -> None:
    known = Client()
    post_codes(known)
    for _ in range(5):
        post_codes(known, password="faux")

    assert TRY_LATER in words(post_codes(known))
    # Its failures keep nobody else out.
    assert post_codes(Client()).status_code == 302


def test_known_browser_is_known_for_its_owner_alone(school: School, admin: Account, director: Account) -> None:
    browser = Client()
    post_codes(browser, "directrice")
    for _ in range(5):
        post_codes(browser, password="faux")

    assert TRY_LATER in words(post_codes(browser))


def test_browser_of_several_people_is_known_for_each(school: School, admin: Account, director: Account) -> None:
    shared = Client()
    for login in ("directrice", "admin"):
        post_codes(shared, login)
    for login in ("directrice", "admin"):
        for _ in range(8):
            post_codes(Client(), login, "faux")

    assert [post_codes(shared, login).status_code for login in ("directrice", "admin")] == [302, 302]


def test_password_chosen_by_a_link_opens_at_once_whatever_a_stranger_tries(school: School, admin: Account) -> None:
    """Whoever has never come in by this browser has that way, which waits for nobody."""
    browser, path = Client(), f"/identifiants-perdus/{admin.pk}/{links.make_token(admin)}/"
    browser.post(path, {"password": "une phrase bien à moi", "again": "une phrase bien à moi"})
    for rank in range(30):
        post_codes(Client(), password="faux", address=f"203.0.113.{rank}")

    assert TRY_LATER in words(post_codes(Client(), password="une phrase bien à moi"))
    assert post_codes(browser, password="une phrase bien à moi").status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "W10:1abc:forged", "null"])
def test_cookie_that_is_not_ours_names_nobody(cookie: str) -> None:
    assert read_devices(cookie) == {}


def kept_by(cookie: str, owner: str) -> str:
    """The cookie once this owner has come in by the browser that has it."""
    devices = read_devices(cookie)
    return write_devices(devices, owner=owner, name=name_for(devices, owner=owner))


def test_cookie_forgets_the_oldest_of_many_owners_and_keeps_a_name_for_each(school: School) -> None:
    cookie = ""
    for rank in range(12):
        cookie = kept_by(cookie, owner_key(school, f"login{rank}"))
    named = read_devices(cookie)
    again = read_devices(kept_by(cookie, owner_key(school, "login5")))

    assert (len(named), owner_key(school, "login0") in named) == (10, False)
    assert again[owner_key(school, "login5")] == named[owner_key(school, "login5")]
    assert len(set(named.values())) == 10


def test_cookie_is_closed_to_scripts_and_dies_after_half_a_year(school: School, admin: Account) -> None:
    browser = Client()
    post_codes(browser)
    cookie = browser.cookies[settings.DEVICE_COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"], "admin" in cookie.value) == (True, "Lax", False)
    with time_machine.travel(now() + datetime.timedelta(days=181), tick=False):
        assert read_devices(cookie.value) == {}


# --- Delays -----------------------------------------------------------------------------------------------------------


def test_delay_grows_from_seconds_to_minutes_and_no_further() -> None:
    counter = slowing("x", limit=5)
    assert [counter.lock_after(number).total_seconds() for number in range(5, 13)] == [
        5, 10, 20, 40, 80, 160, 300, 300,
    ]  # fmt: skip
    assert counter.lock_after(10_000) == LOCK


def test_page_that_asks_to_wait_says_how_long_and_what_to_do(school: School, admin: Account) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(5):
            post_codes(Client(), password="faux")
        response = post_codes(Client())
        page = words(response)
        assert (response.status_code, response["Retry-After"]) == (429, "5")
        assert f"{TRY_LATER}5 secondes. Mot de passe oublié ? « Identifiants perdus »" in page
        clock.shift(6)
        assert post_codes(Client()).status_code == 302


def test_server_without_mail_sends_to_an_administrator(school: School, admin: Account, settings) -> None:
    settings.SENDS_MAIL = False
    for _ in range(5):
        post_codes(Client(), password="faux")

    assert "Un administrateur vous en redonne un, qui ouvre sans attendre" in words(post_codes(Client()))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("pas une adresse", "pas une adresse"),
    ],
)
def test_ipv6_64_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_changing_address_inside_a_64_changes_nothing(school: School, admin: Account) -> None:
    for rank in range(5):
        post_codes(Client(), password="faux", address=f"2001:db8:1:2::{rank + 1:x}")

    assert TRY_LATER in words(post_codes(Client(), address="2001:db8:1:2:ffff::1"))
    assert post_codes(Client(), address="2001:db8:1:3::1").status_code == 302


def test_address_that_tries_every_login_of_every_school_waits_too(
    school: School, other_school: School, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three hundred failures for a whole school behind one address; thirty here, for the time they take."""
    monkeypatch.setattr(signin, "FAILURES_OF_AN_ADDRESS", signin.FAILURES_OF_AN_ADDRESS // 10)
    with time_machine.travel(START, tick=False) as clock:
        for rank in range(29):
            post_codes(Client(), f"inconnu{rank}", "faux", address=STRANGER, base=1 + rank % 2)
        post_codes(Client(), password="faux", address=STRANGER)
        # The address is what waits: nobody reads that a login, the last one tried, was tried thirty times.
        assert JournalEntry.objects.get(code="accounts.lock_address").details == {"failures": 30}
        assert not JournalEntry.objects.filter(code="accounts.lock").exists()
        assert f"{TRY_LATER}5 secondes" in words(post_codes(Client(), address=STRANGER))
        assert post_codes(Client(), address=HOME).status_code == 302
        clock.shift(6)
        # One's own account opens, and does not wipe out what was counted.
        assert post_codes(Client(), address=STRANGER).status_code == 302
        post_codes(Client(), "encore", "faux", address=STRANGER)
        assert f"{TRY_LATER}10 secondes" in words(post_codes(Client(), address=STRANGER))


def test_lock_is_one_line_of_the_journal_not_one_for_each_failure(school: School, admin: Account) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(10):
            post_codes(Client(), password="faux")
            clock.shift(301)

    assert JournalEntry.objects.filter(code="accounts.lock").count() == 1
    assert JournalEntry.objects.filter(code="accounts.sign_in_failed").count() == 10


# --- Mail that strangers have sent ------------------------------------------------------------------------------------


def test_mailbox_is_not_filled_by_naming_many_schools(school: School, other_school: School) -> None:
    for each in (school, other_school):
        with school_scope(each):
            AccountFactory(email="anne@exemple.fr")

    def lost(rank: int) -> int:
        data = {"base": 1 + rank % 2, "email": "anne@exemple.fr"}
        return Client().post("/identifiants-perdus/", data, REMOTE_ADDR=f"203.0.113.{rank}").status_code

    def contact(rank: int) -> int:
        data = {"base": 1 + rank % 2, "email": "Anne@exemple.fr", "last_name": "A", "first_name": "B", "text": "C"}
        return Client().post("/contacter/", data, REMOTE_ADDR=f"203.0.113.{rank}").status_code

    assert [lost(rank) for rank in range(6)] == [200] * 5 + [422]
    assert [contact(rank) for rank in range(4)] == [302] * 3 + [422]


def test_address_that_writes_to_many_mailboxes_of_many_schools_is_stopped(school: School, other_school: School) -> None:
    def contact(rank: int) -> int:
        data = {"base": 1 + rank % 2, "email": f"a{rank}@exemple.fr", "last_name": "A", "first_name": "B", "text": "C"}
        return Client().post("/contacter/", data, REMOTE_ADDR=f"2001:db8:1:2::{rank:x}").status_code

    assert [contact(rank) for rank in range(31)] == [302] * 30 + [422]


# --- Half a day -------------------------------------------------------------------------------------------------------


def test_session_ends_after_twelve_hours_however_busy(school: School, admin: Account) -> None:
    browser = Client()
    with time_machine.travel(START, tick=False) as clock:
        post_codes(browser)
        for _ in range(LONGEST_SECONDS // 1200 - 1):
            clock.shift(1200)
            assert browser.get("/accueil/").status_code == 200
        assert browser.get("/session/").json() == {"seconds_left": 1200}
        clock.shift(1200)
        assert browser.get("/accueil/").url == "/?next=/accueil/"
        assert "au bout de douze heures" in words(browser.get("/"))
