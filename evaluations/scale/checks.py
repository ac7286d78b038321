"""Everything that a part of a scale must hold before it is kept, in one list of French sentences."""

from collections.abc import Collection, Iterator

from evaluations.scale.calculation import calculation_faults
from evaluations.scale.codes import code_faults
from evaluations.scale.colours import contrast_faults
from evaluations.scale.levels import level_faults
from evaluations.scale.symbols import SETS
from evaluations.scale.whole import Part, Scale, fills_of_codes, fills_of_states


def faults(scale: Scale, part: Part, images: Collection[str] = ()) -> list[str]:
    """What keeps this part of the scale from being kept; `images` are the digests of those of the school."""
    if part is Part.CODES:
        return list(_codes(scale, images))
    if part is Part.STATES:
        return [*level_faults(scale.states), *contrast_faults(fills_of_states(scale.states))]
    return list(calculation_faults(scale.calculation.method, scale.calculation.limit))


def _codes(scale: Scale, images: Collection[str]) -> Iterator[str]:
    yield from code_faults(scale.codes)
    yield from contrast_faults(fills_of_codes(scale.codes))
    if scale.symbols not in SETS:
        yield f"« {scale.symbols} » n'est pas un jeu de symboles : choisissez-en un de la liste."
    for code in scale.codes:
        if code.image and code.image not in images:
            yield f"« {code.sigle} » : cette image n'est plus là ; choisissez-en une autre, ou le dessin."
