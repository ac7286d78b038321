"""What may be done with people, and the limits that a school puts to it."""

from operator import attrgetter

from accounts.enums import ASSIGNED, EVERYBODY, STAFF, TEACHERS, USUAL_TEACHERS, Profile
from sacoche.kit.access import Restriction, Right, restrictions, rights

ADMINISTRATORS = frozenset({Profile.ADM})
_NOT_ADMINISTRATORS = EVERYBODY - ADMINISTRATORS

rights.register(Right("accounts.home", "Voir sa page d'accueil", profiles=EVERYBODY))
rights.register(Right("accounts.activate", "Activer son compte", profiles=EVERYBODY))
rights.register(Right("accounts.own", "Lire ses données et choisir ses préférences", profiles=EVERYBODY))
rights.register(
    Right("accounts.change_password", "Modifier son mot de passe", EVERYBODY, adjustable=_NOT_ADMINISTRATORS)
)
rights.register(
    Right("accounts.change_email", "Modifier son adresse e-mail", EVERYBODY, adjustable=_NOT_ADMINISTRATORS)
)
rights.register(Right("accounts.second_factor", "Avoir un second facteur", profiles=STAFF))
rights.register(Right("accounts.manage_staff", "Gérer les professeurs et personnels", profiles=ADMINISTRATORS))
rights.register(Right("accounts.manage_pupils", "Gérer les élèves", profiles=ADMINISTRATORS))
rights.register(
    Right(
        "accounts.make_cards",
        "Imprimer les cartes de connexion des élèves",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
        adjustable=frozenset({Profile.DIR}) | TEACHERS,
    ),
)
rights.register(
    Right(
        "accounts.see_sign_ins",
        "Voir les dates de dernière connexion des élèves et des responsables de ses classes",
        profiles=frozenset({Profile.ADM, Profile.DIR}) | USUAL_TEACHERS,
        adjustable=frozenset({Profile.DIR}) | TEACHERS,
    ),
)
rights.register(Right("accounts.manage_guardians", "Gérer les parents", profiles=ADMINISTRATORS))
rights.register(Right("accounts.find_people", "Rechercher un utilisateur", profiles=ADMINISTRATORS))
rights.register(Right("accounts.merge_accounts", "Fusionner deux comptes", profiles=ADMINISTRATORS))
rights.register(
    Right("accounts.delete_long_gone", "Effacer les comptes sortis depuis longtemps", profiles=ADMINISTRATORS)
)
rights.register(Right("accounts.manage_administrators", "Gérer les administrateurs", profiles=ADMINISTRATORS))
rights.register(
    Right("accounts.assign_teachers", "Affecter les professeurs aux classes", profiles=ADMINISTRATORS),
)
rights.register(
    Right(
        "accounts.read_journal",
        "Lire le log des actions sensibles",
        profiles=ADMINISTRATORS,
        adjustable=frozenset({Profile.DIR}),
    ),
)
rights.register(Right("accounts.make_besoins", "Gérer ses groupes de besoin", TEACHERS, adjustable=TEACHERS))
rights.register(Right("accounts.diagnose", "Lire le diagnostic de l'établissement", profiles=ADMINISTRATORS))
rights.register(Right("accounts.set_access", "Régler les accès de l'établissement", profiles=ADMINISTRATORS))

restrictions.register(
    Restriction(
        "ONLY_PP",
        "réservé aux professeurs principaux",
        profiles=ASSIGNED,
        is_met=attrgetter("is_professeur_principal"),
        refusal="Votre établissement réserve cette page aux professeurs principaux, et vous ne l'êtes d'aucune classe.",
    )
)
restrictions.register(
    Restriction(
        "ONLY_LV",
        "réservé aux professeurs de langue vivante",
        profiles=ASSIGNED,
        is_met=attrgetter("is_language_teacher"),
        refusal=(
            "Votre établissement réserve cette page aux professeurs de langue vivante, et aucune de vos matières "
            "n'en est une."
        ),
    )
)
