"""What somebody last asked of each document, and the presets that he named: his own, in his preferences."""

from typing import Any

from accounts.models import Account
from accounts.own.services import set_preference

LAST, PRESETS = "releves", "modeles_releves"
MOST_PRESETS = 20


class TooManyPresets(Exception):
    """The argument is the sentence to show."""


def last_asked(account: Account, code: str) -> str:
    """The query of the address that he last asked this document at, empty when he never did."""
    return str(account.preferences.get(LAST, {}).get(code, ""))


def remember(*, account: Account, code: str, query: str) -> None:
    """Keep what was asked of a document, for the next visit."""
    known = account.preferences.get(LAST, {})
    if known.get(code) != query:
        set_preference(account=account, name=LAST, value=known | {code: query})


def presets_of(account: Account) -> list[dict[str, str]]:
    """Each with its name, the code of its document and the query of its address."""
    found: list[dict[str, str]] = account.preferences.get(PRESETS, [])
    return found


def keep_preset(*, account: Account, name: str, code: str, query: str) -> None:
    """Keep what is asked under a name; one of that name gives way to it."""
    others = [each for each in presets_of(account) if each["name"] != name]
    if len(others) >= MOST_PRESETS:
        raise TooManyPresets(f"Vous avez déjà {MOST_PRESETS} modèles : supprimez-en un.")
    made: list[Any] = [*others, {"name": name, "code": code, "query": query}]
    set_preference(account=account, name=PRESETS, value=sorted(made, key=lambda each: each["name"]))


def drop_preset(*, account: Account, name: str) -> None:
    """Forget the preset of that name."""
    kept = [each for each in presets_of(account) if each["name"] != name]
    set_preference(account=account, name=PRESETS, value=kept)
