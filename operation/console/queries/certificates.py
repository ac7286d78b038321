"""Certificates: those that this server trusts, and the one that the proxy in front of it shows to browsers."""

import datetime
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from django.utils.formats import date_format

from operation.console.queries.checks import Check, Level
from sacoche.kit.clock import local, now

_WARNED = datetime.timedelta(days=30)
_SECONDS = 3
_SHOWN = "Certificat de ce site"


def certificates() -> Iterator[Check]:
    """Those of CAS_CA_BUNDLE; that of PUBLIC_URL, when the installation says that this server may call itself."""
    if settings.CHECK_CERTIFICATE and urlsplit(settings.PUBLIC_URL).scheme == "https":
        yield _shown_to_browsers(settings.PUBLIC_URL)
    if settings.CAS_CA_BUNDLE:
        for certificate in x509.load_pem_x509_certificates(Path(settings.CAS_CA_BUNDLE).read_bytes()):
            yield _told("Certificat d'autorité", certificate, certificate.subject.rfc4514_string()[:80])


def _shown_to_browsers(address: str) -> Check:
    """Read as a browser reads it, and only its days are judged: who signed it may be an authority of the académie."""
    site = urlsplit(address)
    host, port = site.hostname or "", site.port or 443
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout=_SECONDS) as opened,
            context.wrap_socket(opened, server_hostname=host) as secured,
        ):
            content = secured.getpeercert(binary_form=True) or b""
        return _told(_SHOWN, x509.load_der_x509_certificate(content), host)
    except (OSError, ValueError) as error:
        told = f"{host}:{port} ne répond pas à ce serveur ({error.__class__.__name__}) : sa date n'est pas connue"
        return Check(_SHOWN, told, Level.WATCHED)


def _told(label: str, certificate: x509.Certificate, name: str) -> Check:
    end = certificate.not_valid_after_utc
    day = date_format(local(end), "j F Y")
    if end <= now():
        return Check(label, f"{name}, expiré depuis le {day} : renouvelez-le", Level.BAD)
    return Check(label, f"{name}, jusqu'au {day}", Level.GOOD if end > now() + _WARNED else Level.WATCHED)
