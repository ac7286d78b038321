"""« Archives »: find what was printed, open it, take several, transmit them to another school."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bilans.archives.forms import TransmitForm
from bilans.archives.listed import ARCHIVES as ARCHIVES_TABLE
from bilans.archives.listed import TRANSMISSIONS
from bilans.archives.makers import MOST, ZIP
from bilans.archives.queries import Wish, archive_of, archives_open_to, found_among, is_family, offered, readable_kinds
from bilans.archives.rights import ARCHIVES, TRANSMIT
from bilans.officiels.rights import ENTER
from documents.archives import links
from documents.archives.services import ArchiveDamaged, content_of, in_one_file, note_reading
from documents.jobs.asking import TooManyJobs
from documents.makers import NothingToMake, makers
from documents.making import make_or_ask
from documents.models import Archive, ArchiveLink, Job
from documents.views.following import follow
from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.stored import StorageFailed

_A_PAGE = 60


@requires(ARCHIVES)
@require_safe
def archives(request: SchoolRequest) -> HttpResponse:
    """What the reader may open, found by year, class, period, kind, school and name."""
    rows, wish = archives_open_to(request.user), Wish.of(request.GET)
    found = found_among(rows, wish)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wish": wish,
        "offered": offered(rows),
        "kinds": readable_kinds(request.user),
        "is_family": is_family(request.user),
        "wished": [(name, value) for name, value in request.GET.items() if name != "page"],
        "query": urlencode({name: value for name, value in request.GET.items() if name != "page"}),
        "most": MOST,
    }
    return render_listed(request, "bilans/archives/list.html", context, ARCHIVES_TABLE.of(found))


@requires(ARCHIVES)
@require_POST
def open_archive(request: SchoolRequest, key: UUID) -> HttpResponse:
    """The PDF, byte for byte; the first time by the pupil, then by a guardian, is dated."""
    archive = archive_of(request.user, key)
    if archive is None:
        raise Http404
    try:
        content = content_of(archive)
    except ArchiveDamaged as error:
        messages.error(request, str(error))
        return redirect("bilans:archives")
    note_reading(archive, request.user)
    [(name, _)] = in_one_file([archive])
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = _attached(name.rpartition("/")[2])
    response["Cache-Control"] = "no-store"
    return response


def _attached(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


# --- Several ---


def _ticked(request: SchoolRequest) -> list[Archive]:
    """Those that are ticked; all that the page found when that was asked. Those of others are not there."""
    rows = archives_open_to(request.user)
    if "tout" in request.POST:
        return list(found_among(rows, Wish.of(request.POST))[:MOST])
    keys = [key for key in request.POST.getlist("document") if _is_key(key)]
    return list(rows.filter(key__in=keys).in_order()[:MOST])


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@requires(ENTER)
@require_POST
def zip_archives(request: SchoolRequest) -> HttpResponse:
    """The ZIP of those that are ticked, at once, or by a worker when they are many."""
    ticked = _ticked(request)
    if not ticked:
        messages.error(request, "Cochez au moins un document.")
        return redirect(_back(request))
    maker = makers.get(ZIP)
    asked = {"keys": [str(archive.key) for archive in ticked]}
    try:
        made = make_or_ask(maker=maker, school=request.school, owner=request.user, asked=asked)
    except (NothingToMake, StorageFailed, TooManyJobs) as error:
        messages.error(request, str(error))
        return redirect(_back(request))
    return follow(request, made) if isinstance(made, Job) else HttpResponseRedirect(maker.page(made))


def _back(request: SchoolRequest) -> str:
    query = request.POST.get("retour", "")
    return f"{reverse('bilans:archives')}?{query}" if query else reverse("bilans:archives")


# --- To another school ---


@requires(TRANSMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def transmissions(request: SchoolRequest) -> HttpResponse:
    """What was transmitted, and by a POST what is about to be: the documents that were ticked, then the recipient."""
    if request.method != "POST":
        return _transmissions(request, [], TransmitForm())
    ticked = _ticked(request)
    if not ticked:
        messages.error(request, "Cochez au moins un document à transmettre.")
        return redirect(_back(request))
    if "recipient" not in request.POST:
        return _transmissions(request, ticked, TransmitForm())
    form = TransmitForm(request.POST)
    if not form.is_valid():
        return _transmissions(request, ticked, form)
    recipient = form.cleaned_data["recipient"]
    address = links.transmit(owner=request.user, school=request.school, archives=ticked, recipient=recipient)
    said = "le courriel part" if settings.SENDS_MAIL else f"ce serveur n'envoie pas de courriel, donnez {address}"
    messages.success(request, f"Documents transmis à {recipient} pour une semaine : {said}.")
    return redirect("bilans:transmissions")


def _transmissions(request: SchoolRequest, ticked: list[Archive], form: TransmitForm) -> HttpResponse:
    context: dict[str, Any] = {"ticked": ticked, "form": form, "links": links.links_of(request.school)}
    table, status = TRANSMISSIONS.of(context["links"]), 422 if form.errors else 200
    return render_listed(request, "bilans/archives/transmissions.html", context, table, status=status)


@requires(TRANSMIT)
@require_POST
def withdraw(request: SchoolRequest, pk: int) -> HttpResponse:
    """The address gives nothing any more."""
    link = get_object_or_404(ArchiveLink, pk=pk)
    links.withdraw(actor=request.user, link=link)
    messages.success(request, f"L'adresse donnée à {link.recipient} ne donne plus rien.")
    return redirect("bilans:transmissions")
