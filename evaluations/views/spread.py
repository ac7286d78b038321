"""« Répartition »: the codes of an évaluation spread over its pupils, and what is done for those who are ticked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.besoins.services import save_besoin
from accounts.models import Account
from evaluations.forms.spread import NewBesoinForm, cells_ticked, ticked
from evaluations.models import Evaluation, Level
from evaluations.paper.sheet import Sheet
from evaluations.paper.spread import spread_of, write_spread
from evaluations.queries import current_scale
from evaluations.queries.sheets import sheet_of
from evaluations.rights import EVALUATE
from evaluations.views.opening import opened
from sacoche.kit.access import may, requires
from sacoche.kit.downloads import attachment
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools.models import Group, Niveau
from schools.queries import class_niveaux

MAKE_BESOINS = "accounts.make_besoins"
_NOBODY = "Cochez au moins un nom dans la répartition nominative."


@requires(EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def spread(request: SchoolRequest, pk: int) -> HttpResponse:
    """The counts, the names; ticked names become a « groupe de besoin », or the pupils of another évaluation."""
    evaluation, _level = opened(request, pk, Level.SEE)
    sheet = sheet_of(evaluation)
    if request.method != "POST":
        return _page(request, evaluation, sheet, NewBesoinForm(request.user))
    pupils, items = ticked(request.POST.getlist("nom_coche"), sheet)
    if not pupils:
        messages.error(request, _NOBODY)
        return _page(request, evaluation, sheet, NewBesoinForm(request.user, {"nom": request.POST.get("nom", "")}), 422)
    if "evaluation" in request.POST:
        asked = {"eleve": pupils, "item": items, "title": evaluation.title}
        return redirect(reverse("evaluations:new_for_pupils", query=asked))
    return _make_besoin(request, evaluation, sheet, pupils)


def _make_besoin(request: SchoolRequest, evaluation: Evaluation, sheet: Sheet, pupils: list[int]) -> HttpResponse:
    form = NewBesoinForm(request.user, request.POST)
    niveau = _niveau(request, evaluation, pupils)
    if not may(request.user, MAKE_BESOINS):
        form.add_error(None, "Votre établissement ne vous laisse pas créer de groupe de besoin.")
    elif niveau is None:
        form.add_error(None, "L'établissement n'a aucun niveau de classe : un groupe n'y peut être créé.")
    if not form.is_valid() or niveau is None:
        return _page(request, evaluation, sheet, form, 422)
    purpose = f"{evaluation.title}, {evaluation.given_on:%d/%m/%Y}"
    group = Group(school=request.school, name=form.cleaned_data["nom"], niveau=niveau, purpose=purpose)
    members = Account.objects.filter(pk__in=pupils)
    cells = cells_ticked(request.POST.getlist("nom_coche"), sheet)
    save_besoin(actor=request.user, group=group, colleagues=(), pupils=members, cells=cells)
    messages.success(request, f"Groupe de besoin « {group.label} » créé : {count(len(pupils), 'élève', 'élèves')}.")
    return redirect("evaluations:spread", evaluation.pk)


def _niveau(request: SchoolRequest, evaluation: Evaluation, pupils: list[int]) -> Niveau | None:
    """That of the class or of the group, or of the class of the first pupil; the first of the school otherwise."""
    held = evaluation.school_class or evaluation.group
    first = Account.objects.filter(pk__in=pupils, school_class__isnull=False).select_related("school_class").first()
    held = held or (first.school_class if first else None)
    return held.niveau if held else class_niveaux(request.school).first()


@requires(EVALUATE)
@require_safe
def spread_csv(request: SchoolRequest, pk: int) -> HttpResponse:
    """The same for a spreadsheet."""
    evaluation, _level = opened(request, pk, Level.SEE)
    content = write_spread(spread_of(sheet_of(evaluation), current_scale()))
    return attachment(content, name=f"repartition_{evaluation.pk}.csv", content_type="text/csv; charset=windows-1252")


@requires(EVALUATE)
@require_safe
def spread_pdf(request: SchoolRequest, pk: int) -> HttpResponse:
    """The same on paper: the counts, or with `?noms=1` the names; `?gris=1` without colours."""
    from evaluations.paper.spread_pdf import write_spread_pdf  # reportlab is slow to import

    evaluation, _level = opened(request, pk, Level.SEE)
    sheet, scale = sheet_of(evaluation), current_scale()
    content = write_spread_pdf(
        sheet, spread_of(sheet, scale), scale, has_names="noms" in request.GET, is_grey="gris" in request.GET
    )
    return attachment(content, name=f"repartition_{evaluation.pk}.pdf", content_type="application/pdf")


def _page(
    request: SchoolRequest, evaluation: Evaluation, sheet: Sheet, form: NewBesoinForm, status: int = 200
) -> HttpResponse:
    scale = current_scale()
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "sheet": sheet,
        "spreads": spread_of(sheet, scale),
        "scale": scale,
        "form": form,
        "is_by_names": request.GET.get("vue") == "noms" or request.method == "POST",
        "ticked": set(request.POST.getlist("nom_coche")),
        "may_make_besoins": may(request.user, MAKE_BESOINS),
    }
    return render(request, "evaluations/spread.html", context, status=status)
