"""Whether a file has the format that was chosen for it: read as another, numbers would become identifiers. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from imports.identities.lines import IdentityLine
from imports.identities.matching import KnownAccount
from sacoche.kit.text import sort_key

# How many lines are enough to tell a format.
SAMPLE = 200


@dataclass(frozen=True, order=True)
class Fit:
    """How well lines read in one format suit the school, the better the greater.

    `good`: lines of somebody known, whose identifier is his alone and no number of the ministry; `worded`: those whose
    identifier has a letter; `numbered`: those whose number of the ministry is the right one.
    """

    good: int = 0
    worded: int = 0
    numbered: int = 0


class School:
    """What the accounts of a school say of the lines of a file."""

    def __init__(self, accounts: Collection[KnownAccount]) -> None:
        self.names = {account.sort_key: account for account in accounts}
        self.numbers = {
            number
            for each in accounts
            for number in (str(each.sconet_id or ""), each.elenoet, each.reference)
            if number
        }

    def fit(self, lines: Sequence[IdentityLine]) -> Fit:
        """How well these lines suit."""
        values = Counter(line.value for line in lines)
        found = [(line, self.names.get(sort_key(line.last_name, line.first_name))) for line in lines]
        good = [
            (line, account)
            for line, account in found
            if account and values[line.value] == 1 and line.value not in self.numbers
        ]
        return Fit(
            good=len(good),
            worded=sum(not line.value.isdigit() for line, _ in good),
            numbered=sum(line.sconet_id is not None and line.sconet_id == account.sconet_id for line, account in good),
        )

    def are_numbers(self, lines: Sequence[IdentityLine]) -> bool:
        """Whether most identifiers are numbers that the ministry gives."""
        return 2 * sum(line.value in self.numbers for line in lines) > len(lines)


def doubt(
    school: School, chosen: str, readings: Mapping[str, Sequence[IdentityLine]], labels: Mapping[str, str]
) -> str:
    """Why the format chosen is probably not that of the file, naming those that suit it; empty when it seems to be.

    `readings`: the lines of the file, by code of the format that they were read in; `labels`: what formats are called.
    """
    fits = {code: school.fit(lines) for code, lines in readings.items()}
    best = max(fits.values(), default=Fit())
    if _is_far_better(best, fits.get(chosen, Fit())):
        better = " ou ".join(f"« {labels[code]} »" for code, fit in fits.items() if fit == best)
        return f"Ce fichier a plutôt le format {better} : choisissez-le, et envoyez de nouveau le fichier."
    if school.are_numbers(readings.get(chosen, ())):
        return (
            "La plupart des identifiants de ce fichier sont des numéros de Siècle (Id Sconet, n° Sconet ou INE) : le "
            "format choisi n'est sans doute pas celui du fichier."
        )
    return ""


def _is_far_better(one: Fit, other: Fit) -> bool:
    return one.good > 2 * other.good or (one.good >= other.good and one.worded > 2 * other.worded)
