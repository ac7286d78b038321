"""A key of a stick, in software: it makes passkeys and signs with them as a browser hands them over."""

from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG


@dataclass
class Authenticator:
    """A key touched on the site of this address; `verifies` when it asks for a code or a finger too."""

    origin: str = "http://localhost:8000"
    domain: str = "localhost"
    verifies: bool = True
    name: bytes = b"key-of-somebody-"
    signed: int = 0
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to « make a passkey »."""
        made = self.public_half()
        data = AuthenticatorData.create(sha256(self.domain.encode()), self._flags | FLAG.AT, self.signed, made)
        client = self._client("webauthn.create", options)
        return self._answer(client, attestationObject=websafe_encode(bytes(AttestationObject.create("none", data, {}))))

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to « sign this »."""
        self.signed += 1
        data = AuthenticatorData.create(sha256(self.domain.encode()), self._flags, self.signed)
        client = self._client("webauthn.get", options)
        signature = self.key.sign(bytes(data) + client.hash, ec.ECDSA(SHA256()))
        return self._answer(
            client, authenticatorData=websafe_encode(bytes(data)), signature=websafe_encode(signature), userHandle=None
        )

    def public_half(self) -> AttestedCredentialData:
        """What a site keeps of the passkey."""
        return AttestedCredentialData.create(Aaguid.NONE, self.name, ES256.from_cryptography_key(self.key.public_key()))

    @property
    def _flags(self) -> Any:
        return FLAG.UP | FLAG.UV if self.verifies else FLAG.UP

    def _client(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        challenge = websafe_decode(options["publicKey"]["challenge"])
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, client: CollectedClientData, **response: Any) -> dict[str, Any]:
        return {
            "id": websafe_encode(self.name),
            "rawId": websafe_encode(self.name),
            "type": "public-key",
            "response": {"clientDataJSON": websafe_encode(bytes(client)), **response},
            "clientExtensionResults": {},
        }
