"""What the journal says of archives that are taken together."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("bilans.zip_archives", "a pris « {name} » ({documents:document archivé|documents archivés})"))
