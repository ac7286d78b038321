"""The validations of the socle, for the SACoche of another school: `import-sacoche_….zip`."""

import secrets
from collections.abc import Sequence
from functools import partial

from accounts.models import Account
from documents.makers import Asked, Made, Making, NothingToMake, makers
from exports.making import ValidationsMaker, followed, pupils_asked, unguessed
from exports.passwords import keep_password
from sacoche.kit.files.sealed_zip import new_password
from socle.exchange import Totals, write_archive, write_sealed


class ValidationsForSacoche(ValidationsMaker):
    """Positive and negative decisions of all the paliers; school, time and a random number name the file."""

    code = "sacoche"
    label = "à destination de SACoche"
    content_type = "application/zip"

    def is_offered(self) -> bool:
        """To every school."""
        return True

    def make(self, asked: Asked, making: Making) -> Made:
        """Write the decisions of these pupils; those who have left meanwhile are not in it. Raises NothingToMake."""
        pupils = pupils_asked(asked)
        # A work asked for before there were passwords says nothing of them.
        sealed, password = (secrets.token_hex(16), new_password()) if asked.get("is_sealed") else ("", "")
        totals = _write(pupils, making, password)
        if not totals.pupils:
            raise NothingToMake("Aucune validation n'a été enregistrée pour ces élèves : il n'y a rien à exporter.")
        told = {
            "piliers": totals.piliers,
            "items": totals.items,
            "pupils": totals.pupils,
            # Pupils asked for who are not in the file, for want of a decision.
            "silent": len(pupils) - totals.pupils,
            "without_sconet": sum(not pupil.sconet_id for pupil in pupils),
            # What its password is kept under, until it is shown.
            "sealed": sealed,
        }
        name = f"import-sacoche_{making.school.number}_{making.at:%Y-%m-%d_%H-%M-%S}_{unguessed()}.zip"
        kept = partial(keep_password, making.owner, sealed, password)
        return Made(name, "exports.generate", told, {"pupils": totals.pupils}, also=kept)


def _write(pupils: Sequence[Account], making: Making, password: str) -> Totals:
    records = followed(pupils, making)
    if password:
        return write_sealed(making.stream, records, at=making.at, password=password)
    return write_archive(making.stream, records, at=making.at)


makers.register(ValidationsForSacoche())
