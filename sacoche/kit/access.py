"""Who may do what: rights are declared by the apps, marks are put on views, the middleware enforces them.

A view carries exactly one of `@requires("code")`, `@public` and `@operators`; one that carries none is refused to
everybody.
A right may be left to the schools (`adjustable`): what each one decided is read through a function that accounts plugs
in. `may` is the only place where a right is settled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sacoche.kit.registry import Registry

View = TypeVar("View", bound=Callable[..., Any])
_REFUSED = "Cette page est réservée à d'autres profils."
_ASK = "Si elle devrait vous être ouverte, demandez-le à un administrateur."
_ASK_AS_A_PUPIL = "Si tu devrais pouvoir l'ouvrir, demande à ton enseignant."


class HasProfile(Protocol):
    profile: Any


@dataclass(frozen=True)
class Grant:
    """To whom a right is given: three-letter codes of profiles (ADM, DIR, ENS…), and codes of restrictions."""

    profiles: frozenset[str]
    restrictions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Restriction:
    """What a school may add to a right: among these profiles, it is left to the accounts that `is_met` accepts.

    `refusal` is the French sentence for the others.
    """

    code: str
    label: str
    profiles: frozenset[str]
    is_met: Callable[[Any], bool]
    refusal: str


@dataclass(frozen=True)
class Right:
    """Something that some profiles may do; `profiles` are the defaults.

    A school may give it to the `adjustable` profiles or take it from them, and put on it the `restrictions` named here;
    those of `restricted` are on it until the school lifts them.
    """

    code: str
    label: str
    profiles: frozenset[str]
    adjustable: frozenset[str] = frozenset()
    restrictions: tuple[str, ...] = ()
    restricted: tuple[str, ...] = ()

    @property
    def default(self) -> Grant:
        return Grant(self.profiles, frozenset(self.restricted))


Decide = Callable[[Any, Right], Grant]
Tell = Callable[[Any, Right], str]

rights: Registry[Right] = Registry("rights")
restrictions: Registry[Restriction] = Registry("restrictions")
_decide: Decide = lambda account, right: right.default  # noqa: E731
_tell: Tell = lambda account, right: ", ".join(sorted(right.profiles))  # noqa: E731


def plug_decisions(decide: Decide, tell: Tell) -> None:
    """Give the functions that say what the school of an account decided of an adjustable right: as data, in words."""
    global _decide, _tell
    _decide, _tell = decide, tell


Ask = Callable[[Any], Any]
_ask_who: Ask = lambda request: None  # noqa: E731


def plug_proof(ask: Ask) -> None:
    """Give the function that answers a request by the page « C'est bien vous ? », or None when that was proved."""
    global _ask_who
    _ask_who = ask


def ask_who_is_there(request: Any) -> Any:
    """The page that asks who is there; None when it was proved, and the page that was asked for may answer.

    For a view that knows only once it has read the form whether it must ask; the others are marked, see
    `asks_who_is_there`.
    """
    return _ask_who(request)


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


def operators(view: View) -> View:
    """Mark a view as one of the console: open to the operators of the server, and to no account of a school."""
    view.is_of_operators = True  # type: ignore[attr-defined]
    return view


def takes_up_to(most: Callable[[], int]) -> Callable[[View], View]:
    """Mark a view as one that takes from somebody signed in a heavier file than any other page, of `most` bytes."""

    def mark(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


def asks_who_is_there(*methods: str) -> Callable[[View], View]:
    """Mark a view as one that asks again who is there before it answers these methods (POST), when that was not proved
    lately: whoever finds a session left open must not take accounts.
    """

    def mark(view: View) -> View:
        view.proved_methods = frozenset(methods or ("POST",))  # type: ignore[attr-defined]
        return view

    return mark


def may(account: HasProfile, code: str) -> bool:
    """Whether this account has the right `code`; raises UnknownCode when no app declares it."""
    granted = _granted(account, rights.get(code))
    return str(account.profile) in granted.profiles and all(
        each.is_met(account) for each in _in_force(account, granted)
    )


def refusal(account: HasProfile, code: str) -> str:
    """Why this account has not the right `code`, in French; empty when it has. Raises UnknownCode."""
    right = rights.get(code)
    granted = _granted(account, right)
    if str(account.profile) not in granted.profiles:
        who = authorised(account, code) if right.adjustable else ""
        ask = _ASK_AS_A_PUPIL if account.profile == "ELV" else _ASK
        return " ".join(filter(None, (_REFUSED, who, ask)))
    unmet = [each for each in _in_force(account, granted) if not each.is_met(account)]
    return unmet[0].refusal if unmet else ""


def authorised(account: HasProfile, code: str) -> str:
    """To whom the school of this account gives a right, in words."""
    return f"Profils autorisés : {_tell(account, rights.get(code))}."


def restrictions_on(account: HasProfile, code: str) -> frozenset[str]:
    """The codes of the restrictions that the school put on this right and that concern this account."""
    granted = _granted(account, rights.get(code))
    return frozenset(each.code for each in _in_force(account, granted))


def _granted(account: HasProfile, right: Right) -> Grant:
    return _decide(account, right) if right.adjustable else right.default


def _in_force(account: HasProfile, granted: Grant) -> list[Restriction]:
    found = [restrictions.get(code) for code in sorted(granted.restrictions)]
    return [each for each in found if str(account.profile) in each.profiles]
