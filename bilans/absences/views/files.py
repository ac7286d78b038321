"""A file of absences: sent, shown pupil by pupil, then written or given up."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bilans.absences.deciding import Decided, Outcome, decide, fingerprint
from bilans.absences.drafts import Draft, drop_draft, read_draft, save_draft, set_others
from bilans.absences.forms import AbsencesFileForm
from bilans.absences.layouts import Counts, layouts
from bilans.absences.queries import classes_for, known_pupils
from bilans.absences.services import StaleFigures, Wanted, save_file
from bilans.absences.views.opening import opened
from bilans.rights import ATTENDANCE
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools.models import Period

_BLOCKS = [
    (Outcome.MODIFIED, "À modifier", ("à modifier", "à modifier"), "add"),
    (Outcome.NONE, "Absents du fichier : 0", ("élève à 0", "élèves à 0"), "add"),
    (Outcome.HOMONYMS, "Homonymes : ni l'un ni l'autre n'est modifié", ("homonymie", "homonymies"), "warn"),
    (Outcome.UNKNOWN, "Inconnus de l'établissement", ("inconnu", "inconnus"), "warn"),
    (Outcome.IMPOSSIBLE, "Impossibles", ("ligne impossible", "lignes impossibles"), "remove"),
    (Outcome.OUTSIDE, "Hors des classes choisies", ("hors de ce choix", "hors de ce choix"), "keep"),
    (Outcome.UNCHANGED, "Inchangés", ("inchangé", "inchangés"), "keep"),
]
_WRITTEN = (Outcome.MODIFIED, Outcome.NONE)
_LEFT_OUT = (Outcome.HOMONYMS, Outcome.UNKNOWN, Outcome.IMPOSSIBLE, Outcome.OUTSIDE)
# More would not be read; the file itself has them all.
_MOST_LEFT_OUT = 500


@requires(ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: SchoolRequest) -> HttpResponse:
    """Choose a file; sent and read, it waits for an agreement: nothing is written yet."""
    choice = opened(request, request.GET, is_whole=True)
    initial = {"periode": choice.period.pk if choice.period else "", "classe": request.GET.get("classe", "")}
    is_sent = request.method == "POST"
    form = AbsencesFileForm(
        request.school,
        choice.periods,
        choice.classes,
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial=initial,
    )
    if is_sent and form.is_valid():
        _keep(request, form, [each.pk for each in choice.classes])
        return redirect("bilans:absences_preview")
    context = {"choice": choice, "form": form, "layouts": layouts().values(), "draft": read_draft(request.user)}
    return render(request, "bilans/absences/send.html", context, status=422 if form.errors else 200)


def _keep(request: SchoolRequest, form: AbsencesFileForm, every_class: Sequence[int]) -> None:
    chosen = form.cleaned_data
    draft = Draft(
        layout=chosen["origine"],
        file_name=chosen["fichier"].name[-200:],
        period=int(chosen["periode"]),
        classes=[int(chosen["classe"])] if chosen["classe"] else every_class,
        others_have_none=form.layout.others_have_none,
        brought=chosen["brought"],
    )
    save_draft(owner=request.user, draft=draft)


@requires(ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SchoolRequest) -> HttpResponse:
    """What the file would change, pupil by pupil; « Valider » writes it whole."""
    draft = read_draft(request.user)
    period = Period.objects.filter(pk=draft.period).first() if draft else None
    if draft is None or period is None:
        messages.warning(request, "Il n'y a pas de fichier en attente : envoyez-le de nouveau.")
        return redirect("bilans:absences_send")
    if request.method != "POST":
        return _preview(request, draft, period)
    if "autres" in request.POST:
        set_others(owner=request.user, draft=draft, others_have_none=request.POST["autres"] == "zero")
        return redirect("bilans:absences_preview")
    return _apply(request, draft, period)


def _decide(request: SchoolRequest, draft: Draft, period: Period) -> list[Decided]:
    layout = layouts()[draft.layout]
    classes = [each for each in classes_for(request.user) if each.pk in draft.classes]
    pupils = known_pupils(period, classes, year=request.school.first_year)
    return decide(
        draft.brought.lines,
        pupils,
        counts=layout.counts,
        told=layout.told,
        others_have_none=draft.others_have_none,
    )


def _preview(request: SchoolRequest, draft: Draft, period: Period, *, is_stale: bool = False) -> HttpResponse:
    decided = _decide(request, draft, period)
    by_outcome: dict[Outcome, list[Decided]] = {outcome: [] for outcome in Outcome}
    for each in decided:
        by_outcome[each.outcome].append(each)
    layout = layouts()[draft.layout]
    context: dict[str, Any] = {
        "draft": draft,
        "layout": layout,
        "period": period,
        "days": {each.pupil.days for each in decided if each.pupil and each.pupil.is_open and each.pupil.days},
        "blocks": [(code, title, words, style, by_outcome[code]) for code, title, words, style in _BLOCKS],
        "written": sum(len(by_outcome[outcome]) for outcome in _WRITTEN),
        "ignored": sum(each.ignored for each in decided),
        "lists_events": layout.counts is not Counts.TOTALS,
        "lacks_school": layout.says_its_school and not draft.brought.uai,
        "fingerprint": fingerprint(decided),
        "is_stale": is_stale,
    }
    return render(request, "bilans/absences/preview.html", context, status=409 if is_stale else 200)


def _apply(request: SchoolRequest, draft: Draft, period: Period) -> HttpResponse:
    decided = _decide(request, draft, period)
    if fingerprint(decided) != request.POST.get("fingerprint", ""):
        return _preview(request, draft, period, is_stale=True)
    written = [each for each in decided if each.outcome in _WRITTEN and each.pupil]
    left_out = [[each.line.line, each.name, each.reason] for each in decided if each.line and each.outcome in _LEFT_OUT]
    left_out += [[line, "", "aucun élève n'y est nommé"] for line in draft.brought.nameless]
    try:
        saved = save_file(
            actor=request.user,
            period=period,
            year=request.school.first_year,
            wanted=[Wanted(each.pupil.id, each.pupil.figures, each.after) for each in written if each.pupil],
            origin=layouts()[draft.layout].label,
            file_name=draft.file_name,
            left_out=left_out[:_MOST_LEFT_OUT],
        )
    except StaleFigures:
        return _preview(request, draft, period, is_stale=True)
    drop_draft(request.user)
    if saved is None:
        messages.info(request, "0 changement : tout ce que dit ce fichier y était déjà.")
        return redirect("bilans:absences")
    messages.success(request, f"{count(saved.number, 'élève modifié', 'élèves modifiés')}.")
    return redirect("bilans:absences_save", saved.save_made.pk)


@requires(ATTENDANCE)
@require_POST
def abandon(request: SchoolRequest) -> HttpResponseRedirect:
    """Forget the file that waits."""
    drop_draft(request.user)
    return redirect("bilans:absences")
