"""États d'acquisition of a school: thresholds, with the colours that they are shown in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluations.scale.codes import FEWEST, MOST, text_faults
from evaluations.scoring.states import DEFAULT_STATES, TOP, Gap, Overlap, State, threshold_faults


@dataclass(frozen=True, slots=True)
class Level(State):
    """A state with the school's own colours, empty for those of the product."""

    light: str = ""
    dark: str = ""


DEFAULT_LEVELS = tuple(Level(state.low, state.high, state.value, state.sigle, state.legend) for state in DEFAULT_STATES)


def level_faults(levels: Sequence[Level]) -> Iterator[str]:
    """What keeps these states, in their order, from covering 0 to 100 once each: a French sentence each."""
    if len(levels) < FEWEST:
        yield f"Il faut {FEWEST} états au moins."
    if len(levels) > MOST:
        yield f"{MOST} états au plus : il y en a {len(levels)}."
    for level in levels:
        yield from _faults_of(level)
    yield from _unlike(levels)
    if not any(level.low > level.high for level in levels):
        yield from map(_said, threshold_faults(levels))


def _faults_of(level: Level) -> Iterator[str]:
    yield from text_faults(level.sigle or f"{level.low}–{level.high}", level.sigle, level.legend)
    for number in (level.low, level.high):
        if not 0 <= number <= TOP:
            yield f"« {level.sigle} » : un seuil va de 0 à {TOP}, pas {number}."
    if level.low > level.high:
        yield f"« {level.sigle} » va de {level.low} à {level.high} : le premier seuil doit être le plus petit."
    if not 0 <= level.value <= TOP:
        yield f"« {level.sigle} » : la valeur d'un état va de 0 à {TOP}, pas {level.value}."


def _unlike(levels: Sequence[Level]) -> Iterator[str]:
    sigles = [level.sigle.upper() for level in levels]
    for sigle in dict.fromkeys(sigles):
        if sigles.count(sigle) > 1:
            yield f"Le sigle « {sigle} » est celui de deux états : changez-en un."


def _said(fault: Gap | Overlap) -> str:
    """« 40 n'est dans aucun état », « 41 à 45 sont dans deux états »."""
    is_one = fault.low == fault.high
    scores = str(fault.low) if is_one else f"{fault.low} à {fault.high}"
    if isinstance(fault, Overlap):
        verb = "est" if is_one else "sont"
        return f"{scores} {verb} dans deux états : chaque score doit être dans un seul."
    verb = "n'est" if is_one else "ne sont"
    return f"{scores} {verb} dans aucun état : les états doivent couvrir 0 à {TOP}."
