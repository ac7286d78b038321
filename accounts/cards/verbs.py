"""What the journal says of cards."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.make_cards", "a imprimé les cartes de {pupils} {pupils:élève|élèves}"))
verbs.register(Verb("accounts.revoke_cards", "a retiré les cartes de {pupils} {pupils:élève|élèves}"))
verbs.register(
    Verb("accounts.card_failed", "ne s'est pas souvenu des images de la carte de {person}", is_of_sign_in=True)
)
