"""What a room above takes out of the choices of a version of the socle: `narrow("2006", …)`. No link is touched."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sacoche.kit.registry import Registry


@dataclass(frozen=True)
class Narrowing:
    """Of a version, the school uses these entries alone: their numbers, or a query of them."""

    version: str
    numbers: Callable[[], Any]

    @property
    def code(self) -> str:
        return self.version


narrowings: Registry[Narrowing] = Registry("narrowings of the versions of the socle")


def narrow(version: str, numbers: Callable[[], Any]) -> None:
    """Register that a school uses these entries of a version alone."""
    narrowings.register(Narrowing(version, numbers))
