"""A référentiel is created, copied from a tree, configured or deleted."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Account
from referentiels.enums import LookBack, MethodChoice, Sharing, Synthesis
from referentiels.item_parts import rewritten_parts
from referentiels.models import Item, Referentiel
from referentiels.services.filling import fill
from referentiels.services.telling import tell_of_the_end
from referentiels.socle import entries_by_link
from referentiels.tree import Tree
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from schools.models import Matiere, Niveau


class AlreadyThere(Exception):
    """The school has a référentiel of this matière at this niveau; the message says so in French."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a copy was made of: in words, and the référentiel of another school with its revision, if it is one."""

    words: str = ""
    key: int | None = None
    revision: int = 0


def create(
    *,
    author: Account | None,
    matiere: Matiere,
    niveau: Niveau,
    tree: Tree | None = None,
    origin: Origin | None = None,
    is_copy: bool = True,
) -> Referentiel:
    """A new référentiel, blank or with a copy of `tree`. Raises AlreadyThere.

    It is not shared: one of a matière or of a niveau of the school's own never is, and a copy has no interest until it
    is changed; a tree of the school's own file is none (`is_copy`).
    """
    is_own = matiere.is_own or niveau.is_own
    sharing = Sharing.LOCAL if is_own else Sharing.COPIED if tree and is_copy else Sharing.PRIVATE
    origin = origin or Origin()
    entries = entries_by_link() if tree else {}
    try:
        with transaction.atomic():
            made = Referentiel.objects.create(
                school_id=matiere.school_id,
                matiere=matiere,
                niveau=niveau,
                sharing=sharing,
                made_at=now(),
                origin=origin.words,
                origin_key=origin.key,
                origin_revision=origin.revision,
            )
            if tree:
                fill(referentiel=made, tree=tree, entries=entries)
            record("referentiels.create", actor=author, school=matiere.school, referentiel=str(made))
    except IntegrityError as error:
        raise AlreadyThere(
            f"Il y a déjà un référentiel « {matiere.label} – {niveau.label} » : modifiez-le, ou choisissez un autre "
            "niveau."
        ) from error
    return made


_WORDS: dict[str, tuple[str, Any]] = {
    "method": ("calcul", MethodChoice),
    "limit": ("derniers résultats", None),
    "look_back": ("rétroactif", LookBack),
    "synthesis": ("synthèse", Synthesis),
    "note": ("note", None),
}


@transaction.atomic
def configure(*, author: Account | None, referentiel: Referentiel, **settings: Any) -> None:
    """Give settings to a référentiel (`method`, `limit`, `look_back`, `synthesis`, `note`); nothing else is written."""
    present = Referentiel.objects.select_for_update().get(pk=referentiel.pk)
    changed = {name: value for name, value in settings.items() if getattr(present, name) != value}
    if not changed:
        return
    Referentiel.objects.filter(pk=present.pk).update(**changed)
    told = ", ".join(_told(name, getattr(present, name), value) for name, value in changed.items())
    record("referentiels.configure", actor=author, school=present.school, referentiel=str(referentiel), settings=told)


def _told(name: str, before: Any, after: Any) -> str:
    """« calcul : moyenne des résultats → le meilleur résultat »."""
    word, choices = _WORDS[name]
    shown = [choices(value).label if choices else str(value) or "aucune" for value in (before, after)]
    return f"{word} : {shown[0]} → {shown[1]}"


@transaction.atomic
def delete(*, author: Account | None, referentiel: Referentiel) -> None:
    """Take a référentiel away with its tree, its history and all that its items hold."""
    items = Item.objects.filter(theme__domaine__referentiel=referentiel)
    school = referentiel.school
    record("referentiels.delete", actor=author, school=school, referentiel=str(referentiel), items=items.count())
    tell_of_the_end(author=author, referentiel=referentiel)
    for part in rewritten_parts():
        part.rows_of(items).delete()
    referentiel.delete()
