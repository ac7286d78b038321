"""Somebody with a second factor, in a browser without JavaScript: what the tests of it share."""

import datetime
import json
import re
from typing import Any

import pyotp
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.factor import factors
from accounts.models import Account, JournalEntry
from tests.authenticator import Authenticator
from tests.factories import PASSWORD

START = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
OWN, PROVE = "/mon-compte/second-facteur/", "/second-facteur/"
JSON = {"HTTP_ACCEPT": "application/json"}
ASKED = "C'est bien vous ?"
MORE_THAN_A_QUARTER = datetime.timedelta(minutes=16)


def post_codes(browser: Client, account: Account, **more: Any) -> Any:
    return browser.post("/", {"base": 1, "login": account.login, "password": PASSWORD}, **more)


def signed_in(account: Account) -> Client:
    browser = Client()
    assert post_codes(browser, account).status_code == 302
    return browser


def with_application(account: Account) -> str:
    """The secret of the application that this account now has."""
    secret = pyotp.random_base32()
    factors.add_application(account=account, secret=secret, step=0)
    return secret


def shown(secret: str, after: float = 0) -> str:
    """What the telephone shows, whose clock is so many seconds ahead."""
    return pyotp.TOTP(secret).at(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=after))


def is_in(browser: Client) -> bool:
    return browser.get("/accueil/").status_code == 200


def secret_of(page: Any) -> str:
    """The key written under the QR code."""
    return "".join(html.fromstring(page.content).xpath("//main//code/text()")[0].split())


def codes_of(page: Any) -> list[str]:
    return re.findall(r"<code>(\w{5}-\w{5})</code>", page.content.decode())


def registered(browser: Client, key: Authenticator, name: str = "") -> Any:
    """The answer once this key is added to the account."""
    options = browser.post(reverse("accounts:passkey_to_add")).json()
    return browser.post(reverse("accounts:add_passkey"), {"name": name, "cle": json.dumps(key.make(options))})


def signed_by(browser: Client, key: Authenticator, address: str) -> str:
    return json.dumps(key.sign(browser.post(reverse(address)).json()))


def told(code: str) -> list[str]:
    return [entry.actor_label for entry in JournalEntry.objects.filter(code=code)]
