"""One small registry for everything that is added by adding a file: sources, steps, exporters, rights, verbs."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Coded(Protocol):
    """Anything that has a stable code, unique in its registry."""

    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=Coded)


class UnknownCode(KeyError):
    """Nothing is registered under this code."""


class Registry(Generic[T]):
    """Things by code, in the order of their registration."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._things: dict[str, T] = {}

    def register(self, thing: T) -> T:
        """Add `thing`; registering its code twice is a programming error. Usable as a decorator."""
        known = self._things.setdefault(thing.code, thing)
        if known is not thing:
            raise ValueError(f"{self.name}: « {thing.code} » is registered twice")
        return thing

    def get(self, code: str) -> T:
        """The thing of that code; raises UnknownCode."""
        try:
            return self._things[code]
        except KeyError:
            raise UnknownCode(f"{self.name}: « {code} » is not registered") from None

    def discover(self, package: str) -> None:
        """Import every module of `package`, so that each registers what it holds."""
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            importlib.import_module(f"{package}.{module.name}")

    def __iter__(self) -> Iterator[T]:
        return iter(self._things.values())

    def __contains__(self, code: object) -> bool:
        return code in self._things

    def __len__(self) -> int:
        return len(self._things)


def declare(application: str, name: str) -> None:
    """Import the module of that name of every room of an application that has one: it declares what it holds."""
    for room in pkgutil.iter_modules(importlib.import_module(application).__path__):
        module = f"{application}.{room.name}.{name}"
        if room.ispkg and importlib.util.find_spec(module):
            importlib.import_module(module)
