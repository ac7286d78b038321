"""What is typed and what is stored are compared in Python: an address that only looks the same is another."""

import pytest
from django.core import mail
from django.test import Client

from accounts.enums import Profile
from accounts.mail import send_due_mails
from accounts.models import Account, OutgoingMail
from sacoche.kit.text import folded
from schools.models import School
from tests.factories import AccountFactory

STORED = "victime@gmail.com"
# Each is the same for a database that compares in capitals, and is the mailbox of somebody else.
LOOK_ALIKES = ["victime@gmaıl.com", "vıctime@gmail.com", "vıctıme@gmaıl.com", "victime@gmaİl.com", "vïctime@gmail.com"]
# The mailbox of the account, written otherwise.
VARIANTS = [STORED, STORED.upper(), "Victime@Gmail.com", "ｖictime@gmail.com"]


def ask(email: str) -> None:
    Client().post("/identifiants-perdus/", {"base": 1, "email": email})


@pytest.fixture
def victim(school: School) -> Account:
    return AccountFactory(profile=Profile.ENS, email=STORED, login="vic.time")


@pytest.mark.parametrize("typed", LOOK_ALIKES)
def test_look_alike_of_an_address_receives_nothing(victim: Account, typed: str) -> None:
    ask(typed)

    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("typed", VARIANTS)
def test_variant_of_an_address_is_served_at_the_address_stored(victim: Account, typed: str) -> None:
    ask(typed)

    send_due_mails()
    # Some spellings are no address of the forms: they are refused in words and nothing leaves.
    assert [sent.to for sent in mail.outbox] == ([[STORED]] if typed.isascii() else [])


def test_address_stored_with_capitals_is_served_as_it_is_stored(school: School) -> None:
    AccountFactory(email="Zoe.Martin@Exemple.fr", login="zoe")
    AccountFactory(email="zoe.martin@exemple.fr", login="mere")

    ask("ZOE.MARTIN@EXEMPLE.FR")

    send_due_mails()
    received = {sent.to[0]: sent.body for sent in mail.outbox}
    assert sorted(received) == ["Zoe.Martin@Exemple.fr", "zoe.martin@exemple.fr"]
    assert ("Identifiant : zoe" in received["Zoe.Martin@Exemple.fr"], "mere" in received["Zoe.Martin@Exemple.fr"]) == (
        True,
        False,
    )


@pytest.mark.parametrize(("one", "other"), [("É", "é"), ("ﬁn", "fin"), ("K", "k"), ("STRASSE", "straße")])
def test_folded_brings_together_case_and_compatible_signs(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("gmaıl", "gmail"), ("é", "e"), ("а", "a")])
def test_folded_keeps_apart_what_is_another_letter(one: str, other: str) -> None:
    assert folded(one) != folded(other)
