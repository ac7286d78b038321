"""Codes de notation: the ordinary ones that a school chooses, and the special ones, the same everywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST, MOST, ALL = 2, 6, 9
MAX_VALUE, USUAL_TOP = 200, 100
SIGLE_LENGTH, LEGEND_LENGTH = 3, 40


@dataclass(frozen=True, slots=True)
class Code:
    """An ordinary code. `number` (1 to 9) is what a result keeps; `key` is the digit that types it.

    `image` is the digest of an image of the school, empty for the drawing of the scale. `light` and `dark` are the
    school's own colours, empty for those of the product. A code that is not active is no longer typed; what was given
    with it counts all the same.
    """

    number: int
    sigle: str
    legend: str
    value: int
    key: int
    is_active: bool = True
    image: str = ""
    light: str = ""
    dark: str = ""


# Known to schools since the first versions of the field's software.
DEFAULT_CODES = (
    Code(1, "RR", "Très insuffisant", 0, 1),
    Code(2, "R", "Insuffisant", 33, 2),
    Code(3, "V", "Satisfaisant", 67, 3),
    Code(4, "VV", "Très satisfaisant", 100, 4),
)


@dataclass(frozen=True, slots=True)
class SpecialCode:
    """A code without a value: it never counts. `key` is the letter that types it."""

    sigle: str
    legend: str
    key: str
    # False for what stands in a cell without being a result.
    is_result: bool = True


SPECIAL_CODES = (
    SpecialCode("AB", "Absent", "A"),
    SpecialCode("DI", "Dispensé", "D"),
    SpecialCode("NE", "Non évalué", "E"),
    SpecialCode("NF", "Non fait", "F"),
    SpecialCode("NN", "Non noté", "N"),
    SpecialCode("NR", "Non rendu", "R"),
    SpecialCode("PA", "Panier : demandé ou prévu, pas encore un résultat", "P", is_result=False),
)
_RESERVED = frozenset(special.sigle for special in SPECIAL_CODES)


def active(codes: Sequence[Code]) -> list[Code]:
    """The codes that are typed, in their order."""
    return [code for code in codes if code.is_active]


def code_faults(codes: Sequence[Code]) -> Iterator[str]:
    """What keeps these codes, in their order, from being a scale: a French sentence each."""
    used = active(codes)
    if len(used) < FEWEST:
        yield f"Il faut {FEWEST} codes utilisés au moins : {_how_many(len(used))}. Cochez « utilisé » sur un autre."
    if len(used) > MOST:
        yield f"{MOST} codes utilisés au plus : {_how_many(len(used))}. Décochez « utilisé » sur {len(used) - MOST}."
    if len(codes) > ALL:
        yield f"Une échelle garde {ALL} codes au plus, utilisés ou non : elle en aurait {len(codes)}."
    for code in codes:
        yield from _faults_of(code)
    for low, high in pairwise(used):
        if low.value > high.value:
            yield (
                f"« {low.sigle} » vaut {low.value} et vient avant « {high.sigle} », qui vaut {high.value} : les "
                "valeurs ne doivent pas baisser d'un code au suivant."
            )
    yield from _twice(
        [(code.key, code.sigle) for code in used], "La touche {} sert à deux codes ({}) : changez-en une."
    )
    yield from _twice(
        [(code.sigle.upper(), code.legend) for code in used],
        "Le sigle « {} » est celui de deux codes ({}) : changez-en un.",
    )


def over_the_top(codes: Sequence[Code]) -> list[Code]:
    """The codes worth more than 100, which a person confirms."""
    return [code for code in active(codes) if code.value > USUAL_TOP]


def _how_many(number: int) -> str:
    return "il n'y en a aucun" if not number else f"il y en a {number}"


def _faults_of(code: Code) -> Iterator[str]:
    name = code.sigle or f"code n° {code.number}"
    if not 0 <= code.value <= MAX_VALUE:
        yield f"« {name} » : une valeur va de 0 à {MAX_VALUE}, pas {code.value}."
    if not 1 <= code.key <= ALL:
        yield f"« {name} » : la touche est un chiffre de 1 à {ALL}, pas {code.key}."
    if not 1 <= code.number <= ALL:
        yield f"« {name} » : un code a un numéro de 1 à {ALL}."
    yield from text_faults(name, code.sigle, code.legend)
    if code.sigle.upper() in _RESERVED:
        yield f"« {name} » est le sigle d'un code spécial, le même partout : choisissez-en un autre."


def text_faults(name: str, sigle: str, legend: str) -> Iterator[str]:
    """What is wrong with the sigle or the legend of a code or a state."""
    if not sigle or len(sigle.split()) != 1:
        yield f"« {name} » : donnez un sigle de 1 à {SIGLE_LENGTH} signes, sans espace."
    elif len(sigle) > SIGLE_LENGTH:
        yield f"« {name} » : un sigle a {SIGLE_LENGTH} signes au plus, celui-ci en a {len(sigle)}."
    if not legend:
        yield f"« {name} » : donnez une légende, par exemple « Acquis »."
    elif len(legend) > LEGEND_LENGTH:
        yield f"« {name} » : une légende a {LEGEND_LENGTH} signes au plus, celle-ci en a {len(legend)}."


def _twice(named: Sequence[tuple[object, str]], sentence: str) -> Iterator[str]:
    """A sentence for each value that several bear."""
    for value in dict.fromkeys(value for value, _name in named):
        names = [name for each, name in named if each == value]
        if len(names) > 1:
            yield sentence.format(value, ", ".join(names))
