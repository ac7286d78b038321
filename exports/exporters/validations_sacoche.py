"""The validations of the socle, for the SACoche of another school: `import-sacoche_….zip`."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from accounts.models import Account
from documents.makers import Asked, Made, Making, NothingToMake, makers
from documents.models import GeneratedFile
from exports.choosing import PupilsForm
from exports.queries import exportable_pupils, validation_records
from exports.registry import VALIDATIONS
from sacoche.kit.text import count
from socle.exchange import PupilRecord, write_archive


class ValidationsForSacoche:
    """Positive and negative decisions of all the paliers; school, time and a random number name the file."""

    code = "sacoche"
    family = VALIDATIONS
    label = "à destination de SACoche"
    right = "exports.exchange_validations"
    content_type = "application/zip"
    part = "exports/export_part.html"
    # Pupils: a second or two of a page.
    at_once = 300

    def form(self, data: Any = None) -> PupilsForm:
        return PupilsForm(data)

    def title(self, asked: Asked) -> str:
        return f"Fichier de validations de {count(self.weight(asked), 'élève', 'élèves')}"

    def weight(self, asked: Asked) -> int:
        return len(asked["pupils"])

    def make(self, asked: Asked, making: Making) -> Made:
        """Write the decisions of these pupils; those who have left meanwhile are not in it. Raises NothingToMake."""
        pupils = list(exportable_pupils().filter(pk__in=asked["pupils"]))
        totals = write_archive(making.stream, _followed(pupils, making), at=making.at)
        if not totals.pupils:
            raise NothingToMake("Aucune validation n'a été enregistrée pour ces élèves : il n'y a rien à exporter.")
        told = {
            "piliers": totals.piliers,
            "items": totals.items,
            "pupils": totals.pupils,
            # Pupils asked for who are not in the file, for want of a decision.
            "silent": len(pupils) - totals.pupils,
            "without_sconet": sum(not pupil.sconet_id for pupil in pupils),
        }
        at = f"{making.at:%Y-%m-%d_%H-%M-%S}"
        name = f"import-sacoche_{making.school.number}_{at}_{secrets.randbelow(2**31)}.zip"
        return Made(name, "exports.generate", told, {"pupils": totals.pupils})

    def page(self, file: GeneratedFile) -> str:
        return reverse("exports:generated", args=[file.token])


def _followed(pupils: Sequence[Account], making: Making) -> Iterator[PupilRecord]:
    for done, record in enumerate(validation_records(pupils)):
        making.progress(done, len(pupils))
        yield record


makers.register(ValidationsForSacoche())
