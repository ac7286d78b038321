"""What the journal says of photos."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.place_photos", "a déposé {photos:photo|photos} d'élèves"))
verbs.register(Verb("accounts.remove_photos", "a retiré {photos:photo|photos} d'élèves"))
