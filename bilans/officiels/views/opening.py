"""Which document an address means, and whether the reader may open it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from bilans.officiels.kinds import OfficialKind, official_kinds
from bilans.officiels.queries.editions import classes_seen, edition
from bilans.officiels.shapes import Edition
from sacoche.kit.access import may, refusal
from sacoche.kit.requests import SchoolRequest
from schools.models import SchoolClass


def kind_of(code: str) -> OfficialKind:
    """The kind of document of an address; 404 for one that there is not."""
    if code not in official_kinds:
        raise Http404
    return official_kinds.get(code)


@dataclass(frozen=True)
class Place:
    """Where a document stands: its kind, the numbers of its class and of its period."""

    kind: OfficialKind
    school_class: int
    period: int

    def edition(self) -> Edition:
        """The document that stands there; 404 when the class has no such period."""
        found = edition(self.kind, self.school_class, self.period)
        if found is None:
            raise Http404
        return found


def opened_place(request: SchoolRequest, kind: str, school_class: int, period: int) -> Place:
    """The place that an address means: 404 when the school has no such class, 403 in words for others'."""
    if not classes_seen(request.user).filter(pk=school_class).exists():
        get_object_or_404(SchoolClass, pk=school_class)
        raise PermissionDenied("Cette classe n'est pas une des vôtres, et aucun de vos groupes n'y a d'élèves.")
    return Place(kind_of(kind), school_class, period)


def opened(request: SchoolRequest, kind: str, school_class: int, period: int) -> Edition:
    """The document: as its place, and 404 when the class has no such period."""
    return opened_place(request, kind, school_class, period).edition()


def must(request: SchoolRequest, right: str) -> None:
    """Raise PermissionDenied, in words, when the reader has not this right."""
    if not may(request.user, right):
        raise PermissionDenied(refusal(request.user, right))
