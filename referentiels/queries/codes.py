"""The characters that domaines may begin their references with."""

from referentiels.models import Domaine, Referentiel

_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789"


def free_codes(referentiel: Referentiel) -> list[str]:
    """The letters, then the digits, that no domaine bears; « Z » when all are taken."""
    taken = set(Domaine.objects.filter(referentiel=referentiel).values_list("code", flat=True))
    return [code for code in _CODES if code not in taken] or ["Z"]
