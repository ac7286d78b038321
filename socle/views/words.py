"""The words that the pages of the socle's grids share."""

SHOW = "Afficher le tableau des validations"

LABELS = {
    "next_enough": "bleue suivante au pourcentage acquis",
    "figures": "Items récoltés",
    "propose": "Proposer d'après les pourcentages",
    "save": "Enregistrer les validations",
    "all_but": "Tout valider sauf…",
    "all_others": "Valider tous les autres",
    "blank": "Case bleue suivante",
    "states": "✓ validé · ✗ non validé · point : aucune décision.",
    "pasted": "V, 1, oui, vrai, ✓ ou validé · R, 0, non, faux, ✗ ou non validé · vide : aucune décision.",
}
