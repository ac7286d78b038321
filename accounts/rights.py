"""What may be done with people, and what the journal says of it."""

from operator import attrgetter

from accounts.enums import ASSIGNED, EVERYBODY, TEACHERS, Profile
from sacoche.kit.access import Restriction, Right, restrictions, rights
from sacoche.kit.journal import Verb, verbs

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
rights.register(Right("accounts.manage_staff", "Gérer les professeurs et personnels", profiles=ADMINISTRATORS))
rights.register(Right("accounts.manage_pupils", "Gérer les élèves", profiles=ADMINISTRATORS))
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

verbs.register(Verb("accounts.activate", "a activé son compte"))
verbs.register(Verb("accounts.read_notice", "a lu la nouvelle notice sur les données personnelles"))
verbs.register(Verb("accounts.invite", "lien de premier accès envoyé à {email} pour le compte « {login} »"))
verbs.register(Verb("accounts.lock", "identifiant « {login} » bloqué après {failures} échecs de connexion"))
verbs.register(Verb("accounts.change_password", "a changé son mot de passe"))
verbs.register(Verb("accounts.change_email", "a changé son adresse e-mail"))
verbs.register(Verb("accounts.close_sessions", "a fermé ses autres sessions ({count})"))
verbs.register(Verb("accounts.create", "a créé le compte de {person} ({profile})"))
verbs.register(Verb("accounts.update", "a modifié le compte de {person} ({profile}) : {fields}"))
verbs.register(Verb("accounts.retire", "a retiré {person} ({profile}) à partir du {on}"))
verbs.register(Verb("accounts.reinstate", "a réintégré {person} ({profile})"))
verbs.register(
    Verb("accounts.delete_long_gone", "a effacé {number:compte sorti|comptes sortis} depuis longtemps ({profiles})")
)
verbs.register(Verb("accounts.give_password", "a donné un nouveau mot de passe à {person} ({profile})"))
verbs.register(Verb("accounts.create_besoin", "a créé le groupe de besoin {name}"))
verbs.register(Verb("accounts.update_besoin", "a modifié le groupe de besoin {name}"))
verbs.register(Verb("accounts.delete_besoin", "a supprimé le groupe de besoin {name}"))
verbs.register(
    Verb("accounts.merge", "a fusionné le compte {other_login} ({other}) dans celui de {person} ({login}, {profile})")
)
verbs.register(Verb("accounts.add_guardian", "a fait de {person} un responsable de {pupil}"))
verbs.register(Verb("accounts.remove_guardian", "a retiré {person} des responsables de {pupil}"))
verbs.register(Verb("accounts.rank_guardian", "a donné à {person} le rang {rank} parmi les responsables de {pupil}"))
verbs.register(Verb("accounts.set_address", "a modifié l'adresse de {person}"))
verbs.register(Verb("accounts.assign", "a donné la classe {what} à {people}"))
verbs.register(Verb("accounts.unassign", "a retiré la classe {what} à {people}"))
verbs.register(Verb("accounts.set_pp", "a nommé {people} professeur principal de {what}"))
verbs.register(Verb("accounts.unset_pp", "a retiré à {people} le rôle de professeur principal de {what}"))
verbs.register(Verb("accounts.assign_group", "a donné le groupe {what} à {people}"))
verbs.register(Verb("accounts.unassign_group", "a retiré le groupe {what} à {people}"))
verbs.register(Verb("accounts.assign_matiere", "a donné la matière {what} à {people}"))
verbs.register(Verb("accounts.unassign_matiere", "a retiré la matière {what} à {people}"))
verbs.register(Verb("accounts.set_coordonnateur", "a nommé {people} coordonnateur de {what}"))
verbs.register(Verb("accounts.unset_coordonnateur", "a retiré à {people} le rôle de coordonnateur de {what}"))
verbs.register(Verb("accounts.place", "a mis dans la classe {what} : {people}"))
verbs.register(Verb("accounts.unplace", "a retiré de leur classe : {people}"))
verbs.register(Verb("accounts.join_group", "a mis dans le groupe {what} : {people}"))
verbs.register(Verb("accounts.leave_group", "a retiré du groupe {what} : {people}"))
verbs.register(Verb("accounts.open_profile", "a ouvert le profil {profile}"))
verbs.register(Verb("accounts.close_profile", "a fermé le profil {profile}"))
verbs.register(Verb("accounts.give_right", "a donné le droit « {right} » au profil {profile}"))
verbs.register(Verb("accounts.take_right", "a retiré le droit « {right} » au profil {profile}"))
verbs.register(Verb("accounts.restrict_right", "a restreint le droit « {right} » : {restriction}"))
verbs.register(Verb("accounts.widen_right", "a levé la restriction du droit « {right} » : {restriction}"))
verbs.register(Verb("accounts.reset_right", "a remis le droit « {right} » à son réglage par défaut"))
verbs.register(Verb("accounts.set_login_patterns", "a choisi le format des identifiants : {patterns}"))
verbs.register(Verb("accounts.set_idle_minutes", "a choisi le délai avant déconnexion : {minutes}"))
verbs.register(Verb("accounts.close_school", "a fermé les connexions (profils : {profiles}) : « {reason} »"))
verbs.register(Verb("accounts.reopen_school", "a rouvert les connexions"))
verbs.register(Verb("accounts.set_mode", "a choisi le mode d'identification : {mode} ; avant : {before}"))
verbs.register(
    Verb("accounts.lock_ent", "retours de l'ENT arrêtés pour l'adresse {address} après {failures} tickets refusés")
)
verbs.register(Verb("accounts.ent_incident", "connexion par l'ENT refusée, incident {reference} : {what}"))
verbs.register(Verb("accounts.set_sign_out_url", "a choisi la redirection après déconnexion : {url}"))
verbs.register(Verb("accounts.download_journal", "a téléchargé {lines:ligne du journal|lignes du journal}"))
