"""What the journal says of a repair."""

from sacoche.kit.journal import Verb, verbs

verbs.register(
    Verb(
        "operation.repair",
        "a réparé les données : {deleted:ligne orpheline effacée|lignes orphelines effacées}, "
        "{emptied:lien rompu vidé|liens rompus vidés}",
        is_told=True,
    )
)
