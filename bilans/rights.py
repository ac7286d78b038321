"""Who reads relevés and synthèses; what families read of them."""

from accounts.enums import EVERYBODY, TEACHERS, USUAL_TEACHERS, Profile
from sacoche.kit.access import Right, rights

SEE, SEE_CLASSES, SEE_SCHOOL = "bilans.see", "bilans.see_classes", "bilans.see_school"
SEE_SCORES = "bilans.see_scores"
FAMILIES = frozenset({Profile.ELV, Profile.TUT})
_READERS = USUAL_TEACHERS | {Profile.DIR}
_MAY_READ = TEACHERS | {Profile.DIR}

rights.register(
    Right(
        SEE,
        "Voir les relevés et synthèses (élève : les siens ; responsable : ceux de ses enfants)",
        profiles=_READERS | FAMILIES,
        adjustable=_MAY_READ | FAMILIES,
    )
)
rights.register(
    Right(
        SEE_CLASSES,
        "Voir les tableaux d'une classe, et y chercher des élèves",
        profiles=_READERS,
        adjustable=_MAY_READ,
    )
)
rights.register(
    Right(
        SEE_SCHOOL,
        "Voir les résultats des classes de l'établissement, sans les noms",
        profiles=frozenset({Profile.DIR}),
        adjustable=_MAY_READ,
    )
)
rights.register(
    Right(
        SEE_SCORES,
        "Voir le score (sans ce droit : les codes et les états, sans aucun chiffre)",
        profiles=EVERYBODY - {Profile.ADM},
        adjustable=EVERYBODY - {Profile.ADM},
    )
)

# What a family reads of its own documents: by the option that a right forces for it.
OWN = {
    "etat": "bilans.own_states",
    "moyenne": "bilans.own_means",
    "pourcentage": "bilans.own_percents",
    "sur20": "bilans.own_marks",
    "socle": "bilans.own_socle",
}
_LABELS = {
    "etat": ("Lire l'état de chaque item sur ses relevés (élève, responsable)", FAMILIES),
    "moyenne": ("Lire la moyenne des scores sur ses relevés (élève, responsable)", FAMILIES),
    "pourcentage": ("Lire le pourcentage d'items acquis sur ses relevés (élève, responsable)", FAMILIES),
    "sur20": ("Lire une note sur 20 sur ses relevés (élève, responsable)", frozenset()),
    "socle": ("Lire le lien des items avec le socle sur ses relevés (élève, responsable)", FAMILIES),
}
for option, code in OWN.items():
    label, profiles = _LABELS[option]
    rights.register(Right(code, label, profiles=profiles, adjustable=FAMILIES))
