"""Browsers that have already opened an account: a stranger who guesses elsewhere must not keep its owner out.

The mechanism is that of OWASP's « device cookies »: a good sign-in leaves in the browser a signed cookie bound to the
login. With it, the failures of others no longer count; those of this browser have their own counter. It opens nothing.
"""

import secrets
from collections.abc import Mapping

from django.core import signing

LIFE_SECONDS = 180 * 24 * 3600
_SALT = "accounts.device"
# Those who share a computer; the one who signed in the longest ago is forgotten.
_MOST_OWNERS = 10

# For each owner (`owner_key`), what names this browser among all those of that owner.
Devices = Mapping[str, str]


def read_devices(cookie: str) -> dict[str, str]:
    """The owners that the cookie of a browser names; none when it is absent, forged or too old."""
    try:
        return {str(owner): str(name) for owner, name in signing.loads(cookie, salt=_SALT, max_age=LIFE_SECONDS)}
    except (signing.BadSignature, TypeError, ValueError):
        return {}


def name_for(devices: Devices, *, owner: str) -> str:
    """What names this browser for an owner: as before, or anew."""
    return devices.get(owner) or secrets.token_urlsafe(9)


def write_devices(devices: Devices, *, owner: str, name: str) -> str:
    """The cookie of a browser, of this name, where this owner has just proved who he is."""
    others = [(each, kept) for each, kept in devices.items() if each != owner][-(_MOST_OWNERS - 1) :]
    return signing.dumps([*others, (owner, name)], salt=_SALT)
