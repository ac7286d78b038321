"""Who may exchange files, and what the journal says of it."""

from accounts.enums import Profile
from sacoche.kit.access import Right, rights
from sacoche.kit.journal import Verb, verbs

rights.register(
    Right(
        "exports.exchange_validations",
        "Importer et exporter les validations",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
        adjustable=frozenset({Profile.DIR}),
    ),
)

verbs.register(Verb("exports.generate", "a généré le fichier « {name} » pour {pupils:élève|élèves}"))
verbs.register(Verb("exports.command", "export de validations pour {pupils:élève|élèves}"))
