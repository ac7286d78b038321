"""Every address of the product, read from the URLconf: a page added later is in the tests by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address: its name with its namespaces (`accounts:staff`), its path, its view."""

    name: str
    path: str
    view: Callable[..., Any]
    parameters: frozenset[str]

    @property
    def right(self) -> str | None:
        return getattr(self.view, "right_code", None)

    @property
    def is_of_operators(self) -> bool:
        return getattr(self.view, "is_of_operators", False)

    @property
    def is_public(self) -> bool:
        return getattr(self.view, "is_public", False)


def routes() -> list[Route]:
    """The addresses of the product, in the order of the URLconf."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = namespace + (f"{pattern.namespace}:" if pattern.namespace else "")
            yield from _walk(pattern, inner, path)
        elif isinstance(pattern, URLPattern):
            name = namespace + (pattern.name or f"(no name: {path})")
            yield Route(name, path, pattern.callback, frozenset(pattern.pattern.converters))
