"""The page of each document: what is asked, then what was computed. One view for each, made of its declaration."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import PupilPhoto
from accounts.photos.queries import photos_shown_to
from bilans.asking import Asking, asking_of, chosen_for, query_of, read_wishes, words_of
from bilans.forms import REQUIRED, Context, PresetForm, ReportForm
from bilans.makers import EMPTY, formats_of
from bilans.paper.html import MOST_CELLS, Drawer, size_of
from bilans.paper.pieces import Grid, Paper, Sheet
from bilans.paper.style import style_of_documents
from bilans.queries.choosing import Chosen, NotOpen
from bilans.queries.offered import item_sets_for, items_of_set
from bilans.reports.kinds.recherche import FAMILY as SEARCH
from bilans.reports.kinds.suivi import SUIVI
from bilans.reports.options import WrongOption
from bilans.reports.registry import Page, Report, load_reports, shown_reports
from bilans.rights import SEE
from bilans.services import choices
from evaluations.queries import current_scale
from grids.queries.places import are_of_this_school
from sacoche.kit.access import may, requires
from sacoche.kit.clock import today
from sacoche.kit.replica import read_aside
from sacoche.kit.requests import SchoolRequest

View = Callable[[SchoolRequest], HttpResponse]
_LONGEST_QUERY = 4000
_ONE_YEAR = 365 * 24 * 3600


@requires(SEE)
@require_safe
def index(request: SchoolRequest) -> HttpResponse:
    """Every document that the reader may ask, by family, and his presets."""
    families: dict[str, list[tuple[Report, Page]]] = {}
    for report, page in shown_reports():
        if may(request.user, page.right):
            families.setdefault(page.family, []).append((report, page))
    context = {"families": families, "presets": _presets(request)}
    return render(request, "bilans/index.html", context)


def page_of(report: Report, page: Page) -> View:
    """The view of a document, at its own address."""

    @requires(page.right)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: SchoolRequest) -> HttpResponse:
        if request.method == "POST":
            return _sent(request, report, page)
        return _shown(request, report, page)

    return view


def asked_for(request: SchoolRequest, report: Report, page: Page, query: QueryDict) -> Asking:
    """What an address asks: 404 for what the school does not have, 403 in words for what is not the reader's."""
    if not are_of_this_school(read_wishes(query)):
        raise Http404
    try:
        return asking_of(report, page, account=request.user, school=request.school, query=query)
    except NotOpen as error:
        raise PermissionDenied(str(error)) from error


# --- What is shown ---


def _shown(request: SchoolRequest, report: Report, page: Page) -> HttpResponse:
    """The document that the address asks; that of the last time when it asks nothing."""
    is_again = not request.GET
    query = QueryDict(choices.last_asked(request.user, report.code)) if is_again else request.GET
    try:
        asking = asked_for(request, report, page, query)
    except (Http404, PermissionDenied):
        if not is_again:
            raise
        # What was asked the last time is no longer his.
        asking = asked_for(request, report, page, QueryDict())
    form = ReportForm(report, page, Context(request.user, asking.chosen, asking.words))
    return _page(request, asking, form)


