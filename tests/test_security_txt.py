"""/.well-known/security.txt: whom to tell of a fault, as RFC 9116 writes it."""

import time_machine
from django.test import Client


@time_machine.travel("2026-11-30T15:00:00+01:00", tick=False)
def test_address_of_the_setting_is_given_with_an_end(client: Client, settings) -> None:
    settings.SECURITY_CONTACT = "securite@exemple.fr"
    settings.PUBLIC_URL = "https://exemple.fr/sacoche/"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:securite@exemple.fr",
        "Expires: 2027-05-29T00:00:00Z",
        "Preferred-Languages: fr, en",
        "Canonical: https://exemple.fr/.well-known/security.txt",
    ]


def test_page_of_the_setting_is_given_as_it_is(client: Client, settings) -> None:
    settings.SECURITY_CONTACT = "https://exemple.fr/signaler"
    assert "Contact: https://exemple.fr/signaler\n" in client.get("/.well-known/security.txt").text


def test_no_setting_no_file(client: Client, db: None) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
