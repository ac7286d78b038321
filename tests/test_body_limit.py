"""What weighs too much is refused by the size that it announces, before anything of it is read."""

import io

import pytest
from django.conf import settings
from django.urls import reverse

from tests.imports.wizard import text_of

HUGE = 200 * 1024 * 1024
WORDS = "Cet envoi est trop gros : un fichier ne dépasse pas 20 Mo."


class Unread(io.BytesIO):
    """A body that nobody may read."""

    def read(self, *_):
        raise AssertionError("the body was read")

    readline = readinto = readlines = read


def send(client, path: str, length: int, **headers):
    """Announce a form of `length` bytes; the answer."""
    announced = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(length)}
    return client.generic("POST", path, **announced, **{"wsgi.input": Unread()}, headers=headers)


@pytest.mark.parametrize("path", ["/imports/", "/index.php", "/"])
def test_huge_form_of_a_stranger_is_refused_unread_in_words(client, db, path):
    response = send(client, path, HUGE)
    assert (response.status_code, WORDS in text_of(response)) == (413, True)


def test_huge_form_of_an_administrator_is_refused_unread_in_words(admin, client_as):
    response = send(client_as(admin), "/imports/", HUGE)
    assert (response.status_code, WORDS in text_of(response)) == (413, True)
    answer = send(client_as(admin), "/imports/", HUGE, accept="application/json")
    assert (answer.status_code, WORDS in answer.json()["error"]) == (413, True)


def test_file_sent_after_the_session_ended_leads_to_the_sign_in_page_unread(client, db):
    response = send(client, "/imports/", 3 * 1024 * 1024)
    assert (response.status_code, response.url) == (302, reverse("accounts:sign_in"))


def test_file_of_a_stranger_on_an_open_page_is_refused_unread(client, db):
    assert send(client, reverse("accounts:sign_in"), 3 * 1024 * 1024).status_code == 413


def test_limit_leaves_room_for_the_largest_file_and_its_form():
    assert settings.MAX_BODY_BYTES > settings.MAX_UPLOAD_BYTES > settings.MAX_BODY_BYTES_OF_STRANGERS


BACKUP = 300 * 1024 * 1024


def test_backup_of_a_school_of_years_is_taken_by_its_page_from_who_may(admin, client_as):
    with pytest.raises(AssertionError, match="the body was read"):
        send(client_as(admin), reverse("operation:send_backup"), BACKUP)
    over = send(client_as(admin), reverse("operation:send_backup"), settings.MAX_BACKUP_BYTES + HUGE)
    assert over.status_code == 413


def test_backup_of_a_stranger_is_refused_unread(client, db):
    assert send(client, reverse("operation:send_backup"), BACKUP).status_code == 413
