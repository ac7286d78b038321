"""A code as a mark holds it, read back: its sigle, its words."""

from evaluations.scale.codes import SPECIAL_CODES, Code, SpecialCode
from evaluations.scale.whole import Scale

_SPECIAL = {special.sigle: special for special in SPECIAL_CODES}


def code_given(scale: Scale, code: str) -> Code | SpecialCode | None:
    """The code of a mark, one no longer typed too; None for a number that the scale lost."""
    if code in _SPECIAL:
        return _SPECIAL[code]
    return next((each for each in scale.codes if str(each.number) == code), None)


def words_of(scale: Scale, code: str) -> str:
    """« satisfaisant », « absent », as a sentence says it; nothing for no code."""
    if not code:
        return ""
    found = code_given(scale, code)
    if isinstance(found, SpecialCode) and not found.is_result:
        return "prévu, pas encore évalué"
    return found.legend[:1].lower() + found.legend[1:] if found else f"code n° {code}, qui n'existe plus"
