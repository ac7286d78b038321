"""Its right and its verbs, declared only where it is installed."""

from accounts.enums import Profile
from sacoche.kit.access import Right, rights
from sacoche.kit.journal import Verb, verbs

RIGHT, SAVE, UNDO = "fourth.mark", "fourth.save", "fourth.undo"


def declare() -> None:
    rights.register(
        Right(
            RIGHT,
            "Remplir la quatrième grille",
            profiles=frozenset({Profile.ENS, Profile.DIR}),
            adjustable=frozenset({Profile.ENS, Profile.DIR}),
            restrictions=("ONLY_PP",),
        )
    )
    verbs.register(Verb(SAVE, "a changé {count:case|cases} de la quatrième grille"))
    verbs.register(Verb(UNDO, "a annulé un enregistrement de {author} du {day} : {count:case|cases}"))
