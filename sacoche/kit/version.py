"""Which version of the product runs here."""

import functools
import tomllib

from django.conf import settings


@functools.cache
def version() -> str:
    """« 0.2.0 », as pyproject.toml says it."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as stream:
        return str(tomllib.load(stream)["project"]["version"])
