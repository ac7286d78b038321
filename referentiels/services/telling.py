"""Tell those who teach a matière what becomes of its référentiels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from accounts.models import Account
from accounts.notices.services import notify, withdraw
from referentiels.enums import ChangeVerb, NodeKind
from referentiels.models import Change, Referentiel
from referentiels.notices import CHANGED, DELETED, LOST
from schools.models import Matiere


def tell_of_changes(
    *, author: Account | None, referentiels: Mapping[int, Referentiel], changes: Iterable[Change]
) -> None:
    """A gesture was written: one notice a référentiel, that of what is lost before that of what has changed."""
    lost: defaultdict[int, int] = defaultdict(int)
    for change in changes:
        is_lost = change.kind == NodeKind.ITEM and change.verb in (ChangeVerb.DELETE, ChangeVerb.MERGE)
        lost[change.referentiel_id] += is_lost
    for key, items in lost.items():
        referentiel = referentiels[key]
        about: dict[str, Any] = {"who": _name(author), "referentiel": str(referentiel)}
        to = _users(referentiel.matiere)
        if items:
            notify(LOST, to, by=author, target=key, items=items, **about)
        else:
            notify(CHANGED, to, by=author, target=key, **about)


def tell_of_the_end(*, author: Account | None, referentiel: Referentiel, what: str = "a supprimé") -> None:
    """A référentiel leaves its matière (`what`: how); nobody needs to read what was changed in it."""
    for code in (CHANGED, LOST):
        withdraw(code, target=referentiel.pk)
    about: dict[str, Any] = {"who": _name(author), "what": what, "referentiel": str(referentiel)}
    notify(DELETED, _users(referentiel.matiere), by=author, target=referentiel.pk, **about)


def _users(matiere: Matiere) -> QuerySet[Account]:
    users: QuerySet[Account] = Account.objects.active().filter(matiere_teachings__matiere=matiere)
    return users


def _name(author: Account | None) -> str:
    return author.display_name if author else "L'hébergeur"
