"""A backup that another program saved again, in the encoding of its computer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Account
from imports.models import MoveIn
from schools.models import SchoolClass
from tests.imports.sacoche.test_pages import send, take, text_of
from tests.imports.sacoche.writer import files_of, zipped


@pytest.fixture
def client(admin, client_as):
    return client_as(admin)


def _in_windows(files):
    """A file that an editor saved again, in the encoding of its computer."""
    name = "dump_sacoche_user_000.sql"
    files[name] = files[name].decode().encode("cp1252", errors="replace")


def test_file_that_is_not_in_utf_8_is_refused_then_read_when_it_is_asked(client):
    files = files_of("2012")
    _in_windows(files)
    content = zipped(files).read()
    page = send(client, content)
    assert page.status_code == 422
    assert "« dump_sacoche_user_000.sql » n'est pas écrit en UTF-8" in text_of(page)
    file = SimpleUploadedFile("dump.zip", content, content_type="application/zip")
    client.post(reverse("imports:move"), {"fichier": file, "windows": "on"}, follow=True)
    take(client, MoveIn.objects.open().get())
    assert Account.objects.filter(first_name="Maëlys").exists()
    assert SchoolClass.objects.exists()
