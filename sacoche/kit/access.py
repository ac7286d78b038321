"""Who may do what: rights are declared by the apps, marks are put on views, the middleware enforces them.

A view carries exactly one of `@requires("code")` and `@public`; one that carries neither is refused to everybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sacoche.kit.registry import Registry

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Right:
    """Something that some profiles may do. `profiles` are the defaults, as three-letter codes (ADM, DIR, ENS…)."""

    code: str
    label: str
    profiles: frozenset[str]


class HasProfile(Protocol):
    profile: Any


rights: Registry[Right] = Registry("rights")


def requires(code: str) -> Callable[[View], View]:
    """Mark a view as open to the accounts that have the right `code`."""

    def mark(view: View) -> View:
        view.right_code = code  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to anybody, signed in or not."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def may(account: HasProfile, code: str) -> bool:
    """Whether this account has the right `code`; raises UnknownCode when no app declares it."""
    return str(account.profile) in rights.get(code).profiles
