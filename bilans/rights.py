"""Who reads relevés and synthèses; what families read of them."""

from accounts.enums import EVERYBODY, TEACHERS, USUAL_TEACHERS, Profile
from sacoche.kit.access import Right, rights

SEE, SEE_CLASSES, SEE_SCHOOL = "bilans.see", "bilans.see_classes", "bilans.see_school"
SEE_SCORES, SEE_GRIDS, SEE_SOCLE = "bilans.see_scores", "bilans.see_grids", "bilans.see_socle"
SEE_EVERY_MATIERE = "bilans.see_every_matiere"
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
        SEE_GRIDS,
        "Voir les grilles d'items d'un référentiel",
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
        SEE_EVERY_MATIERE,
        "Voir, dans le suivi d'un élève, les matières des autres professeurs",
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

rights.register(
    Right(
        SEE_SOCLE,
        "Voir la maîtrise du socle (élève : la sienne ; responsable : celle de ses enfants)",
        profiles=_READERS | FAMILIES,
        adjustable=_MAY_READ | FAMILIES,
    )
)

# What a family reads of its own documents: by the option that a right forces for it.
OWN = {
    "etat": "bilans.own_states",
    "moyenne": "bilans.own_means",
    "pourcentage": "bilans.own_percents",
    "sur20": "bilans.own_marks",
    "socle": "bilans.own_socle",
    "taux": "bilans.own_socle_percents",
    "degre": "bilans.own_socle_degrees",
    # That of the socle itself: what was decided is read alike everywhere.
    "validations": "socle.see_own_validations",
}
_LABELS = {
    "etat": ("Lire l'état de chaque item sur ses relevés (élève, responsable)", FAMILIES),
    "moyenne": ("Lire la moyenne des scores sur ses relevés (élève, responsable)", FAMILIES),
    "pourcentage": ("Lire le pourcentage d'items acquis sur ses relevés (élève, responsable)", FAMILIES),
    "sur20": ("Lire une note sur 20 sur ses relevés (élève, responsable)", frozenset()),
    "socle": ("Lire le lien des items avec le socle sur ses relevés (élève, responsable)", FAMILIES),
    "taux": ("Lire les pourcentages de sa maîtrise du socle (élève, responsable)", FAMILIES),
    "degre": ("Lire la proposition de positionnement sur le socle (élève, responsable)", FAMILIES),
}
for option, (label, profiles) in _LABELS.items():
    rights.register(Right(OWN[option], label, profiles=profiles, adjustable=FAMILIES))

# Absences and lates, of whoever keeps them: « vie scolaire », and the head.
ATTENDANCE = "bilans.attendance"
rights.register(
    Right(
        ATTENDANCE,
        "Saisir ou importer les absences et les retards (bilans officiels)",
        profiles=frozenset({Profile.DIR, Profile.EDU}),
        adjustable=_MAY_READ,
    )
)
