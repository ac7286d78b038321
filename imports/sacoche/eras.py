"""What the versions of SACoche called the same thing: profiles, marks, niveaux, rights."""

import datetime
from collections.abc import Iterable

from accounts.enums import Profile

# From this version on, marks are numbers and niveaux have their new numbers (docs/spec/sauvegarde-sacoche.md).
CYCLES_OF_2016 = datetime.date(2015, 7, 3)

PROFILES = {
    "eleve": Profile.ELV,
    "parent": Profile.TUT,
    "professeur": Profile.ENS,
    "directeur": Profile.DIR,
    "administrateur": Profile.ADM,
    "AVS": Profile.TUT,
    "INS": Profile.IEX,
    **{each.value: each for each in Profile if each != Profile.WBM},
}

ORDINARY = {"RR": "1", "R": "2", "V": "3", "VV": "4"} | {str(code): str(code) for code in range(1, 7)}
SPECIAL = {"ABS": "AB", "DISP": "DI", "REQ": "PA"} | {code: code for code in ("AB", "DI", "NE", "NF", "NN", "NR", "PA")}
CODES = ORDINARY | SPECIAL

# Of a version to ours; a niveau that is not here has the same reference in both.
_NIVEAUX = {"4AES": "4", "4AS": "4", "CL-REL": "REL", "1UPE2A": "UPE2A", "3I": "3", "C1": "EC1", "C2": "EC2"}
_NIVEAUX |= {f"{number}SEGPA": f"{number}S" for number in "6543"}
_NIVEAUX |= {"1S": "1", "1ES": "1", "1L": "1", "TS": "T", "TES": "T", "TL": "T", "2GT": "2", "1ST": "1T", "TST": "TT"}
# The cycles changed meaning under one reference: « P2 » was CE2-CM2, then CP-CE2.
_CYCLES_OF_2016 = {"P1": "P0", "P2": "C2", "P3": "C3", "P4": "C4"}


def niveau_reference(reference: str, version: datetime.date) -> str:
    """What our list calls a niveau of a backup; it may not have it."""
    if version >= CYCLES_OF_2016 and reference in _CYCLES_OF_2016:
        return _CYCLES_OF_2016[reference]
    return _NIVEAUX.get(reference, reference)


# The rights of ours that each setting of the two versions decides.
RIGHTS = {
    "droit_modifier_mdp": "accounts.change_password",
    "droit_modifier_email": "accounts.change_email",
    "droit_validation_entree": "socle.validate_items",
    "droit_validation_pilier": "socle.validate_piliers",
    "droit_annulation_pilier": "socle.cancel_piliers",
    "droit_affecter_langue": "socle.choose_languages",
    "droit_gerer_referentiel": "referentiels.manage",
    "droit_gerer_mode_synthese": "referentiels.choose_synthesis",
    "droit_gerer_ressource": "referentiels.attach_resources",
    "droit_voir_referentiels": "referentiels.see",
    "droit_voir_algorithme": "evaluations.see_calculation",
    "droit_voir_param_algorithme": "evaluations.see_calculation",
    "droit_voir_param_notes_acquis": "evaluations.see_scale",
    "droit_socle_etat_validation": "socle.see_own_validations",
}
_TEACHERS = (Profile.ENS.value, Profile.DOC.value, Profile.EDU.value)
_GIVEN = {
    "directeur": (Profile.DIR.value,),
    "professeur": _TEACHERS,
    "profprincipal": _TEACHERS,
    "profcoordonnateur": _TEACHERS,
    "parent": (Profile.TUT.value,),
    "eleve": (Profile.ELV.value,),
}
_NARROWED = {"profprincipal": "ONLY_PP", "profcoordonnateur": "ONLY_COORD"}


def granted(words: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """To which profiles a setting gives a right, and with which restrictions; words of both versions."""
    profiles: set[str] = set()
    restrictions: set[str] = set()
    for word in words:
        if word.startswith("ONLY_"):
            restrictions.add(word)
        elif word in _GIVEN:
            profiles |= set(_GIVEN[word])
            restrictions |= {_NARROWED[word]} if word in _NARROWED else set()
        elif word in Profile.values:
            profiles.add(word)
    return frozenset(profiles), frozenset(restrictions)
