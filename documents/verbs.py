"""What the journal says of archives that leave."""

from sacoche.kit.journal import Verb, verbs

verbs.register(
    Verb(
        "documents.transmit",
        "a transmis {documents:document archivé|documents archivés} à {recipient}, pour une semaine",
    )
)
verbs.register(Verb("documents.withdraw_link", "a retiré les documents transmis à {recipient}"))
verbs.register(Verb("documents.take_transmitted", "a laissé prendre les documents transmis à {recipient}"))
