"""The scale of a school as the states of a cell: its codes, the special ones, those no longer typed, none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evaluations.scale.codes import ALL, SPECIAL_CODES, Code, SpecialCode
from evaluations.scale.whole import Scale
from grids.alphabet import Alphabet, State
from sacoche.kit.text import unaccent

EMPTY = State(
    code="",
    sign="",
    word="vide",
    colour="none",
    keys=("delete", "backspace"),
    verb="Vider",
    mass="tout vider",
    counted="à vider",
    given="vidées",
    pasted=("", "vide"),
)


def alphabet_of(scale: Scale) -> Alphabet:
    """The states that a cell may be in, in the order of the palette."""
    states = [
        *(_given(str(each.number), each.sigle, each.legend, _colour(each), str(each.key)) for each in scale.active),
        *(_given(each.sigle, each.sigle, _legend(each), _colour(each), each.key.lower()) for each in SPECIAL_CODES),
    ]
    known = list(_with_pasted_words([*states, EMPTY]))
    return Alphabet(*known[:-1], *_retired(scale), known[-1], understood=f"{_understood(scale)}, ou vide")


def _given(code: str, sigle: str, legend: str, colour: str, key: str) -> State:
    return _state(code, sigle, legend, colour, (key,), (unaccent(sigle), key, unaccent(legend)))


def _state(
    code: str,
    sigle: str,
    legend: str,
    colour: str,
    keys: tuple[str, ...],
    pasted: tuple[str, ...],
    *,
    is_retired: bool = False,
) -> State:
    word = legend.lower() if legend[1:] == legend[1:].lower() else legend
    return State(
        code=code,
        sign=sigle,
        word=word,
        colour=colour,
        keys=keys,
        verb=f"Mettre « {sigle} »",
        mass=f"tout « {sigle} »",
        counted=f"à mettre « {sigle} »",
        given=f"mises « {sigle} »",
        pasted=pasted,
        is_retired=is_retired,
    )


def _retired(scale: Scale) -> Iterator[State]:
    """The codes that may be stored and are no longer given: those not used any more, those that the scale lost."""
    known = {code.number: code for code in scale.codes}
    typed = {code.number for code in scale.active}
    for number in range(1, ALL + 1):
        if number not in typed:
            code = known.get(number) or Code(number, f"n°{number}", f"code n° {number}, qui n'existe plus", 0, number)
            yield _state(str(number), code.sigle, code.legend, _colour(code), (), (), is_retired=True)


def _with_pasted_words(states: Sequence[State]) -> Iterator[State]:
    """Each word means the first state that has it: a sigle that is the key of another code is a sigle."""
    taken: dict[str, str | int] = {}
    for rank in range(3):
        for state in states:
            for word in state.pasted[rank : rank + 1]:
                taken.setdefault(word, state.code)
    for state in states:
        yield replace(state, pasted=tuple(word for word, code in taken.items() if code == state.code))


def _legend(special: SpecialCode) -> str:
    return special.legend if special.is_result else "demandé ou prévu"


def _colour(code: Code | SpecialCode) -> str:
    if isinstance(code, Code):
        return f"code-{code.number}"
    return "special" if code.is_result else "planned"


def _understood(scale: Scale) -> str:
    keys = [f"{code.sigle} ou {code.key}" for code in scale.active]
    return ", ".join([*keys, *(special.sigle for special in SPECIAL_CODES)])
