"""« Partager » a référentiel with the other schools of the server, and take it back."""

from django.db import transaction

from accounts.models import Account
from referentiels.enums import Sharing
from referentiels.models import Item, Referentiel
from sacoche.kit.clock import today
from sacoche.kit.journal import record


class CannotShare(Exception):
    """This référentiel is not one that others may copy; the message says why in French."""


@transaction.atomic
def share(*, author: Account | None, referentiel: Referentiel, note: str = "") -> None:
    """Let the other schools of the server read and copy a référentiel. Raises CannotShare."""
    present = Referentiel.objects.select_for_update().get(pk=referentiel.pk)
    refusal = why_not_shared(present)
    if refusal:
        raise CannotShare(refusal)
    _write(present, sharing=Sharing.SHARED, shared_on=today(), note=note)
    record("referentiels.share", actor=author, school=present.school, referentiel=str(referentiel))


@transaction.atomic
def unshare(*, author: Account | None, referentiel: Referentiel) -> None:
    """Other schools no longer see it; the copies that they made stay theirs."""
    _write(referentiel, sharing=Sharing.PRIVATE, shared_on=None, note=referentiel.note)
    record("referentiels.unshare", actor=author, school=referentiel.school, referentiel=str(referentiel))


def why_not_shared(referentiel: Referentiel) -> str:
    """Why a référentiel cannot be shared, empty when it can."""
    if referentiel.niveau.is_own:
        return "Un niveau propre à l'établissement n'existe pas ailleurs : son référentiel ne se partage pas."
    if referentiel.sharing == Sharing.LOCAL or referentiel.matiere.is_own:
        return "Une matière propre à l'établissement n'existe pas ailleurs : son référentiel ne se partage pas."
    if referentiel.sharing == Sharing.COPIED:
        return "C'est une copie que rien n'a changée : les autres établissements ont déjà l'original."
    if not Item.objects.filter(theme__domaine__referentiel=referentiel).exists():
        return "Ce référentiel n'a pas encore d'item : il n'y a rien à partager."
    return ""


def _write(referentiel: Referentiel, **values: object) -> None:
    Referentiel.objects.filter(pk=referentiel.pk).update(**values)
