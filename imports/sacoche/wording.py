"""What the tables of a backup hold, in words that a school reads."""

from imports.sacoche.moving.kept import KEPT

_LABELS = {
    "parametre": "réglages",
    "parametre_note": "codes de notation",
    "parametre_acquis": "états d'acquisition",
    "parametre_profil": "menus choisis par profil",
    "user": "comptes",
    "user_profil": "profils",
    "user_switch": "comptes liés",
    "groupe": "classes et groupes",
    "periode": "périodes",
    "niveau": "niveaux",
    "niveau_famille": "familles de niveaux",
    "matiere": "matières",
    "matiere_famille": "familles de matières",
    "jointure_user_groupe": "élèves et enseignants des groupes",
    "jointure_user_matiere": "enseignants des matières",
    "jointure_groupe_periode": "dates des périodes",
    "jointure_parent_eleve": "responsables des élèves",
    "parent_adresse": "adresses des responsables",
    "referentiel": "référentiels",
    "referentiel_domaine": "domaines",
    "referentiel_theme": "thèmes",
    "referentiel_item": "items",
    "jointure_referentiel_socle": "liens avec le socle de 2016",
    "selection_item": "regroupements d'items",
    "jointure_selection_item": "items des regroupements",
    "jointure_selection_prof": "partages des regroupements",
    "devoir": "évaluations",
    "jointure_devoir_item": "items des évaluations",
    "jointure_devoir_prof": "partages des évaluations",
    "jointure_devoir_eleve": "commentaires aux élèves",
    "saisie": "résultats",
    "demande": "demandes d'évaluation",
    "jointure_user_entree": "validations d'items du socle",
    "jointure_user_pilier": "validations de compétences",
    "message": "messages d'accueil",
    "jointure_message_destinataire": "destinataires des messages",
    "siecle_import": "derniers fichiers du ministère",
    "notification": "notifications",
    "abonnement": "abonnements",
    "jointure_user_abonnement": "abonnements de chacun",
}
_FAMILIES = {
    "socle_": "liste nationale du socle",
    "livret_": "liste nationale du livret",
    "geo_": "liste nationale des académies",
}


def label_of(table: str) -> str:
    """What a table holds; its own name when nothing is known of it."""
    known = _LABELS.get(table) or KEPT.get(table)
    return known or next((label for prefix, label in _FAMILIES.items() if table.startswith(prefix)), table)
