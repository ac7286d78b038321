"""The cookie by which a browser shows that its user has already come in: read, and given."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import Account
from accounts.safety.owners import owner_of
from entrance.devices import LIFE_SECONDS, name_for, read_devices, write_devices


def devices_of(request: HttpRequest) -> dict[str, str]:
    """Those who have already come in by this browser."""
    return read_devices(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))


def remember_device(request: HttpRequest, response: HttpResponse, account: Account) -> str:
    """Whoever uses this browser has just proved that the account is his: by its password, or by its mailbox. Answers
    what names the browser for this account.
    """
    devices, owner = devices_of(request), owner_of(account)
    name = name_for(devices, owner=owner)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        write_devices(devices, owner=owner, name=name),
        max_age=LIFE_SECONDS,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return name
