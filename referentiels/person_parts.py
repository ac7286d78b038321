"""Référentiels hold nobody but who changed them; « regroupements d'items » are somebody's."""

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
from sacoche.kit.parts.person import Erased, about_nobody, person

about_nobody(Referentiel, SchoolVersion, ResourceFile, Domaine, Theme, Item, ItemLink, ItemSetMember, Remains)
person(
    Change,
    "author",
    section="changements_de_referentiels",
    label="changements de référentiels",
    fate=Erased.SIGNED,
    columns={"le": "made_at", "geste": "verb", "signe": "author_label"},
)
person(
    ItemSet,
    "owner",
    section="regroupements",
    label="regroupements d'items",
    fate=Erased.GONE,
    columns={"nom": "name", "items": "chosen_count"},
)
person(
    ItemSetShare,
    "account",
    section="regroupements_partages",
    label="regroupements d'items partagés avec la personne",
    fate=Erased.GONE,
    columns={"nom": "item_set__name", "modifiable": "may_change"},
)
