"""« Par matière », « par élève », « appréciations générales »: the pages where official documents are written."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.enums import ASSIGNED
from accounts.models import GroupMembership
from accounts.queries import groups_of
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.queries.editions import classes_seen, edition
from bilans.officiels.queries.pupil import class_page, pupil_page, syntheses_page
from bilans.officiels.queries.subject import SubjectPage, subject_page
from bilans.officiels.queries.teaching import matieres_written_by
from bilans.officiels.rights import ENTER
from bilans.officiels.shapes import Edition
from bilans.officiels.views.board import SIGNS
from bilans.officiels.views.opening import kind_of, opened
from bilans.rights import SEE
from evaluations.queries import current_scale
from grids.live import kept_key
from sacoche.kit.access import may, requires
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest
from schools.models import Group, Matiere, SchoolClass


def _frame(request: SchoolRequest, found: Edition, place: str) -> dict[str, Any]:
    """What every page of a document has; `place` names the page, for what is kept on the device."""
    return {
        "edition": found,
        "kind": found.kind,
        "sign": SIGNS[found.status],
        "scale": current_scale(),
        "sees_results": may(request.user, SEE),
        "texts": {
            "grid": f"textes:{found.kind.code}:{found.dates.period_id}:{place}",
            "key": kept_key(request.user),
            "day": today().isoformat(),
            "me": request.user.author_label,
            "max": 100 if found.is_in_percents else 20,
        },
    }


@requires(ENTER)
@require_safe
def of_class(request: SchoolRequest, kind: str, school_class: int, period: int) -> HttpResponse:
    """The document of a class: its matières, its pupils, what is open."""
    found = opened(request, kind, school_class, period)
    page = class_page(request.user, found)
    return render(request, "bilans/officiels/class.html", _frame(request, found, "") | {"page": page})


@requires(ENTER)
@require_safe
def subject(request: SchoolRequest, kind: str, school_class: int, period: int, matiere: int) -> HttpResponse:
    """A class in a matière: an appreciation and a mean for each pupil."""
    found = opened(request, kind, school_class, period)
    row = get_object_or_404(Matiere, pk=matiere)
    page = subject_page(request.user, found, row)
    context = {"matiere": row, "pages": [page], "own_matieres": matieres_written_by(request.user)}
    context["siblings"] = _siblings(request, found)
    place = f"classe-{school_class}:{matiere}"
    return render(request, "bilans/officiels/subject.html", _frame(request, found, place) | _counts([page]) | context)


def _siblings(request: SchoolRequest, found: Edition) -> list[SchoolClass]:
    """The other classes that have this period, to go from one to the next."""
    classes = classes_seen(request.user).filter(period_dates__period=found.dates.period_id)
    return list(classes)


def _counts(pages: list[SubjectPage]) -> dict[str, int]:
    rows = [row for page in pages for row in page.rows]
    written = sum(page.written for page in pages)
    no_mean = sum(1 for row in rows if row.mean and not row.mean.shown and row.mean.origin != "removed")
    return {"pupils": len(rows), "written": written, "to_write": len(rows) - written, "without_mean": no_mean}


@requires(ENTER)
@require_safe
def group(request: SchoolRequest, kind: str, group: int, period: int, matiere: int) -> HttpResponse:
    """A group in a matière, class by class: each follows the status of its own."""
    place, row = get_object_or_404(Group, pk=group), get_object_or_404(Matiere, pk=matiere)
    if request.user.profile in ASSIGNED and not groups_of(request.user).filter(pk=group).exists():
        raise PermissionDenied("Ce groupe n'est pas un des vôtres.")
    members = GroupMembership.objects.filter(group=place)
    keys = dict(members.values_list("pupil_id", "pupil__school_class_id"))
    editions = _editions(kind_of(kind), {key for key in keys.values() if key}, period)
    if not editions:
        raise Http404
    pages = [subject_page(request.user, each, row, only=keys) for each in editions]
    context = {"matiere": row, "pages": pages, "group": place}
    frame = _frame(request, editions[0], f"groupe-{group}:{matiere}")
    return render(request, "bilans/officiels/subject.html", frame | _counts(pages) | context)


def _editions(kind: OfficialKind, classes: set[int], period: int) -> list[Edition]:
    """The documents of these classes for the period: one for each that has it."""
    ordered = SchoolClass.objects.in_level_order().filter(pk__in=classes).values_list("pk", flat=True)
    found = (edition(kind, school_class, period) for school_class in ordered)
    return [each for each in found if each is not None]


@requires(ENTER)
@require_safe
def pupil(request: SchoolRequest, kind: str, school_class: int, period: int, pupil: int) -> HttpResponse:
    """Everything that is said of a pupil, and his general appreciation."""
    found = opened(request, kind, school_class, period)
    page = pupil_page(request.user, found, pupil)
    if page is None:
        raise Http404
    context = _frame(request, found, f"synthese-{school_class}") | {"page": page}
    return render(request, "bilans/officiels/pupil.html", context)


@requires(ENTER)
@require_safe
def syntheses(request: SchoolRequest, kind: str, school_class: int, period: int) -> HttpResponse:
    """The general appreciations of a class, one under the other."""
    found = opened(request, kind, school_class, period)
    page = syntheses_page(request.user, found)
    context = _frame(request, found, f"synthese-{school_class}") | {"page": page}
    return render(request, "bilans/officiels/syntheses.html", context)
