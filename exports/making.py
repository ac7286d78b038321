"""What the makers of files of validations have in common: whose they are asked for, and how far they are."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from accounts.models import Account
from documents.makers import Asked, Making
from documents.models import GeneratedFile
from exports.choosing import PupilsForm
from exports.queries import exportable_pupils, validation_records
from exports.registry import VALIDATIONS
from sacoche.kit.text import count
from socle.exchange import PupilRecord


class ValidationsMaker:
    """A file of the validations of some pupils; each says its name, its sentence, and what it writes."""

    family = VALIDATIONS
    right = "exports.exchange_validations"
    part = "exports/export_part.html"
    # Pupils: a second or two of a page.
    at_once = 300

    def form(self, data: Any = None) -> PupilsForm:
        """Whose validations."""
        return PupilsForm(data)

    def title(self, asked: Asked) -> str:
        """What the work is called while it goes on."""
        return f"Fichier de validations de {count(self.weight(asked), 'élève', 'élèves')}"

    def weight(self, asked: Asked) -> int:
        """How many pupils are asked for."""
        return len(asked["pupils"])

    def page(self, file: GeneratedFile) -> str:
        """Where it is said what the file holds."""
        return reverse("exports:generated", args=[file.token])


def pupils_asked(asked: Asked) -> list[Account]:
    """Those who were asked for and have not left meanwhile."""
    return list(exportable_pupils().filter(pk__in=asked["pupils"]))


def followed(pupils: Sequence[Account], making: Making) -> Iterator[PupilRecord]:
    """The decisions of these pupils, whoever waits being told how far it is."""
    for done, record in enumerate(validation_records(pupils)):
        making.progress(done, len(pupils))
        yield record


def unguessed() -> int:
    """The number at random that ends the name of a file."""
    return secrets.randbelow(2**31)
