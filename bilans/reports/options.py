"""What is asked of a report in words, « matiere=MATHS du=2026-09-01 », read and checked."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

PERIOD = ("periode", "du", "au", "retroactif")
YES, NO = "oui", "non"
_LARGEST = 2**63
_FIRST_YEAR, _LAST_YEAR = 1990, 2100

T = TypeVar("T")


class WrongOption(ValueError):
    """An option that is not taken, or that means nothing; the argument is the sentence to show."""


def _whole(text: str) -> int:
    """A number that a key of the database can be; ValueError for another."""
    number = int(text)
    if not -_LARGEST <= number < _LARGEST:
        raise ValueError(text)
    return number


def _wholes(text: str) -> list[int]:
    return [_whole(part) for part in text.split(",")]


def _school_day(text: str) -> datetime.date:
    """A day when somebody may have been evaluated; ValueError for another."""
    day = datetime.date.fromisoformat(text)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(text)
    return day


class Options:
    """Options by name; reading one checks it."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given

    def text(self, name: str) -> str:
        """An option, empty when it was not given."""
        # A NUL is no character of a text for PostgreSQL.
        return self._given.get(name, "").replace("\x00", "").strip()

    def wanted(self, name: str, what: str) -> str:
        """An option that the report needs; `what` says of what, « une matière »."""
        if not self.text(name):
            raise WrongOption(f"Ce document porte sur {what} : ajoutez « {name}=… ».")
        return self.text(name)

    def listed(self, name: str) -> list[str]:
        """« MATHS,FRANC »: what commas part."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def among(self, name: str, choices: Mapping[str, T], default: str) -> T:
        """The choice that the option names."""
        said = self.text(name) or default
        if said not in choices:
            raise WrongOption(f"« {name}={said} » n'est pas un choix : {', '.join(choices)}.")
        return choices[said]

    def is_yes(self, name: str) -> bool:
        return self.among(name, {YES: True, NO: False}, NO)

    def day(self, name: str) -> datetime.date | None:
        """A date, « 2026-09-01 »."""
        return self._read(name, _school_day, "s'écrit année-mois-jour, par exemple 2026-09-01")

    def number(self, name: str) -> int | None:
        return self._read(name, _whole, "est un nombre")

    def between(self, name: str, low: int, high: int, rule: str) -> int:
        """A number of a range, the lowest when it was not given; `rule` is the sentence that refuses another."""
        number = self.number(name) if self.text(name) else low
        if number is None or not low <= number <= high:
            raise WrongOption(rule)
        return number

    def numbers(self, name: str) -> list[int]:
        """« 12,13 »."""
        return (
            self._read(name, lambda text: [_whole(part) for part in text.split(",")], "est une liste de nombres") or []
        )

    def _read(self, name: str, read: Callable[[str], T], rule: str) -> T | None:
        if not self.text(name):
            return None
        try:
            return read(self.text(name))
        except ValueError as error:
            raise WrongOption(f"« {name}={self.text(name)} » : {name} {rule}.") from error


def options_from(words: Iterable[str], taken: Collection[str]) -> Options:
    """The options that words say, « matiere=MATHS »; WrongOption for one that the report does not take."""
    given = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise WrongOption(f"« {word} » n'est pas une option : écrivez « nom=valeur ».")
        if name not in taken:
            raise WrongOption(f"Ce document ne prend pas l'option « {name} », mais : {', '.join(taken)}.")
        given[name] = value
    return Options(given)
