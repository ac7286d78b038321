"""What somebody may write in a document: read once, then asked by the page and by what the page sends alike."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Account
from bilans.officiels.law import Powers, why_no_correction, why_no_rubric, why_no_synthesis
from bilans.officiels.queries.editions import powers
from bilans.officiels.queries.reading import pupils_of_edition
from bilans.officiels.queries.teaching import matieres_written_by, pupils_taught_by
from bilans.officiels.shapes import Edition

_NO_RIGHT = "Votre établissement ne vous a pas donné ce droit."
_NOT_YOURS = "Cette matière n'est pas une des vôtres."
_NOT_TAUGHT = "Cet élève n'est dans aucune de vos classes ni aucun de vos groupes."
_NOT_PRINCIPAL = "L'appréciation générale de cette classe est à son professeur principal et à la direction."


@dataclass(frozen=True)
class Writer:
    """An account before a document. Each question is answered by why not, in French; empty for yes.

    `taught` are the pupils of the class whom it has, itself or by a group; `matieres` those that are its own.
    """

    account: Account
    edition: Edition
    powers: Powers
    matieres: frozenset[int]
    pupils: frozenset[int]
    taught: frozenset[int]

    def why_not_write(self, pupil: int, matiere: int) -> str:
        """Its own text, or a mean, of a pupil in a matière; pupil 0 for the class as a whole."""
        if not self.powers.writes:
            return _NO_RIGHT
        if matiere not in self.matieres:
            return _NOT_YOURS
        if not (pupil in self.taught if pupil else self.taught):
            return _NOT_TAUGHT
        return self._shut(why_no_rubric(self.edition.status))

    def why_not_correct(self) -> str:
        """What a colleague wrote, in any matière."""
        return self._shut(why_no_correction(self.edition.status)) if self.powers.corrects else _NO_RIGHT

    def why_not_conclude(self) -> str:
        """The general appreciation."""
        if not self.powers.concludes:
            return _NOT_PRINCIPAL
        return self._shut(why_no_synthesis(self.edition.status))

    def why_not_position(self, pupil: int, matiere: int) -> str:
        """A mean: as one writes, or as one corrects."""
        refused = self.why_not_write(pupil, matiere)
        return refused and self.why_not_correct() and refused

    def _shut(self, why: str) -> str:
        return f"{self.edition.school_class.label} : {why}." if why else ""


def writer(account: Account, found: Edition, pupils: Collection[Account] | None = None, *, about: int = 0) -> Writer:
    """What an account may write in a document. Six queries at most.

    `pupils`: those of the class, when they were read; `about`: the only one of them of whom something is written.
    """
    if pupils is None:
        members = pupils_of_edition(found).order_by().only("school_class")
        pupils = list(members.filter(pk=about) if about else members)
    own = powers(account, found)
    matieres = matieres_written_by(account) if own.writes else []
    taught = pupils_taught_by(account, pupils) if own.writes else set()
    return Writer(
        account,
        found,
        own,
        frozenset(matiere.pk for matiere in matieres),
        frozenset(pupil.pk for pupil in pupils),
        frozenset(taught),
    )
