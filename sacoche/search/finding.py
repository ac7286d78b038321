"""What somebody typed in the header, and what answers to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Account
from sacoche.help.pages import pages_for
from sacoche.kit.text import unaccent
from sacoche.menus import entries_of
from sacoche.search.hits import MOST_HITS, Group, Hit, holds_all
from sacoche.search.people import classes_found, people_found

FEWEST_LETTERS, MOST_LETTERS = 2, 100
_SHORT = "Deux lettres au moins : le début d'un nom, d'une classe, d'un menu."
_LONG = f"{MOST_LETTERS} caractères au plus : un nom ou deux mots suffisent."


@dataclass(frozen=True)
class Found:
    """What was typed, what answers, and what to do when nothing was looked for (`advice`)."""

    typed: str
    groups: Sequence[Group] = ()
    advice: str = ""

    @property
    def total(self) -> int:
        return sum(len(group.hits) for group in self.groups)


def find(account: Account, typed: str) -> Found:
    """Everything of which the name holds every word of `typed`, and that this account may open."""
    typed = " ".join(typed.replace("\x00", " ").split())
    if len(typed) > MOST_LETTERS:
        return Found(typed[:MOST_LETTERS], advice=_LONG)
    words = words_of(typed)
    if max(map(len, words), default=0) < FEWEST_LETTERS:
        return Found(typed, advice=_SHORT if typed else "")
    return Found(typed, [group for group in _groups(account, words) if group.hits])


def words_of(typed: str) -> list[str]:
    """The words as names are kept: without accents, case nor punctuation."""
    return "".join(letter if letter.isalnum() else " " for letter in unaccent(typed)).split()


def _groups(account: Account, words: Sequence[str]) -> Iterator[Group]:
    yield from people_found(account, words)
    yield classes_found(account, words)
    yield Group("Pages", _pages(account, words))
    yield Group("Aide", _help(account, words))


def _pages(account: Account, words: Sequence[str]) -> list[Hit]:
    """The entries of the menus; those whose own label holds a word come before those of a menu that does."""
    found = [path for path in entries_of(account) if holds_all(_plain(" ".join(path.words)), words)]
    found.sort(key=lambda path: not holds_all(_plain(path.words[-1]), words))
    return [Hit(path.words[-1], path.address, " › ".join(path.words[:-1])) for path in found[:MOST_HITS]]


def _help(account: Account, words: Sequence[str]) -> list[Hit]:
    """The pages of help that tell of these words in their title or in what people say instead."""
    pages = [page for page in pages_for(account.profile) if holds_all(_plain(f"{page.title} {page.words}"), words)]
    return [Hit(page.title, reverse("help_page", args=[page.slug])) for page in pages[:MOST_HITS]]


def _plain(text: str) -> str:
    return " ".join(words_of(text))
