"""The validations of the socle as the ministry's LPC read them until 2016: `import-lpc-….xml`, unsigned."""

from documents.makers import Asked, Made, Making, NothingToMake, makers
from exports.making import ValidationsMaker, followed, pupils_asked, unguessed
from socle.exchange import write_lpc
from socle.help_settings import socle_settings

_NO_UAI = (
    "L'établissement n'a pas d'UAI, que ce fichier doit porter : un administrateur l'écrit dans « Identité de "
    "l'établissement »."
)
_NO_SCONET = "Aucun de ces élèves n'a d'identifiant Sconet : LPC ne reconnaît un élève qu'à ce numéro."
_NOTHING = "Aucun de ces élèves n'a de validation positive et d'identifiant Sconet : il n'y a rien à exporter."


class ValidationsForLpc(ValidationsMaker):
    """What is validated for the pupils who have a Sconet number; only a school that asked for it makes one."""

    code = "lpc"
    label = "à destination de Sconet-LPC"
    content_type = "application/xml"

    def is_offered(self) -> bool:
        """To the schools that chose it, by « Paliers du socle »."""
        return socle_settings().offers_lpc

    def make(self, asked: Asked, making: Making) -> Made:
        """Write what is validated for these pupils. Raises NothingToMake."""
        if not making.school.uai:
            raise NothingToMake(_NO_UAI)
        pupils = pupils_asked(asked)
        known = [pupil for pupil in pupils if pupil.sconet_id]
        if not known:
            raise NothingToMake(_NO_SCONET)
        totals = write_lpc(making.stream, followed(known, making), uai=making.school.uai)
        if not totals.pupils:
            raise NothingToMake(_NOTHING)
        told = {
            "piliers": totals.piliers,
            "items": totals.items,
            "pupils": totals.pupils,
            "silent": len(known) - totals.pupils,
            "without_sconet": len(pupils) - len(known),
        }
        name = f"import-lpc-{int(making.at.timestamp())}_{making.school.number}_{unguessed()}.xml"
        return Made(name, "exports.generate", told, {"pupils": totals.pupils})


makers.register(ValidationsForLpc())
