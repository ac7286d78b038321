"""One registry of what can be made for somebody as a file: each maker says who may, what it asks, how far it is."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from django import forms

from accounts.models import Account
from documents.models import GeneratedFile
from sacoche.kit.registry import Registry
from schools.models import School

# What a maker is asked, as its form says it: JSON, since a worker may read it tomorrow.
Asked = Mapping[str, Any]


class NothingToMake(Exception):
    """There would be nothing in the file, or what was asked for is gone; the argument is the sentence to show."""


@dataclass(frozen=True)
class Making:
    """A file being made: for whom, when (local time), where its bytes go, and whom to tell how far it is.

    `progress(done, total)` may raise to stop the making: nothing is then kept.
    """

    school: School
    # None for a command of the server.
    owner: Account | None
    at: datetime.datetime
    stream: BinaryIO
    progress: Callable[[int, int], None]


def _nothing() -> None:
    """Most files come alone."""


@dataclass(frozen=True)
class Made:
    """What was written: the name of the file, what its page tells of it, what the journal says."""

    name: str
    verb: str
    told: Mapping[str, Any] = field(default_factory=dict)
    journal: Mapping[str, Any] = field(default_factory=dict)
    # What is written with the file, in the transaction that keeps it, and what takes back what was put aside for it
    # when the file is not kept. `also` may raise NothingToMake: nothing is then kept.
    also: Callable[[], None] = _nothing
    undo: Callable[[], None] = _nothing


class MakerForm(forms.Form):
    """The fields of a maker, and what was asked by them as JSON."""

    def asked(self) -> Asked:
        """What `make` is given, once the form is valid."""
        return dict(self.cleaned_data)


class Maker(Protocol):
    """A file that can be made. `family` is the page that offers it, `label` ends its sentence there.

    `form` makes its fields, given what was sent; `part` is the template that shows them.
    """

    code: str
    family: str
    label: str
    right: str
    content_type: str
    part: str

    def form(self, data: Any = None) -> MakerForm: ...

    def title(self, asked: Asked) -> str:
        """What the work is called while it goes on: « Fichier de validations de 620 élèves »."""
        ...

    def weight(self, asked: Asked) -> int:
        """How many things it goes through; more than `at_once` of them is work for a worker."""
        ...

    at_once: int

    def make(self, asked: Asked, making: Making) -> Made:
        """Write the file to `making.stream`. Raises NothingToMake."""
        ...

    def page(self, file: GeneratedFile) -> str:
        """The address of the page that says what the file holds and gives it."""
        ...


makers: Registry[Maker] = Registry("makers")


def makers_of(family: str) -> list[Maker]:
    """The makers that a page offers, in the order of their registration."""
    return [maker for maker in makers if maker.family == family]
