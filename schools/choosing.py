"""The schools that somebody not signed in chooses from: by words, by geographic zone, or all of them."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from schools.models import School, Zone

# The value of the schools that the operator put in no zone.
OTHERS = "autres"
# What is shown as one list without asking for anything first.
_FEW = 20
_PAGE = 50


@dataclass(frozen=True)
class Choices:
    """What the page of choice shows.

    `zones` are the values and names of the list of zones, empty without any; `zone` is the value chosen. `page` is
    None as long as nothing tells which schools to list; `is_by_place`: its schools are in the order of their towns.
    """

    query: str
    zone: str
    zones: list[tuple[str, str]]
    page: "Page[School] | None"
    is_by_place: bool


def choices(*, query: str, zone: str, page: str) -> Choices:
    """The schools that these words find, those of a zone, or all when they are few or in no zone at all."""
    zones = _zones()
    schools: Any = None
    if query:
        schools = School.objects.matching(query)
    elif zone in dict(zones):
        schools = School.objects.filter(zone=None if zone == OTHERS else int(zone)).order_by("place_key")
    elif not zones or School.objects.count() <= _FEW:
        schools = School.objects.order_by("place_key")
    found = None if schools is None else Paginator(_shown(schools), _PAGE).get_page(page)
    return Choices(query=query, zone=zone, zones=zones, page=found, is_by_place=not query)


def suggestions(query: str, *, at_most: int) -> list[School]:
    """The first schools that the words typed so far find; none before anything is typed."""
    return list(_shown(School.objects.matching(query))[:at_most]) if query.strip() else []


def _shown(schools: Any) -> Any:
    return schools.only("number", "name", "town", "uai")


def _zones() -> list[tuple[str, str]]:
    """The zones that have schools, in the operator's order; those of no zone come last."""
    used = Zone.objects.filter(Exists(School.objects.filter(zone=OuterRef("pk"))))
    zones = [(str(pk), name) for pk, name in used.values_list("pk", "name")]
    if zones and School.objects.filter(zone=None).exists():
        zones.append((OTHERS, "Autres établissements"))
    return zones
