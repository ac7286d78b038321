"""Who reads the scale of the school, who changes it; who evaluates; what pupils and guardians read and ask."""

from accounts.enums import EVERYBODY, STAFF, TEACHERS, USUAL_TEACHERS, Profile
from sacoche.kit.access import Right, rights

_READERS = EVERYBODY - {Profile.ADM}

rights.register(
    Right(
        "evaluations.see_scale",
        "Voir les codes de notation et les états d'acquisition",
        profiles=EVERYBODY,
        adjustable=_READERS,
    )
)
rights.register(
    Right(
        "evaluations.see_calculation",
        "Voir et simuler l'algorithme de calcul",
        profiles=EVERYBODY,
        adjustable=_READERS,
    )
)
rights.register(
    Right(
        "evaluations.set_scale",
        "Modifier les codes de notation, les états d'acquisition et l'algorithme de calcul",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
        adjustable=frozenset({Profile.DIR}),
    )
)

EVALUATE, SEE_ALL = "evaluations.evaluate", "evaluations.see_all"
_STAFF_BUT_ADM = STAFF - {Profile.ADM}

rights.register(
    Right(EVALUATE, "Évaluer ses élèves", profiles=USUAL_TEACHERS, adjustable=TEACHERS),
)
rights.register(
    Right(
        SEE_ALL,
        "Voir toutes les évaluations",
        profiles=frozenset({Profile.DIR}),
        adjustable=_STAFF_BUT_ADM,
    )
)

SEE_OWN, SEE_STATES = "evaluations.see_own", "evaluations.see_states"
SELF_EVALUATE, REQUEST, ASK_ABOUT = "evaluations.self_evaluate", "evaluations.request", "evaluations.ask_about"
_PUPIL = frozenset({Profile.ELV})
_FAMILIES = _PUPIL | {Profile.TUT}

rights.register(Right(SEE_OWN, "Voir ses évaluations", profiles=_FAMILIES, adjustable=_FAMILIES))
rights.register(
    Right(
        SEE_STATES,
        "Voir l'état d'acquisition avec l'évaluation",
        profiles=USUAL_TEACHERS | _FAMILIES,
        adjustable=TEACHERS | _FAMILIES,
    )
)
rights.register(Right(SELF_EVALUATE, "S'auto-évaluer", profiles=_PUPIL))
rights.register(Right(REQUEST, "Formuler des demandes d'évaluation", profiles=_PUPIL, adjustable=_PUPIL))
rights.register(
    Right(ASK_ABOUT, "Poser une question sur un résultat (une seule)", profiles=frozenset(), adjustable=_PUPIL)
)
