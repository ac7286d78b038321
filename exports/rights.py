"""Who may exchange files, and what the journal says of it."""

from accounts.enums import Profile
from sacoche.kit.access import Right, rights

rights.register(
    Right(
        "exports.exchange_validations",
        "Importer et exporter les validations",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
    ),
)
