"""What a new school year does to référentiels: nothing, they serve from one year to the next."""

from referentiels.models import (
    Change,
    Domaine,
    Item,
    ItemLink,
    ItemSet,
    ItemSetMember,
    ItemSetShare,
    Referentiel,
    Remains,
    ResourceFile,
    SchoolVersion,
    Theme,
)
from sacoche.kit.parts.year import Fate, each_year

each_year(Referentiel, Fate.KEPT, "référentiels", "Les référentiels restent, avec leurs réglages.")
each_year(Domaine, Fate.KEPT, "domaines", "Ils restent avec leur référentiel.")
each_year(Theme, Fate.KEPT, "thèmes", "Ils restent avec leur référentiel.")
each_year(Item, Fate.KEPT, "items", "Ils restent avec leur référentiel.")
each_year(ItemLink, Fate.KEPT, "liens entre items et socle", "Ils restent avec leur référentiel.")
each_year(Change, Fate.KEPT, "changements de l'histoire des référentiels", "L'histoire reste entière.")
each_year(SchoolVersion, Fate.KEPT, "choix des versions du socle", "Les versions choisies restent.")
each_year(ResourceFile, Fate.KEPT, "fichiers des ressources", "Ils restent avec les items.")
each_year(
    Remains,
    Fate.KEPT,
    "restes d'items supprimés",
    "Ils restent jusqu'à trente jours après la suppression, que l'on peut annuler d'ici là.",
)
each_year(ItemSet, Fate.KEPT, "regroupements d'items", "Ils servent d'une année à l'autre.")
each_year(ItemSetMember, Fate.KEPT, "items des regroupements", "Ils restent dans leur regroupement.")
each_year(ItemSetShare, Fate.KEPT, "partages de regroupements", "Ils restent partagés avec les mêmes collègues.")
