"""The archives that somebody may read, and how he finds one among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.enums import Profile
from accounts.guardians.queries import children_of
from accounts.models import Account
from accounts.queries import HAVE_EVERYTHING, pupils_of
from bilans.officiels.kinds import OfficialKind, official_kinds
from bilans.rights import FAMILIES
from documents.models import Archive
from documents.models.archives import ArchiveQuerySet
from sacoche.kit.access import may
from sacoche.kit.text import unaccent


def readable_kinds(account: Account) -> list[OfficialKind]:
    """The kinds of documents whose archives an account may read."""
    return [kind for kind in official_kinds if may(account, kind.to_see_archives)]


def archives_open_to(account: Account) -> ArchiveQuerySet:
    """The archives that an account may read: a family its own, a teacher those of his pupils, the office all of them.

    A guardian reads those of the children he answers for, as they are today.
    """
    rows: ArchiveQuerySet = Archive.objects.filter(kind__in=[kind.code for kind in readable_kinds(account)])
    if account.profile == Profile.ELV:
        return rows.filter(about=account)
    if account.profile == Profile.TUT:
        return rows.filter(about__in=[child.pk for child in children_of(account)])
    if account.profile in HAVE_EVERYTHING or account.profile == Profile.ADM:
        return rows
    return rows.filter(about__in=pupils_of(account).order_by().values("pk"))


@dataclass(frozen=True)
class Wish:
    """What is looked for, each part as an address says it, empty for any."""

    year: str = ""
    class_name: str = ""
    period: str = ""
    kind: str = ""
    school: str = ""
    name: str = ""
    # Only what was printed the last time.
    is_last: bool = True

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Wish":
        """What an address asks."""
        return cls(
            query.get("annee", ""),
            query.get("classe", ""),
            query.get("periode", ""),
            query.get("bilan", ""),
            query.get("etablissement", ""),
            query.get("nom", "").replace("\0", "").strip(),
            query.get("versions", "") != "toutes",
        )

    def condition(self) -> Q:
        """The same, for a query."""
        found = Q()
        for column, wanted in (
            ("class_name", self.class_name),
            ("period", self.period),
            ("kind", self.kind),
            ("school_name", self.school),
        ):
            if wanted:
                found &= Q(**{column: wanted.replace("\0", "")})
        if self.year:
            found &= Q(year=int(self.year)) if self.year.isascii() and self.year.isdigit() else Q(pk=None)
        for word in unaccent(self.name).split():
            found &= Q(sort_key__contains=word)
        return found


def found_among(rows: ArchiveQuerySet, wish: Wish) -> ArchiveQuerySet:
    """Those that are looked for, in order."""
    kept = rows.filter(wish.condition())
    return (kept.last_versions() if wish.is_last else kept).in_order()


@dataclass(frozen=True)
class Offered:
    """What can be chosen in each list, of what the reader may open."""

    years: Sequence[int]
    classes: Sequence[str]
    periods: Sequence[str]
    schools: Sequence[str]


def offered(rows: ArchiveQuerySet) -> Offered:
    """Four queries, whatever the archives."""

    def each(column: str, *order: str) -> list[Any]:
        return list(dict.fromkeys(rows.order_by(*(order or (column,))).values_list(column, flat=True)))

    return Offered(
        each("year", "-year"), each("class_name"), each("period", "period_order", "period"), each("school_name")
    )


def archive_of(account: Account, key: UUID) -> Archive | None:
    """One archive, if it is his to read."""
    found: Archive | None = archives_open_to(account).filter(key=key).first()
    return found


def is_family(account: Account) -> bool:
    """Whether the archives that he reads are those of his own family."""
    return account.profile in FAMILIES
