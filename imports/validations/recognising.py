"""Which pupil of the school each pupil of a file of validations is."""

from collections.abc import Iterable

from accounts.models import Account
from imports.validations.report import PupilOutcome
from sacoche.kit.names import clean_first_name, clean_last_name

# Names were once cut there: a name of exactly this length may be the beginning of a longer one.
OLD_NAME_LENGTH = 25


def recognise(outcomes: Iterable[PupilOutcome]) -> list[int | None]:
    """The active pupil of the school that each pupil of the file is, or None with the reason said."""
    known = _Pupils()
    return [known.find(outcome) for outcome in outcomes]


class _Pupils:
    """The active pupils of the open school, by identifier and by cleaned name."""

    def __init__(self) -> None:
        self._by_sconet_id: dict[int, int] = {}
        self._by_name: dict[tuple[str, str], list[int]] = {}
        pupils = Account.objects.pupils().active().order_by("pk")
        for pk, sconet_id, last_name, first_name in pupils.values_list("pk", "sconet_id", "last_name", "first_name"):
            if sconet_id:
                self._by_sconet_id.setdefault(sconet_id, pk)
            self._by_name.setdefault((clean_last_name(last_name), clean_first_name(first_name)), []).append(pk)

    def find(self, outcome: PupilOutcome) -> int | None:
        by_id = self._by_sconet_id.get(outcome.sconet_id)
        if by_id:
            return by_id
        namesakes = self._namesakes(outcome)
        if len(namesakes) == 1:
            return namesakes[0]
        outcome.reason = "plusieurs élèves ont ce nom" if namesakes else "aucun élève actif de ce nom"
        return None

    def _namesakes(self, outcome: PupilOutcome) -> list[int]:
        name = clean_last_name(outcome.last_name), clean_first_name(outcome.first_name)
        exact = self._by_name.get(name, [])
        lengths = len(outcome.last_name), len(outcome.first_name)
        if exact or OLD_NAME_LENGTH not in lengths:
            return exact
        return [
            pk
            for known, pks in self._by_name.items()
            if all(_begins(whole, given, length) for whole, given, length in zip(known, name, lengths, strict=True))
            for pk in pks
        ]


def _begins(whole: str, given: str, length: int) -> bool:
    """Whether `given` is the name, or what was left of it once cut."""
    return whole == given or (length == OLD_NAME_LENGTH and whole[:OLD_NAME_LENGTH].rstrip() == given)
