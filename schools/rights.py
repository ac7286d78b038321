"""What may be done with the school's structure, and what the journal says of it."""

from sacoche.kit.access import Right, rights
from sacoche.kit.journal import Verb, verbs

rights.register(
    Right("schools.manage_structure", "Gérer les niveaux et les classes", profiles=frozenset({"ADM"})),
)

verbs.register(Verb("schools.create", "a ouvert l'espace de l'établissement n° {number} ({name})"))
