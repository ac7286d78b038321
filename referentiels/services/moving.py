"""A whole référentiel goes to another matière: its tree, its history and all that its items hold go with it."""

from django.db import IntegrityError, transaction

from accounts.models import Account
from referentiels.enums import Sharing
from referentiels.models import Referentiel
from referentiels.services.making import AlreadyThere
from referentiels.services.telling import tell_of_the_end
from sacoche.kit.journal import record
from schools.models import Matiere


def change_matiere(*, author: Account | None, referentiel: Referentiel, matiere: Matiere) -> Referentiel:
    """Give a référentiel to another matière. Raises AlreadyThere, which says what to do instead.

    What others see follows: that of a matière of the school's own is never shared, and one that leaves such a matière
    is no longer kept from it.
    """
    try:
        with transaction.atomic():
            present: Referentiel = Referentiel.objects.select_for_update(of=("self",)).get(pk=referentiel.pk)
            before = str(present)
            tell_of_the_end(author=author, referentiel=present, what="a donné à une autre matière")
            is_own = matiere.is_own or present.niveau.is_own
            sharing = Sharing.LOCAL if is_own else _outside(present)
            shared_on = present.shared_on if sharing == Sharing.SHARED else None
            Referentiel.objects.filter(pk=present.pk).update(matiere=matiere, sharing=sharing, shared_on=shared_on)
            moved: Referentiel = Referentiel.objects.select_related("matiere", "niveau").get(pk=present.pk)
            record("referentiels.change_matiere", actor=author, school=moved.school, before=before, after=str(moved))
    except IntegrityError as error:
        raise AlreadyThere(
            f"Il y a déjà un référentiel « {matiere.label} – {referentiel.niveau.label} » : déplacez-y les domaines un "
            "à un, dans « Modifier le contenu »."
        ) from error
    return moved


def _outside(referentiel: Referentiel) -> str:
    return Sharing.PRIVATE if referentiel.sharing == Sharing.LOCAL else referentiel.sharing