def _page(request: SchoolRequest, asking: Asking, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = _frame(request, asking, form)
    missing = _missing(asking)
    if status == 200 and not missing:
        try:
            context |= _document(request, asking)
        except WrongOption as error:
            context["refusal"], status = str(error), 422
    context["missing"] = missing
    return render(request, "bilans/report.html", context, status=status)


def _missing(asking: Asking) -> str:
    """What has to be chosen before anything is shown; empty when nothing is."""
    chosen = asking.chosen
    if chosen.is_family and not chosen.pupils:
        return "Aucun élève n'est relié à votre compte : demandez à l'établissement de vous relier à vos enfants."
    if asking.page.has_pupils and not chosen.is_family:
        if not chosen.places:
            return "Aucune classe ni aucun groupe ne vous est affecté : demandez-le à un administrateur."
        if chosen.place is None:
            return "Choisissez une classe ou un groupe."
        if not chosen.offered:
            return f"Aucun élève dans {chosen.place.label} : il n'y a rien à montrer."
    for name in REQUIRED:
        if name in asking.report.options and not asking.words.get(name):
            return _CHOOSE[name]
    return ""


_CHOOSE = {
    "matiere": "Choisissez une matière.",
    "niveau": "Choisissez un niveau.",
    "items": "Choisissez un regroupement d'items.",
    "evaluations": "Cochez au moins une évaluation.",
    "professeur": "Choisissez un enseignant.",
    "etats": "Cochez au moins un état à chercher.",
    "degres": "Cochez au moins un degré à chercher.",
}


def _frame(request: SchoolRequest, asking: Asking, form: ReportForm) -> dict[str, Any]:
    """What every page of a document has."""
    report, page = asking.report, asking.page
    own = [(each, its) for each, its in shown_reports() if its.family == page.family and may(request.user, its.right)]
    return {
        "report": report,
        "title": report.label,
        "page": page,
        "form": form,
        "chosen": asking.chosen,
        "picked": {pupil.pk for pupil in asking.chosen.pupils},
        "tabs": [(each, its, _carried(asking, each, its)) for each, its in own],
        "query": asking.query,
        "carried": parse_qsl(asking.query),
        "presets": [preset for preset in _presets(request) if preset["code"] == report.code],
        "preset_form": PresetForm(),
        "scale": current_scale(),
    }


def _carried(asking: Asking, report: Report, page: Page) -> str:
    """The address of another document of the family, about the same pupils, with the options that it takes too."""
    words = words_of(report, page, _as_query(asking.words))
    query = query_of(asking.chosen, words)
    address = reverse(f"bilans:{report.code}")
    return f"{address}?{query}" if query else address


def _as_query(words: Mapping[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(dict(words))
    return query


def _document(request: SchoolRequest, asking: Asking) -> dict[str, Any]:
    """What was computed, drawn: one sheet in sight, those beside it one click away. Raises WrongOption."""
    paper = read_aside(asking.paper)
    if paper.is_empty:
        return {"paper": paper, "title": paper.title or asking.report.label, "empty": EMPTY}
    rank = _rank(paper, request.GET.get("vu", ""))
    sheet = paper.sheets[rank]
    found: dict[str, Any] = {
        "paper": paper,
        "title": paper.title or asking.report.label,
        "sheet": sheet,
        "rank": rank + 1,
        "before": paper.sheets[rank - 1] if rank else None,
        "after": paper.sheets[rank + 1] if rank + 1 < len(paper.sheets) else None,
        "formats": formats_of(asking.page),
        # What a groupe de besoin made from here keeps of its reason.
        "why_ticked": f"{paper.title}, {today():%d/%m/%Y}",
        "found_pupils": _found_pupils(asking, sheet),
        "photo": _photo(request, asking, sheet),
    }
    if size_of(sheet) > MOST_CELLS:
        return found | {"too_large": True}
    drawer = Drawer(asking.asked.scale, explains=asking.asked.shown.scores, is_in_words=asking.chosen.is_family)
    return found | {"drawn": drawer.sheet(sheet)}


def _found_pupils(asking: Asking, sheet: Sheet) -> list[int]:
    """Those that a search found, each once."""
    if asking.page.family != SEARCH:
        return []
    rows = (row for piece in sheet.pieces if isinstance(piece, Grid) for row in piece.rows)
    return list(dict.fromkeys(row.key for row in rows if row.key))


def _photo(request: SchoolRequest, asking: Asking, sheet: Sheet) -> PupilPhoto | None:
    """That of the pupil of the sheet, on the page of one pupil, for who sees photos."""
    pupils = [each for each in asking.chosen.pupils if str(each.pk) == sheet.key]
    if asking.report.code != SUIVI or not pupils:
        return None
    return photos_shown_to(request.user, pupils).get(pupils[0].pk)


def _rank(paper: Paper, key: str) -> int:
    return next((rank for rank, sheet in enumerate(paper.sheets) if sheet.key == key), 0)


# --- What is sent ---


def _sent(request: SchoolRequest, report: Report, page: Page) -> HttpResponse:
    """What was chosen is kept for the next visit; the address that says it is where it is shown."""
    if not are_of_this_school(read_wishes(request.POST)):
        raise Http404
    try:
        chosen = _chosen(request, report, page)
    except NotOpen as error:
        raise PermissionDenied(str(error)) from error
    context = Context(request.user, chosen, words_of(report, page, request.POST))
    form = ReportForm(report, page, context, request.POST)
    if not form.is_valid():
        asking = Asking(report, page, request.user, request.school, chosen, {})
        return _page(request, asking, form, status=422)
    query = query_of(chosen, _resolved(request, form.asked()))
    choices.remember(account=request.user, code=report.code, query=query)
    return redirect(f"{request.path}?{query}" if query else request.path)


def _chosen(request: SchoolRequest, report: Report, page: Page) -> Chosen:
    """The pupils of the place that was just chosen: all, when those ticked are of another list than the one offered."""
    sent, words = request.POST, words_of(report, page, request.POST)
    wishes = read_wishes(sent)
    has_moved = sent.get("ancienne_classe", "") != sent.get("classe", "") and "classe" in sent
    if has_moved or ("avec_anciens" in sent and "anciens" not in sent):
        wishes["eleve"] = []
    return chosen_for(request.user, request.school, page, wishes, words)


def _resolved(request: SchoolRequest, words: dict[str, str]) -> dict[str, str]:
    """« items » names a regroupement until it is chosen: the address then holds its items."""
    asked = words.get("items", "")
    if asked in dict(item_sets_for(request.user)):
        return words | {"items": items_of_set(request.user, int(asked.removeprefix("r")))}
    return words


# --- Presets and colours ---


def _presets(request: SchoolRequest) -> list[dict[str, str]]:
    """Those whose document he may still ask."""
    known = {report.code: page for report, page in shown_reports() if may(request.user, page.right)}
    return [
        preset
        | {"address": f"{reverse('bilans:' + preset['code'])}?{preset['query']}", "tab": known[preset["code"]].tab}
        for preset in choices.presets_of(request.user)
        if preset["code"] in known
    ]


@requires(SEE)
@require_http_methods(["POST"])
def presets(request: SchoolRequest) -> HttpResponse:
    """Keep what is asked under a name, or forget a name."""
    code, query = request.POST.get("code", ""), request.POST.get("query", "").replace("\x00", "")[:_LONGEST_QUERY]
    report = load_reports().get(code) if code in load_reports() else None
    if report is None or report.page is None:
        raise Http404
    back = f"{reverse(f'bilans:{code}')}?{query}"
    if "supprimer" in request.POST:
        choices.drop_preset(account=request.user, name=request.POST["supprimer"])
        messages.success(request, f"Modèle « {request.POST['supprimer']} » supprimé.")
        return redirect(back)
    form = PresetForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["nom"][0]))
        return redirect(back)
    try:
        choices.keep_preset(account=request.user, name=form.cleaned_data["nom"], code=code, query=query)
    except choices.TooManyPresets as error:
        messages.error(request, str(error))
        return redirect(back)
    messages.success(request, f"Modèle « {form.cleaned_data['nom']} » gardé : il est dans la liste des relevés.")
    return redirect(back)


@requires(SEE)
@require_safe
def style(request: SchoolRequest, version: int) -> HttpResponse:
    """The colours of the scale; its address changes with it, so that a browser may keep it."""
    response = HttpResponse(style_of_documents(current_scale()), content_type="text/css; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="releves.css"'
    response["Cache-Control"] = f"private, max-age={_ONE_YEAR}, immutable"
    return response
