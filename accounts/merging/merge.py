"""Two accounts of one person become one: what each holds is moved to the one that is kept, then the other goes.

Every application says what it keeps about accounts by registering a `Part`; a test checks that none is forgotten.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from accounts.models import Account
from accounts.people.queries import kin_of
from accounts.queries import rows_by_key
from sacoche.kit.journal import record
from sacoche.kit.registry import Registry
from schools.models import School

# Empty on the kept account, they are filled in from the other one.
COMPLETED = (
    "gender",
    "birth_date",
    "email",
    "sconet_id",
    "elenoet",
    "reference",
    "id_ent",
    "id_gepi",
    "school_class",
)


@dataclass(frozen=True)
class Merge:
    """A merge under way: what `other` holds goes to `kept`, at the request of `actor` (None for a command)."""

    kept: Account
    other: Account
    actor: Account | None


def _no_remark(kept: Account, other: Account) -> list[str]:
    return []


@dataclass(frozen=True)
class Part:
    """Something that accounts hold: rows of `model`, by the foreign keys `names`, which `move` empties.

    `label` heads its line on the preview, where `count` says how many there are; without a label there is no line.
    `remarks` say in French, before anything is written, what a merge would have to choose.
    """

    model: type[models.Model]
    names: tuple[str, ...]
    move: Callable[[Merge], None]
    label: str
    remarks: Callable[[Account, Account], list[str]]

    @property
    def code(self) -> str:
        return self.columns[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """« app.Model.field »."""
        return tuple(f"{self.model._meta.label}.{name}" for name in self.names)

    @property
    def goes_with_account(self) -> bool:
        """Whether the rows go when the account is deleted, instead of staying without it."""
        key: Any = self.model._meta.get_field(self.names[0])
        return key.remote_field.on_delete is models.CASCADE

    def count(self, account: Account) -> int:
        """How many rows point at an account."""
        return self.count_all([account])

    def count_all(self, accounts: Collection[Account]) -> int:
        """How many rows point at these accounts."""
        return int(rows_by_key(self.model, self.names[0]).filter(**{f"{self.names[0]}__in": accounts}).count())


parts: Registry[Part] = Registry("parts of a merge")


def hold(
    model: type[models.Model],
    *names: str,
    move: Callable[[Merge], None] | None = None,
    label: str = "",
    remarks: Callable[[Account, Account], list[str]] = _no_remark,
) -> None:
    """Register that rows of `model` hold accounts by these foreign keys; without a `move`, they are repointed."""
    parts.register(Part(model, names, move or repoint(model, *names), label, remarks))


class CannotMerge(Exception):
    """These accounts are not to be merged; the message says why, in French."""


def refuse_merge(*, kept: Account, other: Account, actor: Account | None) -> None:
    """Raise CannotMerge unless both are of one kind of people, and the one that goes is not one's own."""
    if kept.pk == other.pk:
        raise CannotMerge("C'est deux fois le même compte : choisissez-en un autre.")
    if not kin_of(kept).filter(pk=other.pk).exists():
        raise CannotMerge(
            f"Un compte « {other.get_profile_display()} » ne se fusionne pas avec un compte "
            f"« {kept.get_profile_display()} » : ce sont deux rôles, une même personne peut avoir les deux."
        )
    if actor is not None and other.pk == actor.pk:
        raise CannotMerge("Le compte qui disparaîtrait est le vôtre : échangez les deux comptes.")


def merge_accounts(*, actor: Account | None, kept: Account, other: Account) -> None:
    """Move everything that `other` holds to `kept`, complete `kept` where it is empty, delete `other`.

    Login and password are those of `kept`; lines of the journal keep the name under which they were written.
    Raises CannotMerge.
    """
    with transaction.atomic():
        kept, other = _locked(kept, other)
        refuse_merge(kept=kept, other=other, actor=actor)
        merge = Merge(kept, other, actor)
        for part in parts:
            part.move(merge)
        changed = _complete(kept, other)
        told = {"person": kept.full_name, "profile": kept.get_profile_display(), "login": kept.login}
        told |= {"other": other.full_name, "other_login": other.login}
        # First the deletion: two accounts never have one ENT identifier.
        other.delete()
        kept.save(update_fields=[*changed, "sort_key"])
        record("accounts.merge", actor=actor, school=kept.school, **told)


def _locked(kept: Account, other: Account) -> tuple[Account, Account]:
    """Both accounts as they are now. Raises CannotMerge when one of them has just gone."""
    School.objects.select_for_update(no_key=True).get(pk=kept.school_id or 0)
    found = {
        each.pk: each for each in Account.objects.filter(pk__in=[kept.pk, other.pk]).order_by("pk").select_for_update()
    }
    try:
        return found[kept.pk], found[other.pk]
    except KeyError:
        raise CannotMerge("Un de ces deux comptes n'existe plus : la fusion a peut-être déjà été faite.") from None


def _complete(kept: Account, other: Account) -> list[str]:
    """Fill in what is empty on `kept`; return the names of the fields changed."""
    changed = [name for name in COMPLETED if is_unknown(kept, name) and not is_unknown(other, name)]
    for name in changed:
        setattr(kept, name, getattr(other, name))
    if "email" in changed:
        kept.is_email_own = other.is_email_own
        changed.append("is_email_own")
    # Present under one of the two accounts, the person is present.
    left_on = None if None in (kept.left_on, other.left_on) else max(kept.left_on, other.left_on)  # type: ignore[type-var]
    if left_on != kept.left_on:
        kept.left_on = left_on
        changed.append("left_on")
    return changed


def is_unknown(account: Account, name: str) -> bool:
    """Whether the account says nothing under this field."""
    return getattr(account, name) in (None, "", Account._meta.get_field(name).get_default())  # type: ignore[union-attr]


def repoint(model: type[models.Model], *names: str) -> Callable[[Merge], None]:
    """A `move` that makes these foreign keys point at the kept account."""

    def move(merge: Merge) -> None:
        for name in names:
            rows_by_key(model, name).filter(**{name: merge.other}).update(**{name: merge.kept})

    return move


def move_links(
    model: type[models.Model], *, holder: str, to: str, flags: tuple[str, ...] = ()
) -> Callable[[Merge], None]:
    """A `move` for links that exist once by couple: of two to the same thing one stays, with the flags of both."""

    def move(merge: Merge) -> None:
        manager: Any = model._default_manager
        held = {getattr(link, f"{to}_id"): link for link in manager.filter(**{holder: merge.kept})}
        for link in manager.filter(**{holder: merge.other}):
            twin = held.get(getattr(link, f"{to}_id"))
            if twin is None:
                manager.filter(pk=link.pk).update(**{holder: merge.kept})
            else:
                manager.filter(pk=twin.pk).update(
                    **{flag: getattr(twin, flag) or getattr(link, flag) for flag in flags}
                )
                manager.filter(pk=link.pk).delete()

    return move
