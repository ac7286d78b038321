"""« Référentiels en place »: what the school evaluates, read by all whom the rights allow."""

import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import make_aware
from django.views.decorators.http import require_safe

from accounts.enums import STAFF
from referentiels.exchange.writing import file_formats
from referentiels.forms.days import DayForm
from referentiels.item_parts import held_by_each
from referentiels.models import Item, Referentiel
from referentiels.queries.pages import DomaineRow, rows_of
from referentiels.queries.past import rows_at
from referentiels.queries.places import readable_by, with_sizes
from sacoche.kit.access import requires
from sacoche.kit.clock import today
from sacoche.kit.downloads import attachment
from sacoche.kit.requests import SchoolRequest


@requires("referentiels.see")
@require_safe
def in_place(request: SchoolRequest) -> HttpResponse:
    """The list, by matière."""
    return render(request, "referentiels/in_place.html", {"referentiels": with_sizes(readable_by(request.user))})


@requires("referentiels.see")
@require_safe
def tree(request: SchoolRequest, pk: int) -> HttpResponse:
    """One référentiel, whole."""
    referentiel = get_object_or_404(readable_by(request.user), pk=pk)
    form = DayForm(request.GET)
    day = form.day
    is_staff = request.user.profile in STAFF
    held = held_by_each(Item.objects.filter(theme__domaine__referentiel=referentiel)) if is_staff and not day else None
    context = {
        "referentiel": referentiel,
        "domaines": _rows_on(referentiel, day) if day else rows_of(referentiel, held=held),
        "formats": file_formats(),
        "form": form,
        "day": day,
        "is_staff": is_staff,
    }
    return render(request, "referentiels/tree.html", context)


@requires("referentiels.see")
@require_safe
def printed(request: SchoolRequest, pk: int) -> HttpResponse:
    """The same on paper (PDF); with `?commentaires=1`, each comment is under its item."""
    from referentiels.printing import Heading, write_pdf  # reportlab is slow to import

    referentiel = get_object_or_404(readable_by(request.user), pk=pk)
    heading = Heading(
        referentiel.matiere.label,
        referentiel.niveau.label,
        referentiel.calculation,
        str(request.school),
        f"{today():%d/%m/%Y}",
    )
    content = write_pdf(rows_of(referentiel), heading, with_comments="commentaires" in request.GET)
    name = f"referentiel_{referentiel.matiere.reference}_{referentiel.niveau.reference}.pdf".lower()
    return attachment(content, name=name, content_type="application/pdf")


def _rows_on(referentiel: Referentiel, day: datetime.date) -> list[DomaineRow] | None:
    """The tree on the evening of a day, None when there was none yet."""
    evening = make_aware(datetime.datetime.combine(day, datetime.time.max))
    if referentiel.made_at and evening < referentiel.made_at:
        return None
    return rows_at(referentiel, evening)
