"""What the pages about guardians read."""

from django.db.models import Prefetch

from accounts.models import Account, AccountQuerySet, Guardianship
from accounts.people.queries import holding, managed_guardians

_CANDIDATES = 20


def with_guardians(pupils: AccountQuerySet) -> AccountQuerySet:
    """These pupils with their guardians by rank (`guardian_links`)."""
    links = Guardianship.objects.select_related("guardian").order_by("rank")
    return pupils.prefetch_related(Prefetch("guardian_links", queryset=links))


def candidates(pupil: Account, words: str) -> list[Account]:
    """The first guardians who match and do not answer for the pupil yet; without words, those of the same name."""
    present = Guardianship.objects.filter(pupil=pupil).values("guardian")
    found = holding(managed_guardians().active(), words or pupil.last_name).exclude(pk__in=present)
    return list(found[:_CANDIDATES])


def same_home(guardian: Account) -> list[Account]:
    """The other guardians of the children of this one whose address is known: it may well be the same."""
    children = Guardianship.objects.filter(guardian=guardian).values("pupil")
    others = managed_guardians().filter(children_links__pupil__in=children, address__isnull=False)
    return list(others.exclude(pk=guardian.pk).distinct())


def children_of(guardian: Account) -> list[Account]:
    """The pupils present that this guardian answers for, in the order of names, each with its class."""
    children = Account.objects.pupils().active().filter(guardian_links__guardian=guardian)
    return list(children.select_related("school_class__niveau").in_name_order())
