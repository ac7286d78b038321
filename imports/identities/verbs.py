"""What the journal says of identifiers."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("imports.set_identities", "a enregistré {number:identifiant|identifiants} ({field}) : {file_name}"))
verbs.register(
    Verb("imports.generate_identities", "a généré de nouveaux identifiants pour {number:personne|personnes}")
)
