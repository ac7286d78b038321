"""« Recherche de saisies manquantes », its file, and « Relancer »."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.queries import classes_open_to
from bilans.officiels.forms import MissingForm
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.queries.editions import classes_seen, editions_of
from bilans.officiels.queries.missing import Missing, missing
from bilans.officiels.rights import ENTER
from bilans.officiels.services.reminding import remind
from bilans.officiels.shapes import Edition
from bilans.officiels.views.opening import kind_of, must
from sacoche.kit.access import may, requires
from sacoche.kit.files.tables import formats, table_file
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count, unaccent

_HEADS = ("Classe", "Élève", "Saisie manquante", "Matière", "Professeur")


def _form(request: SchoolRequest, kind: OfficialKind) -> tuple[MissingForm, list[Edition]]:
    """What is asked, and the documents that can be looked at."""
    editions = editions_of(kind, classes_seen(request.user))
    sent = request.POST if request.method == "POST" else request.GET
    return MissingForm(editions, sent or None), editions


@requires(ENTER)
@require_safe
def show(request: SchoolRequest, kind: str) -> HttpResponse:
    """What is not written yet, in a class or in all of them."""
    found = kind_of(kind)
    form, _editions = _form(request, found)
    lacking = _lacking(form)
    context = {
        "kind": found,
        "form": form,
        "lacking": lacking,
        "may_remind": lacking and _may_remind(request, found),
        "formats": list(formats),
        "query": request.GET.urlencode(),
    }
    return render(request, "bilans/officiels/missing.html", context, status=422 if form.errors else 200)


def _lacking(form: MissingForm) -> list[Missing] | None:
    """What is missing; None as long as nothing, or nothing that can be, is asked."""
    return missing(form.editions, form.whats) if form.is_bound and form.is_valid() else None


def _may_remind(request: SchoolRequest, kind: OfficialKind) -> bool:
    """Who opens documents, and professeurs principaux."""
    if may(request.user, kind.to_set_status):
        return True
    return may(request.user, kind.to_conclude) and classes_open_to(request.user, kind.to_conclude).exists()


@requires(ENTER)
@require_safe
def file(request: SchoolRequest, kind: str, code: str) -> HttpResponse | FileResponse:
    """The same in a spreadsheet."""
    found = kind_of(kind)
    form, _editions = _form(request, found)
    lacking = _lacking(form)
    if lacking is None or code not in formats:
        return redirect("bilans:official_missing", found.code)
    rows = (
        (each.edition.school_class.label, each.pupil.name, each.label, _matiere(each), each.names) for each in lacking
    )
    name = f"saisies-manquantes-{unaccent(found.code)}"
    made = table_file(name=name, title="Saisies manquantes", heads=_HEADS, rows=rows, table_format=formats.get(code))
    response = FileResponse(made.stream, as_attachment=True, filename=made.name, content_type=made.content_type)
    response["Cache-Control"] = "no-store"
    return response


def _matiere(each: Missing) -> str:
    return each.matiere.label if each.matiere else ""


@requires(ENTER)
@require_POST
def send(request: SchoolRequest, kind: str) -> HttpResponse:
    """Tell each teacher once what he still has to write."""
    found = kind_of(kind)
    form, _editions = _form(request, found)
    if not _may_remind(request, found):
        must(request, found.to_set_status)
    back = f"{reverse('bilans:official_missing', args=[found.code])}?{_query(request)}"
    lacking = _lacking(form)
    if lacking is None:
        messages.error(request, "Rien n'a été envoyé : choisissez d'abord ce qui est cherché.")
        return redirect(back)
    if not may(request.user, found.to_set_status):
        own = set(classes_open_to(request.user, found.to_conclude).values_list("pk", flat=True))
        lacking = [each for each in lacking if each.edition.school_class.pk in own]
    told = remind(actor=request.user, lacking=lacking)
    messages.success(request, f"{count(told, 'professeur relancé', 'professeurs relancés')}.")
    return redirect(back)


def _query(request: SchoolRequest) -> str:
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    return sent.urlencode()
