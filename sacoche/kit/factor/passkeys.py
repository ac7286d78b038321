"""Passkeys (WebAuthn): a key of a computer, of a telephone or of a stick, which signs for one site alone.

Options go to the browser as JSON, answers come back as JSON (`PublicKeyCredential.toJSON`), bytes in base64url. What is
begun has a state, kept in the session of whoever began it until he answers, once.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

# How long somebody has to touch his key, in seconds.
LIFE_SECONDS = 300


class PasskeyRefused(Exception):
    """A passkey, or what a browser says of one, that opens nothing; the argument is the sentence to show."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class OfAnotherDomain(PasskeyRefused):
    """The browser has signed for another site than this one."""


@dataclass(frozen=True)
class Site:
    """What passkeys are bound to: the domain, and the address that browsers show (scheme, host and port)."""

    domain: str
    origin: str
    name: str

    @property
    def takes_passkeys(self) -> bool:
        """Whether browsers make passkeys there: a name (never a number), over https or on this very machine."""
        is_safe = self.origin.startswith("https:") or self.domain == "localhost"
        return is_safe and not _is_number(self.domain)


@dataclass(frozen=True)
class Owner:
    """Whose passkey it will be: a number of the server, and what the browser shows him to choose by."""

    handle: str
    login: str
    name: str


@dataclass(frozen=True)
class Passkey:
    """What is kept of a passkey: its public half (bytes, nothing secret) and how many times it has signed."""

    data: bytes
    sign_count: int = 0

    @property
    def code(self) -> str:
        """What names it, in base64url."""
        return websafe_encode(AttestedCredentialData(self.data).credential_id)


@dataclass(frozen=True)
class Proof:
    """A passkey that has signed. `is_verified`: it has asked for a finger, a face or a code, and is proof enough."""

    code: str
    sign_count: int
    is_verified: bool


def site_of(public_url: str, *, name: str) -> Site:
    """The site of this address."""
    parts = urlsplit(public_url)
    return Site(domain=parts.hostname or "", origin=f"{parts.scheme}://{parts.netloc}", name=name)


def begin_registration(
    site: Site, owner: Owner, known: Iterable[Passkey], *, at: float
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is asked to make a passkey with, and the state to keep. A key that is `known` is not taken
    twice.
    """
    user = PublicKeyCredentialUserEntity(id=owner.handle.encode(), name=owner.login, display_name=owner.name)
    options, state = _server(site).register_begin(
        user,
        _data_of(known),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), {**state, "at": at}


def finish_registration(site: Site, state: Mapping[str, Any] | None, answer: Any, *, at: float) -> Passkey:
    """The passkey that was made. Raises PasskeyRefused, OfAnotherDomain."""
    begun = _still_open(state, at)
    with _said_in_words():
        response = RegistrationResponse.from_dict(answer)
        _check_origin(site, response.response.client_data.origin)
        made = _server(site).register_complete(begun, response)
    assert made.credential_data is not None
    return Passkey(bytes(made.credential_data), made.counter)


def begin_proof(site: Site, known: Iterable[Passkey], *, at: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is asked to sign, with one of these passkeys, and the state to keep."""
    options, state = _server(site).authenticate_begin(
        _data_of(known), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options), {**state, "at": at}


def finish_proof(
    site: Site, state: Mapping[str, Any] | None, known: Iterable[Passkey], answer: Any, *, at: float
) -> Proof:
    """Which passkey has signed; its count is to be kept. Raises PasskeyRefused, OfAnotherDomain."""
    begun, passkeys = _still_open(state, at), {each.code: each for each in known}
    with _said_in_words():
        response = AuthenticationResponse.from_dict(answer)
        _check_origin(site, response.response.client_data.origin)
        if websafe_encode(response.raw_id) not in passkeys:
            raise PasskeyRefused("Cette clé d'accès n'est pas enregistrée pour ce compte : prenez-en une autre.")
        signed = _server(site).authenticate_complete(begun, _data_of(passkeys.values()), response)
    said = response.response.authenticator_data
    before = passkeys[websafe_encode(signed.credential_id)]
    if said.counter and said.counter <= before.sign_count:
        raise PasskeyRefused("Cette clé d'accès a peut-être été copiée : supprimez-la, puis ajoutez-la de nouveau.")
    return Proof(before.code, said.counter, bool(said.is_user_verified()))


def _server(site: Site) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(id=site.domain, name=site.name)
    return Fido2Server(party, verify_origin=lambda origin: origin == site.origin)


def _data_of(passkeys: Iterable[Passkey]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(each.data) for each in passkeys]


def _still_open(state: Mapping[str, Any] | None, at: float) -> dict[str, Any]:
    if not state or not 0 <= at - state["at"] <= LIFE_SECONDS:
        raise PasskeyRefused("La demande a expiré, ou a déjà reçu sa réponse : recommencez.")
    return dict(state)


def _check_origin(site: Site, origin: str) -> None:
    if origin != site.origin:
        host = urlsplit(origin).netloc or "un autre site"
        here = urlsplit(site.origin).netloc
        raise OfAnotherDomain(
            f"Cette clé d'accès a répondu pour « {host} », et ce serveur est « {here} » : elle n'ouvre rien ici. "
            f"Ouvrez SACoche par l'adresse {site.origin}, puis recommencez."
        )


@contextmanager
def _said_in_words() -> Iterator[None]:
    """Whatever a browser sends, and a program may send anything, is refused in French."""
    try:
        yield
    except PasskeyRefused:
        raise
    except Exception as error:
        # The library names what it could not read or verify; nobody but a developer of browsers would understand it.
        raise PasskeyRefused("La réponse de la clé d'accès n'est pas valable : recommencez.") from error


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
