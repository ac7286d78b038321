"""What the journal says of a school that leaves."""

from sacoche.kit.journal import Verb, verbs

verbs.register(
    Verb("operation.leave", "a résilié l'inscription de l'établissement : tout sera effacé le {day}", is_told=True)
)
verbs.register(Verb("operation.stay", "a renoncé à résilier l'inscription de l'établissement", is_told=True))
# The operator's: nothing of the school is left, its name neither.
verbs.register(Verb("operation.delete_school", "L'établissement n° {number} est effacé, comme il l'avait demandé"))
