"""What the pages « Rechercher un utilisateur » and « Fusionner deux comptes » read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, QuerySet, Value, When

from accounts.enums import Profile
from accounts.merging.merge import COMPLETED, is_unknown, parts
from accounts.models import Account, AccountQuerySet
from accounts.people.kinds import Kind, kind_of
from accounts.people.queries import holding, kin_of
from sacoche.kit.text import spaced

NAMES_A_PAGE = 100
_CANDIDATES = 20
_NUMBERS = ("sconet_id", "elenoet", "reference", "id_ent", "id_gepi")


@dataclass(frozen=True)
class Found:
    """A person found, with the kind whose pages manage the account."""

    person: Account
    kind: Kind

    @property
    def numbers(self) -> str:
        """« INE 123, Id ENT abc »: what other software calls the person."""
        held = [(_label(name), getattr(self.person, name)) for name in _NUMBERS]
        return ", ".join(f"{label} {value}" for label, value in held if value)


def anybody(words: str) -> AccountQuerySet:
    """Every account that matches, present or not, of every profile, in order of names."""
    everybody: AccountQuerySet = Account.objects.exclude(profile=Profile.WBM).select_related("school_class")
    return holding(everybody, words).in_name_order()


def found(people: Iterable[Account]) -> list[Found]:
    """These people with the pages where each is managed."""
    return [Found(person, kind_of(person)) for person in people]


def doubled_names() -> QuerySet[Any]:
    """The (name, kind of people) that several accounts have, in order of names."""
    apart = [When(profile=profile, then=Value(profile.value)) for profile in (Profile.ELV, Profile.TUT, Profile.ADM)]
    everybody = Account.objects.exclude(profile=Profile.WBM).annotate(kinship=Case(*apart, default=Value("")))
    doubled: QuerySet[Any] = everybody.order_by().values("sort_key", "kinship").annotate(number=Count("pk"))
    return doubled.filter(number__gt=1).order_by("sort_key", "kinship").values_list("sort_key", "kinship")


def same_names(doubled: Iterable[tuple[str, str]]) -> list[list[Found]]:
    """People of one kind and one name: perhaps one person with two accounts, perhaps two people."""
    people = anybody("").filter(sort_key__in={name for name, _ in doubled})
    by_kind = sorted(found(people), key=lambda each: (each.person.sort_key, each.kind.code, each.person.pk))
    groups = (list(group) for _, group in groupby(by_kind, key=lambda each: (each.person.sort_key, each.kind.code)))
    return [group for group in groups if len(group) > 1]


def all_same_names() -> Iterator[Account]:
    """Each of these people, name after name, all the pages of the list."""
    yield from (each.person for group in same_names(doubled_names()) for each in group)


def merge_candidates(account: Account, words: str) -> list[Found]:
    """The accounts that may be the same person: those found by words, else those of the same family name."""
    kin = holding(kin_of(account), words or account.last_name).select_related("school_class")
    return found(kin.in_name_order()[:_CANDIDATES])


@dataclass(frozen=True)
class Line:
    """A line of the preview: what each of the two accounts has, and what the merged one will have."""

    label: str
    kept: str
    other: str
    after: str


@dataclass(frozen=True)
class MergePreview:
    """What a merge would do, before anything is written."""

    identity: list[Line]
    holdings: list[Line]
    remarks: list[str]


def merge_preview(kept: Account, other: Account) -> MergePreview:
    """Both accounts side by side, and what the one that stays will be; what neither of them has is left out."""
    names = [_plain(kept, other, name) for name in ("last_name", "first_name", "profile", "login")]
    known = [name for name in COMPLETED if not (is_unknown(kept, name) and is_unknown(other, name))]
    counts = [(part.label, part.count(kept), part.count(other)) for part in parts if part.label]
    return MergePreview(
        identity=[*names, *(_completed(kept, other, name) for name in known), _departure(kept, other)],
        holdings=[Line(label, spaced(own), spaced(theirs), "") for label, own, theirs in counts if own or theirs],
        remarks=[remark for part in parts for remark in part.remarks(kept, other)],
    )


def _plain(kept: Account, other: Account, name: str) -> Line:
    return Line(_label(name), _shown(kept, name), _shown(other, name), _shown(kept, name))


def _completed(kept: Account, other: Account, name: str) -> Line:
    source = other if is_unknown(kept, name) else kept
    return Line(_label(name), _shown(kept, name), _shown(other, name), _shown(source, name))


def _departure(kept: Account, other: Account) -> Line:
    present = "présent"
    dates = [each.left_on for each in (kept, other)]
    after = None if None in dates else max(date for date in dates if date)
    shown = [f"sorti le {date:%d/%m/%Y}" if date else present for date in (*dates, after)]
    return Line("état du compte", *shown)


def _label(name: str) -> str:
    return str(Account._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(account: Account, name: str) -> str:
    if name in ("profile", "gender"):
        return str(getattr(account, f"get_{name}_display")())
    value = getattr(account, name)
    if name == "birth_date" and value:
        return f"{value:%d/%m/%Y}"
    return str(value or "–")
