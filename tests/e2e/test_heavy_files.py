"""Files and requests heavier than the server takes: the browser does not send them, the server does not read them."""

import re
import socket

import pytest
from playwright.sync_api import expect

from tests.e2e.procedures import Administrator
from tests.e2e.test_seed_000 import PRIMARY


def test_file_over_the_limit_is_refused_beside_its_field_and_not_sent(make_school, sign_in, page):
    sign_in(make_school("École du gros fichier"))
    head = Administrator(page)
    head.choose_niveaux(*PRIMARY)
    head.follow_menu("Administration générale", "Importer des fichiers d'utilisateurs")
    # The file is not made for the test: its size alone is that of thirty megabytes.
    page.evaluate("Object.defineProperty(File.prototype, 'size', { get: () => 30 * 1024 ** 2 })")
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.locator("#fichier").set_input_files({"name": "gros.csv", "mimeType": "text/csv", "buffer": b"a;b\n"})
    message = page.locator(".field.has-error [role=alert]")
    expect(message).to_have_text(re.compile("« gros.csv » pèse 30 Mo, pour 20 Mo au plus"))
    assert (page.locator("#fichier").input_value(), sent) == ("", [])


@pytest.mark.parametrize(
    ("length", "status"),
    [("Content-Length: 209715200", b"413"), ("Transfer-Encoding: chunked", b"403")],
    ids=["announced", "chunked"],
)
def test_request_of_a_stranger_is_answered_before_its_body_comes(server, length, status):
    head = [
        "POST /imports/ HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Content-Type: multipart/form-data; boundary=x",
        length,
    ]
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as wire:
        wire.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        assert wire.recv(4096).split()[1] == status
