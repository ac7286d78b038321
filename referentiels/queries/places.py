"""Which matières and référentiels are whose: to write in, and to read."""

from django.db.models import QuerySet

from accounts.models import Account, MatiereTeaching
from accounts.queries import HAVE_EVERYTHING
from referentiels.models import Referentiel, ReferentielQuerySet
from referentiels.rights import ONLY_COORD
from sacoche.kit.access import restrictions_on
from schools.models import Matiere


def matieres_open_to(account: Account, right: str) -> QuerySet[Matiere]:
    """The matières where an account uses a right: his own, or those that he coordinates when the school asks."""
    matieres: QuerySet[Matiere] = Matiere.objects.order_by("label", "reference")
    if account.profile in HAVE_EVERYTHING:
        return matieres
    own = MatiereTeaching.objects.filter(teacher=account)
    if ONLY_COORD in restrictions_on(account, right):
        own = own.filter(is_coordonnateur=True)
    return matieres.filter(pk__in=own.values("matiere"))


def referentiels_open_to(account: Account, right: str) -> ReferentielQuerySet:
    """The référentiels where an account uses a right, in the order of lists; niveaux that the school left included."""
    found: ReferentielQuerySet = Referentiel.objects.in_order().filter(matiere__in=matieres_open_to(account, right))
    return found
