"""What a password must be: long enough for what it opens, and none of those that everybody tries.

The lengths follow the recommendation of the CNIL of 2022 on passwords: 12 characters for staff, who open the data of
others; 8 for pupils and guardians, whose sign-in is slowed after a few failures. Nobody is made to change at dates.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from accounts.enums import STAFF
from sacoche.kit.text import unaccent

STAFF_LENGTH, FAMILY_LENGTH = 12, 8
_WORDS_FILE = Path(__file__).parent / "data" / "mots-de-passe.txt"
# A sentence is made of words that everybody knows; what is guessed first is made of two at most.
_WORDS_OF_A_SENTENCE = 3
# « et », « mon », « de » join two words and add nothing to guess.
_LETTERS_OF_A_JOINT = 3
# What stands for a letter inside a word.
_DISGUISES = str.maketrans("01345780@$€!", "oleastboasei")
_DISTINCT_SIGNS = 4
_EVERYDAY_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz")


def shortest_password(profile: str) -> int:
    """How many characters the password of somebody of that profile has at least."""
    return STAFF_LENGTH if profile in STAFF else FAMILY_LENGTH


class LengthOfProfile:
    """The validator of AUTH_PASSWORD_VALIDATORS; without a user, what is required of everybody."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for a password that is too short for the profile of `user`."""
        shortest = shortest_password(user.profile) if user else FAMILY_LENGTH
        if len(password) < shortest:
            raise ValidationError(
                f"Ce mot de passe est trop court : il lui faut au moins {shortest} caractères.",
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return f"{STAFF_LENGTH} caractères au moins pour un personnel, {FAMILY_LENGTH} pour un élève ou un responsable."


class NotGuessedFirst:
    """The validator of AUTH_PASSWORD_VALIDATORS for what is tried first in French schools: a common word or a first
    name, or two, with a year, a number or signs around; the name of the school; the same signs again and again.

    Django's own list is of English-speaking sites.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError, with what to do instead."""
        if repeats(password) or is_made_of_common_words(password, also=_words_of_school(user)):
            raise ValidationError(
                "Ce mot de passe est de ceux que l'on essaie d'abord (mots courants, prénoms, années, nom de "
                "l'établissement, signes répétés). Choisissez plutôt quatre mots sans rapport entre eux.",
                code="password_guessed_first",
            )

    def get_help_text(self) -> str:
        return "Ni un mot courant, ni un prénom, même suivis d'une année ; ni des signes répétés."


def repeats(password: str) -> bool:
    """Whether it is a few signs again and again (« aaaaaaaa », « abcabcabcabc ») or a run of them (« 12345678 »)."""
    plain = unaccent(password)
    if len(set(plain)) < _DISTINCT_SIGNS or any(plain in run for run in _EVERYDAY_RUNS):
        return True
    return re.fullmatch(r"(.{1,6}?)\1{2,}.{0,5}", plain) is not None


def is_made_of_common_words(password: str, *, also: frozenset[str] = frozenset()) -> bool:
    """Whether its letters are one common word or two, once or many times, whatever digits and signs are around them.

    `also`: more words, in lower case without accents.
    """
    plain = unaccent(password)
    undisguised = re.sub(r"[\W\d_]+$", "", plain).translate(_DISGUISES)
    return any(_is_common(spelling, common_words() | also) for spelling in (plain, undisguised))


def _is_common(spelling: str, words: frozenset[str]) -> bool:
    runs = re.findall(r"[a-z]+", spelling)
    if not runs:
        return False
    cuts = [_fewest_words(run, words) for run in runs]
    if any(cut is None for cut in cuts):
        return False
    return _weight(frozenset(word for cut in cuts for word in cut or ())) < _WORDS_OF_A_SENTENCE


def _weight(words: frozenset[str]) -> int:
    return sum(len(word) > _LETTERS_OF_A_JOINT for word in words)


def _fewest_words(letters: str, words: frozenset[str]) -> frozenset[str] | None:
    """The fewest distinct words that spell these letters, one after the other; None when none do."""
    best: list[frozenset[str] | None] = [frozenset()]
    for end in range(1, len(letters) + 1):
        cuts = [before | {word} for before, word in _last_words(letters, end, words, best)]
        best.append(min(cuts, key=_weight, default=None))
    return best[-1]


def _last_words(
    letters: str, end: int, words: frozenset[str], best: list[frozenset[str] | None]
) -> Iterator[tuple[frozenset[str], str]]:
    for start in range(end):
        before = best[start]
        if before is not None and letters[start:end] in words:
            yield before, letters[start:end]


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The words of the packaged list."""
    lines = _WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _words_of_school(user: Any) -> frozenset[str]:
    """The words of the name and of the town of the user's school, which everybody there knows."""
    school = getattr(user, "school", None)
    if school is None:
        return frozenset()
    return frozenset(word for word in re.findall(r"[a-z]+", unaccent(f"{school.name} {school.town}")) if len(word) > 2)
