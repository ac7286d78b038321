"""Addresses that leave the server: in e-mails, on paper."""

from urllib.parse import urljoin

from django.conf import settings


def absolute_url(path: str) -> str:
    """The whole address of a path of ours, on the PUBLIC_URL of the server, whatever host a request names."""
    return urljoin(settings.PUBLIC_URL, path)
