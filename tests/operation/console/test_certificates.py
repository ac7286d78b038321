"""The certificate that browsers are shown, read by the health page of a server that may call itself."""

import datetime
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from operation.console.queries.certificates import certificates
from sacoche.kit.clock import now


@contextmanager
def site_whose_certificate_holds(days: int, folder: Path) -> Iterator[str]:
    """The address of a real https server of this machine, as a proxy in front of this one would be."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    end = now() + datetime.timedelta(days=days)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    dated = builder.not_valid_before(end - datetime.timedelta(days=90)).not_valid_after(end)
    certificate = dated.sign(key, hashes.SHA256())
    plain_key = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain_key)
    (folder / "site.pem").write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "site.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("days", "said"), [(60, "✔ bon"), (10, "⚠ à voir"), (-2, "✖ en panne")])
def test_certificate_shown_to_browsers_is_read_when_the_installation_allows_it_p271(days, said, settings, tmp_path):
    with site_whose_certificate_holds(days, tmp_path) as address:
        settings.CHECK_CERTIFICATE, settings.PUBLIC_URL = True, address
        [check] = certificates()
        assert check.level.value in said
        assert "127.0.0.1, " in check.value


def test_certificate_is_not_asked_for_on_a_closed_network_and_silence_is_told(settings):
    settings.PUBLIC_URL = "https://127.0.0.1:9/"
    assert list(certificates()) == []
    settings.CHECK_CERTIFICATE = True
    [check] = certificates()
    assert "ne répond pas à ce serveur" in check.value
