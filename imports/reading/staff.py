"""What readers of staff share: the profiles of the files."""

from accounts.enums import Profile
from sacoche.kit.names import clean_text, upper

# What files call a profile, besides its code.
_NAMES = {
    "PROFESSEUR": Profile.ENS,
    "ENSEIGNANT": Profile.ENS,
    "DIRECTEUR": Profile.DIR,
    "DIRECTRICE": Profile.DIR,
    "CPE": Profile.EDU,
}
# The profiles that a school opens for itself are given by hand: a file must not make accounts of a closed one.
IMPORTED = frozenset({Profile.ENS, Profile.DOC, Profile.EDU, Profile.DIR})


def parse_profile(value: str) -> Profile | None:
    """The profile of a code (`ENS`) or of a name (« directeur »); None for what an import does not bring."""
    said = upper(clean_text(value))
    profile = _NAMES.get(said) or (Profile(said) if said in Profile else None)
    return profile if profile in IMPORTED else None
