"""« Référentiels partagés »: what the other schools of the server share. Nothing else of them is read here."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from referentiels.enums import Sharing
from referentiels.models import Referentiel, ReferentielQuerySet
from referentiels.queries.whole import tree_of
from referentiels.tree import ORIGIN_LENGTH, Tree
from sacoche.kit.clock import local
from sacoche.kit.tenancy import all_schools
from sacoche.kit.text import unaccent
from schools.models import School
from schools.national_matieres import matieres_of_family

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SharedReferentiel:
    """What may be told of a référentiel of another school."""

    key: int
    matiere: str
    matiere_reference: str
    niveau: str
    niveau_key: int
    school: str
    shared_on: datetime.date
    changed_on: datetime.date
    note: str
    item_count: int
    copies: int
    revision: int

    @property
    def words(self) -> str:
        """« École des Tilleuls, Vire : Mathématiques, CM1 », no longer than what a copy keeps of it."""
        said = f"{self.school} : {self.matiere}, {self.niveau}"
        return said if len(said) <= ORIGIN_LENGTH else f"{said[: ORIGIN_LENGTH - 1]}…"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words of the matière, the school or the note; a niveau; a family of the national list of
    matières; changed since a day.
    """

    words: str = ""
    niveau: int | None = None
    family: str = ""
    since: datetime.date | None = None


def shared_elsewhere(school: School, wanted: Wanted = Wanted()) -> list[SharedReferentiel]:
    """Those that other schools share, by matière then niveau."""
    with _others(school) as shared:
        if wanted.niveau is not None:
            shared = shared.filter(niveau=wanted.niveau)
        if wanted.family:
            references = [matiere.reference for matiere in matieres_of_family(wanted.family)]
            shared = shared.filter(matiere__reference__in=references)
        rows = _told(list(shared.in_order()))
    words = unaccent(wanted.words).split()
    found = [row for row in rows if all(word in _text(row) for word in words) and _is_recent(row, wanted.since)]
    return found[:_SHOWN]


def _is_recent(row: SharedReferentiel, since: datetime.date | None) -> bool:
    return since is None or row.changed_on >= since


def shared_one(school: School, key: int) -> tuple[SharedReferentiel, Tree] | None:
    """One of them with its tree, None when no school shares such a référentiel."""
    with _others(school) as shared:
        row = shared.select_related("matiere", "niveau").filter(pk=key).first()
        return (_told([row])[0], tree_of(row)) if row else None


def newer_versions(school: School, mine: ReferentielQuerySet) -> dict[int, int]:
    """Of one's own copies, those whose original changed since: the key of the copy, that of the original."""
    copies = [row for row in mine if row.origin_key]
    with _others(school) as shared:
        now = dict(shared.filter(pk__in={row.origin_key for row in copies}).values_list("pk", "revision"))
    return {row.pk: row.origin_key for row in copies if now.get(row.origin_key, 0) > row.origin_revision}


@contextmanager
def _others(school: School) -> Iterator[ReferentielQuerySet]:
    """The référentiels that schools other than this one share; the only reading across schools of this room."""
    with all_schools():
        yield (
            Referentiel.objects.filter(sharing=Sharing.SHARED)
            .exclude(school=school)
            .select_related("school")
            .annotate(item_count=Count("domaines__themes__items", distinct=True), changed_at=Max("changes__made_at"))
        )


def _told(rows: Sequence[Any]) -> list[SharedReferentiel]:
    copied = Referentiel.objects.filter(origin_key__in=[row.pk for row in rows]).values_list("origin_key", flat=True)
    copies = Counter(copied)
    return [
        SharedReferentiel(
            key=row.pk,
            matiere=row.matiere.label,
            matiere_reference=row.matiere.reference,
            niveau=row.niveau.label,
            niveau_key=row.niveau_id,
            school=str(row.school),
            shared_on=row.shared_on,
            changed_on=local(row.changed_at).date() if row.changed_at else row.shared_on,
            note=row.note,
            item_count=row.item_count,
            copies=copies[row.pk],
            revision=row.revision,
        )
        for row in rows
    ]


def _text(row: SharedReferentiel) -> str:
    return unaccent(f"{row.matiere} {row.matiere_reference} {row.niveau} {row.school} {row.note}")
