"""A pupil's absences and lates over a period, what may be said of them, and the sentence that documents print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

# The bound of the schemas of the livret scolaire.
MOST = 999
Figure = int | None


@dataclass(frozen=True)
class Figures:
    """Half-days of absence, of which unjustified; lates, of which unjustified. None is « non renseigné », never 0."""

    half_days: Figure = None
    unjustified: Figure = None
    lates: Figure = None
    unjustified_lates: Figure = None

    def __iter__(self) -> Iterator[Figure]:
        return (getattr(self, name) for name in NAMES)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return all(figure is None for figure in self)

    @property
    def sentence(self) -> str:
        """« 8 demi-journées d'absence dont 3 non justifiées, 2 retards »; « non renseigné » when nothing is known."""
        said = [
            _part(self.half_days, self.unjustified, "demi-journée{s} d'absence", "non justifiée{s}"),
            _part(self.lates, self.unjustified_lates, "retard{s}", "non justifié{s}"),
        ]
        return ", ".join(filter(None, said)) or "non renseigné"

    @property
    def refusal(self) -> str:
        """Why these figures cannot be, in French; empty when they can."""
        for name, figure in zip(NAMES, self, strict=True):
            if figure is not None and not 0 <= figure <= MOST:
                return f"{LABELS[name]} : un nombre entier de 0 à {MOST}."
        for total, part in (("half_days", "unjustified"), ("lates", "unjustified_lates")):
            whole, some = getattr(self, total), getattr(self, part)
            if some is not None and whole is None:
                return f"{LABELS[part]} : {some}, sans le nombre total ; donnez-le aussi."
            if some is not None and some > whole:
                return f"{LABELS[part]} : {some}, plus que le total ({whole})."
        return ""


NAMES = tuple(field.name for field in fields(Figures))
LABELS = {
    "half_days": "Demi-journées d'absence",
    "unjustified": "Absences non justifiées",
    "lates": "Retards",
    "unjustified_lates": "Retards non justifiés",
}


def figures_of(values: Sequence[Figure]) -> Figures:
    """The figures of a list of four, in the order of NAMES, as history keeps them."""
    return Figures(*values)


def _part(number: Figure, unjustified: Figure, what: str, how: str) -> str:
    if number is None:
        return ""
    said = f"{number} {_agreed(what, number)}"
    return f"{said} dont {unjustified} {_agreed(how, unjustified)}" if unjustified else said


def _agreed(words: str, number: int) -> str:
    """In French nought and one are singular."""
    return words.format(s="s" if number > 1 else "")
