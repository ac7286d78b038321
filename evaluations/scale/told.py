"""What a change of scale changes, in French: for the preview, the journal and the line beside the setting."""

from collections.abc import Iterator

from evaluations.scale.calculation import Calculation, limit_name
from evaluations.scale.codes import Code
from evaluations.scale.levels import Level
from evaluations.scale.symbols import SETS
from evaluations.scale.whole import Part, Scale
from evaluations.scoring.methods import Method
from evaluations.scoring.series import LookBack

_SHORT = {
    Method.GEOMETRIC: "géométrique",
    Method.ARITHMETIC: "arithmétique",
    Method.PLAIN: "moyenne",
    Method.BEST_1: "le meilleur",
    Method.BEST_2: "2 meilleurs",
    Method.BEST_3: "3 meilleurs",
    Method.FREQUENT_WORST: "plus fréquent (bas)",
    Method.FREQUENT_BEST: "plus fréquent (haut)",
}
_IMAGE = "image de l'établissement"
_LOOK_BACK = {LookBack.YES: "oui", LookBack.NO: "non", LookBack.SCHOOL_YEAR: "année scolaire"}


def differences(before: Scale, after: Scale, part: Part) -> list[str]:
    """One short sentence for each thing that differs; none when nothing does."""
    if part is Part.CODES:
        return list(_codes(before, after))
    if part is Part.STATES:
        return list(_states(before, after))
    return differences_of(before.calculation, after.calculation)


def short_name(calculation: Calculation) -> str:
    """« géométrique, les 5 derniers »."""
    return f"{_SHORT[calculation.method]}, {limit_name(calculation.limit)}"


def differences_of(old: Calculation, new: Calculation) -> list[str]:
    """What differs between two calculations."""
    told = []
    if short_name(old) != short_name(new):
        told.append(f"{short_name(old)} → {short_name(new)}")
    if old.look_back != new.look_back:
        told.append(f"rétroactif : {_LOOK_BACK[old.look_back]} → {_LOOK_BACK[new.look_back]}")
    return told


def _codes(before: Scale, after: Scale) -> Iterator[str]:
    known = {code.number: code for code in before.codes}
    kept = {code.number for code in after.codes}
    for code in after.codes:
        yield from _code(known[code.number], code) if code.number in known else [f"{code.sigle} ajouté ({code.value})"]
    yield from (f"{code.sigle} retiré" for code in before.codes if code.number not in kept)
    common = [[code.number for code in scale.codes if code.number in kept & known.keys()] for scale in (before, after)]
    if common[0] != common[1]:
        yield f"ordre : {', '.join(code.sigle for code in after.codes)}"
    if before.symbols != after.symbols:
        yield f"symboles : {SETS[before.symbols]} → {SETS[after.symbols]}"


def _code(old: Code, new: Code) -> Iterator[str]:
    if old.is_active != new.is_active:
        yield f"{new.sigle} {'utilisé' if new.is_active else 'plus utilisé'}"
    yield from _values(old, new, {"sigle": "sigle", "value": "valeur", "key": "touche", "legend": "légende"})
    if old.image != new.image:
        yield f"{new.sigle}, symbole : {_IMAGE if new.image else 'dessin'}"


def _states(before: Scale, after: Scale) -> Iterator[str]:
    if len(before.states) != len(after.states):
        yield f"états : {_ranges(before.states)} → {_ranges(after.states)}"
        return
    words = {"sigle": "sigle", "low": "début", "high": "fin", "value": "valeur", "legend": "légende"}
    for old, new in zip(before.states, after.states, strict=True):
        yield from _values(old, new, words)


def _values(old: Code | Level, new: Code | Level, words: dict[str, str]) -> Iterator[str]:
    for name, word in words.items():
        values = getattr(old, name), getattr(new, name)
        if values[0] != values[1]:
            yield f"{new.sigle}, {word} : {values[0]} → {values[1]}"
    if (old.light, old.dark) != (new.light, new.dark):
        yield f"{new.sigle} : couleurs"


def _ranges(states: tuple[Level, ...]) -> str:
    return ", ".join(f"{state.sigle} {state.low}–{state.high}" for state in states)
