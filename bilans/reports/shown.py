"""What a document shows of its figures: as its options say for the staff, as rights say for families."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bilans.computing.releve import Outcome
from bilans.reports.options import Options

WEIGHTED, SIMPLE, NO_MEAN = "ponderee", "simple", "non"
_MEANS = {WEIGHTED: WEIGHTED, SIMPLE: SIMPLE, NO_MEAN: NO_MEAN}
_OUTCOMES = {"tous": Outcome.ALL, "reussis": Outcome.SUCCEEDED, "non_reussis": Outcome.FAILED}
# « auto » shows them all, up to this number.
MOST_CELLS = 15


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown. `cells` is how many results of each line, None for « auto »; `width` that of one on paper, in mm.

    Without `scores`, no figure is shown anywhere: codes and states alone.
    """

    scores: bool = True
    states: bool = True
    mean: str = WEIGHTED
    percent: bool = True
    out_of_20: bool = False
    reference: bool = True
    coefficient: bool = False
    socle: bool = True
    comment: bool = False
    link: bool = False
    domaine: bool = False
    theme: bool = False
    outcome: Outcome = Outcome.ALL
    cells: int | None = None
    width: float = 8
    # Of the socle: percentages, what was decided, the degree that is proposed.
    taux: bool = True
    validations: bool = True
    degre: bool = True

    @property
    def has_mean(self) -> bool:
        return self.scores and self.mean != NO_MEAN

    @property
    def has_percent(self) -> bool:
        return self.scores and self.percent

    @property
    def is_weighted(self) -> bool:
        return self.mean == WEIGHTED


def shown_from(options: Options) -> Shown:
    """What the options say."""
    default = Shown()

    def told(name: str, usual: bool) -> bool:
        return options.among(name, {"oui": True, "non": False}, "oui" if usual else "non")

    return Shown(
        states=told("etat", default.states),
        mean=options.among("moyenne", _MEANS, WEIGHTED),
        percent=told("pourcentage", default.percent),
        out_of_20=told("sur20", default.out_of_20),
        reference=told("references", default.reference),
        coefficient=told("coefs", default.coefficient),
        socle=told("marque_socle", default.socle),
        comment=told("commentaires", default.comment),
        link=told("ressources", default.link),
        domaine=told("domaines", default.domaine),
        theme=told("themes", default.theme),
        outcome=options.among("items_montres", _OUTCOMES, "tous"),
        cells=_cells(options),
        width=_width(options),
        taux=told("taux", default.taux),
        validations=told("validations", default.validations),
        degre=told("degre", default.degre),
    )


def _cells(options: Options) -> int | None:
    if options.text("cases") in ("", "auto"):
        return None
    return options.between("cases", 0, MOST_CELLS, f"Le nombre de cases va de 0 à {MOST_CELLS}, ou « auto ».")


def _width(options: Options) -> float:
    if not options.text("largeur"):
        return Shown().width
    return options.between("largeur", 5, 15, "Une case a de 5 à 15 mm de large.")


def forced(shown: Shown, may: Callable[[str], bool]) -> Shown:
    """The same, with what rights open to a family alone; `may` says it of an option."""
    return replace(
        shown,
        states=may("etat"),
        mean=shown.mean if may("moyenne") else NO_MEAN,
        percent=may("pourcentage"),
        out_of_20=may("sur20"),
        socle=may("socle"),
        taux=may("taux"),
        validations=may("validations"),
        degre=may("degre"),
    )
