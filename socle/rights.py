"""Who may decide on the socle, and what the journal says of it."""

from accounts.enums import TEACHERS, Profile
from sacoche.kit.access import Right, rights
from sacoche.kit.journal import Verb, verbs

rights.register(Right("socle.choose_paliers", "Choisir les paliers du socle", profiles=frozenset({Profile.ADM})))
rights.register(
    Right(
        "socle.validate_items",
        "Valider les items du socle",
        profiles=TEACHERS | {Profile.DIR},
        adjustable=TEACHERS | {Profile.DIR},
        restrictions=("ONLY_PP",),
    )
)

rights.register(
    Right(
        "socle.see_own_validations",
        "Voir ses validations du socle (élève), celles de ses enfants (responsable)",
        profiles=frozenset(),
        adjustable=frozenset({Profile.ELV, Profile.TUT}),
    )
)

verbs.register(Verb("socle.choose_paliers", "a choisi les paliers du socle : {paliers}"))
verbs.register(Verb("socle.save_items", "a changé {count:validation d'item|validations d'items}"))
