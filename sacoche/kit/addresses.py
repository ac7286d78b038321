"""Addresses that leave the server: in e-mails, on paper."""

from urllib.parse import urljoin

from django.conf import settings


def sign_in_address(number: int) -> str:
    """The address that shows the sign-in form of the school of that number: what people are given to type."""
    return f"{settings.PUBLIC_URL}?base={number}"


def absolute_url(path: str) -> str:
    """The whole address of a path of ours, on the PUBLIC_URL of the server, whatever host a request names."""
    return urljoin(settings.PUBLIC_URL, path)
