"""Which matières and référentiels are whose: to write in, and to read."""

from collections.abc import Collection, Iterable

from django.db.models import Count, Q, QuerySet

from accounts.enums import Profile
from accounts.models import Account, GroupMembership, MatiereTeaching
from accounts.queries import HAVE_EVERYTHING
from referentiels.enums import NodeKind
from referentiels.models import Domaine, Referentiel, ReferentielQuerySet, Theme
from referentiels.rights import ONLY_COORD
from sacoche.kit.access import restrictions_on
from schools.models import Matiere, Niveau, SchoolNiveau

# The cycles that files and schools name as levels, and the levels that each holds.
CYCLES = {
    "P0": ("TPS", "PS", "MS", "GS"),
    "C2": ("CP", "CE1", "CE2"),
    "C3": ("CM1", "CM2", "6"),
    "C4": ("5", "4", "3"),
}


def matieres_open_to(account: Account, right: str) -> QuerySet[Matiere]:
    """The matières that the school uses, where an account uses a right: something new may be made in them."""
    return every_matiere_open_to(account, right).filter(is_active=True)


def every_matiere_open_to(account: Account, right: str) -> QuerySet[Matiere]:
    """The same with those that the school left: his own, or those that he coordinates when the school asks."""
    matieres: QuerySet[Matiere] = Matiere.objects.order_by("label", "reference")
    if account.profile in HAVE_EVERYTHING:
        return matieres
    own = MatiereTeaching.objects.filter(teacher=account)
    if ONLY_COORD in restrictions_on(account, right):
        own = own.filter(is_coordonnateur=True)
    return matieres.filter(pk__in=own.values("matiere"))


def referentiels_open_to(account: Account, right: str) -> ReferentielQuerySet:
    """The référentiels where an account uses a right, in the order of lists; niveaux and matières that the school left
    included.
    """
    found: ReferentielQuerySet = Referentiel.objects.in_order()
    return found.filter(matiere__in=every_matiere_open_to(account, right))


def active_niveaux() -> QuerySet[Niveau]:
    """The niveaux that the school uses, in their order."""
    return Niveau.objects.filter(pk__in=SchoolNiveau.objects.values("niveau"))


def readable_by(account: Account) -> ReferentielQuerySet:
    """The référentiels of the niveaux and matières that the school uses; a family reads those of the niveaux and cycles
    of its children.
    """
    found: ReferentielQuerySet = Referentiel.objects.in_order()
    found = found.filter(niveau__in=active_niveaux(), matiere__is_active=True)
    if account.profile in (Profile.ELV, Profile.TUT):
        return found.filter(niveau__reference__in=with_cycles(_niveaux_of_family(account)))
    return found


def _niveaux_of_family(account: Account) -> list[str]:
    """The references of the niveaux of a pupil, or of the children of a guardian: that of the class, and those of the
    school's own where a group is taught.
    """
    concerned = Q(pk=account.pk) if account.profile == Profile.ELV else Q(guardian_links__guardian=account)
    pupils = Account.objects.pupils().active().filter(concerned)
    of_classes = pupils.exclude(school_class=None).values_list("school_class__niveau__reference", flat=True)
    own = GroupMembership.objects.filter(pupil__in=pupils).exclude(group__niveau__school=None)
    return [*of_classes, *own.values_list("group__niveau__reference", flat=True)]


def with_cycles(references: Collection[str]) -> set[str]:
    """These niveaux and the cycles that hold one of them, by reference."""
    cycles = {cycle for cycle, held in CYCLES.items() if set(held) & set(references)}
    return {*references, *cycles}


def with_sizes(referentiels: ReferentielQuerySet) -> ReferentielQuerySet:
    """The same, each with `item_count`."""
    return referentiels.annotate(item_count=Count("domaines__themes__items"))


def places_for(kind: NodeKind, referentiels: Iterable[Referentiel]) -> list[tuple[int, int, str]]:
    """What may hold a node of a kind: the key of the référentiel, that of the parent, its label; in their order."""
    ranks = {each.pk: rank for rank, each in enumerate(dict.fromkeys(referentiels))}
    if kind is NodeKind.DOMAINE:
        return [(key, key, "À la fin de ce référentiel") for key in ranks]
    if kind is NodeKind.THEME:
        rows = Domaine.objects.filter(referentiel__in=ranks).order_by("order", "pk")
        found = [(row.referentiel_id, row.pk, f"{row.code} {row.name}") for row in rows]
    else:
        themes = Theme.objects.filter(domaine__referentiel__in=ranks).select_related("domaine")
        found = [
            (row.domaine.referentiel_id, row.pk, f"{row.domaine.code}{row.order} {row.name}")
            for row in themes.order_by("domaine__order", "domaine", "order", "pk")
        ]
    return sorted(found, key=lambda place: ranks[place[0]])
