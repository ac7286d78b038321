"""Which document an address means, and whether the reader may open it."""

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


def opened(request: SchoolRequest, kind: str, school_class: int, period: int) -> Edition:
    """The document: 404 when the school has no such class or the class no such period, 403 in words for others'."""
    get_object_or_404(SchoolClass, pk=school_class)
    if not classes_seen(request.user).filter(pk=school_class).exists():
        raise PermissionDenied("Cette classe n'est pas une des vôtres, et aucun de vos groupes n'y a d'élèves.")
    found = edition(kind_of(kind), school_class, period)
    if found is None:
        raise Http404
    return found


def must(request: SchoolRequest, right: str) -> None:
    """Raise PermissionDenied, in words, when the reader has not this right."""
    if not may(request.user, right):
        raise PermissionDenied(refusal(request.user, right))
