"""What the journal says of files of validations."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("imports.validations", "a importé {decisions:validation|validations} pour {pupils:élève|élèves}"))
