"""Who may exchange files, and what the journal says of it."""

from accounts.enums import ASSIGNED, STAFF, Profile
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
rights.register(
    Right(
        "exports.extract",
        "Extraire les données de l'établissement",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
        # Those who have every class: a table knows no other limit than the school.
        adjustable=STAFF - ASSIGNED - {Profile.ADM},
    ),
)

verbs.register(Verb("exports.generate", "a généré le fichier « {name} » pour {pupils:élève|élèves}"))
verbs.register(Verb("exports.command", "export de validations pour {pupils:élève|élèves}"))
verbs.register(Verb("exports.extract", "a extrait « {extraction} » ({rows:ligne|lignes}, {format})"))
