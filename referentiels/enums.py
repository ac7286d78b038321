"""The words that référentiels are made with."""

from django.db import models


class Sharing(models.TextChoices):
    """What other schools of the server see of a référentiel."""

    SHARED = "oui", "Partagé"
    PRIVATE = "non", "Non partagé"
    COPIED = "bof", "Sans intérêt"  # copied, and not changed since
    LOCAL = "hs", "Non partageable"  # its matière or its niveau is the school's own


class LookBack(models.TextChoices):
    """Whether a report of a period counts older results."""

    YES = "oui", "oui"
    NO = "non", "non"
    SCHOOL_YEAR = "annuel", "année scolaire"


class Synthesis(models.TextChoices):
    """By what the items of a référentiel are gathered in a synthèse."""

    UNKNOWN = "inconnu", "à choisir"
    NONE = "sans", "sans"
    DOMAINE = "domaine", "par domaine"
    THEME = "theme", "par thème"


class MethodChoice(models.TextChoices):
    """The eight ways to make a score; their codes are those that files exchange."""

    GEOMETRIC = "geometrique", "moyenne des derniers résultats, pondérés 1, 2, 4, 8…"
    ARITHMETIC = "arithmetique", "moyenne des derniers résultats, pondérés 1, 2, 3, 4…"
    PLAIN = "classique", "moyenne des résultats"
    BEST_1 = "bestof1", "le meilleur résultat"
    BEST_2 = "bestof2", "moyenne des deux meilleurs résultats"
    BEST_3 = "bestof3", "moyenne des trois meilleurs résultats"
    FREQUENT_WORST = "frequencemin", "le résultat le plus fréquent, le plus bas à égalité"
    FREQUENT_BEST = "frequencemax", "le résultat le plus fréquent, le plus haut à égalité"


class ChangeVerb(models.TextChoices):
    ADD = "add", "ajouté"
    EDIT = "edit", "modifié"
    MOVE = "move", "déplacé"
    DELETE = "delete", "supprimé"
    # Deleted too, once what it held went to another item.
    MERGE = "merge", "fusionné"


class NodeKind(models.TextChoices):
    DOMAINE = "domaine", "domaine"
    THEME = "theme", "thème"
    ITEM = "item", "item"
