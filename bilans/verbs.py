"""What the journal says of the documents that are made."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("bilans.make", "a fait « {name} » ({pupils:élève|élèves})"))
