"""« Demandes d'évaluations »: what a teacher does with what his pupils ask for; the questions about results."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.queries import classes_open_to
from evaluations.dates import Dates
from evaluations.forms.requests import AboutForm, PrepareForm, RequestListForm
from evaluations.listed import REQUESTS
from evaluations.models import Level, Request, RequestStatus, ResultQuestion
from evaluations.queries.access import evaluations_of, level_of
from evaluations.queries.items import evaluated
from evaluations.queries.requests import Line, chosen_lines, item_to_request, lines_for, requests_for
from evaluations.rights import EVALUATE
from evaluations.services.questions import RefusedQuestion, answer_about
from evaluations.services.requests import (
    Prepared,
    RefusedRequest,
    prepare_in,
    prepare_new,
    remove_requests,
    sort_requests,
)
from evaluations.views.opening import opened
from evaluations.views.serving import served
from grids.forms import read_ids
from referentiels.queries.places import matieres_open_to
from sacoche.kit.access import requires
from sacoche.kit.clock import today
from sacoche.kit.downloads import attachment
from sacoche.kit.files.tables import Csv, Value
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools.models import SchoolClass

_HEADS = ("Matière", "Référence", "Item", "Popularité", "Groupe", "Élève", "Score", "Date", "Destinataire", "Statut")
_SIMPLE = {"preparer": RequestStatus.PREPARED, "ecarter": RequestStatus.SET_ASIDE}
_ACTS = frozenset({*_SIMPLE, "creer", "completer", "maintenant", "retirer"})


@requires(EVALUATE)
@require_safe
def requests(request: SchoolRequest) -> HttpResponse:
    """The list, by matière and by item; what is ticked is dealt with in `sort`."""
    return _list(request, _prepare_form(request))


@requires(EVALUATE)
@require_POST
def sort(request: SchoolRequest) -> HttpResponse:
    """Create, complete, evaluate now, prepare, set aside, remove: the requests that were ticked, all or none."""
    act = request.POST.get("act", "")
    if act not in _ACTS:
        raise Http404
    ids = read_ids(request.POST.getlist("demande"))
    if not ids:
        messages.error(request, "Cochez au moins une demande.")
        return redirect("evaluations:requests")
    lines = chosen_lines(request.user, ids)
    if lines is None:
        return _gone(request, ids)
    form = _prepare_form(request, act)
    if not form.is_valid():
        return _list(request, form, ticked=ids)
    try:
        return _done(request, act, lines, form)
    except RefusedRequest as refusal:
        form.add_error("evaluation", str(refusal))
        return _list(request, form, ticked=ids)


def _gone(request: SchoolRequest, ids: Sequence[int]) -> HttpResponse:
    """Withdrawn or dealt with meanwhile is said; one that is a colleague's is an address that does not exist."""
    there = Request.objects.filter(pk__in=ids).exclude(pk__in=requests_for(request.user).values("pk"))
    if there.exists():
        raise Http404
    messages.error(request, "Une demande cochée a été retirée ou traitée entre-temps : rien n'a été fait. Recochez.")
    return redirect("evaluations:requests")


def _done(request: SchoolRequest, act: str, lines: list[Line], form: PrepareForm) -> HttpResponse:
    actor, asked, word = request.user, [line.request for line in lines], form.cleaned_data["mot"]
    if act in _SIMPLE:
        number = sort_requests(actor=actor, requests=asked, status=_SIMPLE[act], word=word)
        messages.success(request, f"{count(number, 'demande', 'demandes')} : {_SIMPLE[act].label}.")
        return redirect("evaluations:requests")
    if act == "retirer":
        number = remove_requests(actor=actor, requests=asked)
        messages.success(request, f"{count(number, 'demande retirée', 'demandes retirées')} de la liste.")
        return redirect("evaluations:requests")
    if act == "completer":
        evaluation, _level = opened(request, int(form.cleaned_data["evaluation"]), Level.CHANGE)
        made = prepare_in(actor=actor, pk=evaluation.pk, requests=asked, word=word)
    elif act == "maintenant":
        title = f"Sur demande, le {today():%d/%m/%Y}"
        made = prepare_new(actor=actor, requests=asked, title=title, dates=Dates(today(), today()), word=word)
    else:
        made = prepare_new(
            actor=actor,
            requests=asked,
            title=form.cleaned_data["title"],
            dates=form.dates(),
            school_class=_class_of(request, lines) if form.cleaned_data["qui"] == "classe" else None,
            word=word,
        )
    messages.success(request, _said(made))
    return redirect("evaluations:entry" if act == "maintenant" else "evaluations:evaluation", made.evaluation.pk)


def _class_of(request: SchoolRequest, lines: Sequence[Line]) -> SchoolClass:
    """The one class of these pupils, which the teacher must have. Raises RefusedRequest."""
    classes = {line.pupil.school_class_id for line in lines}
    found = classes_open_to(request.user, EVALUATE).filter(pk__in=[pk for pk in classes if pk])
    if len(classes) != 1 or not found:
        raise RefusedRequest(
            "Ces élèves ne sont pas tous d'une même classe à vous : choisissez « élèves qui demandent »."
        )
    return found[0]


def _said(made: Prepared) -> str:
    said = f"« {made.evaluation.title} » : {count(made.planned, 'case prévue', 'cases prévues')} (PA)."
    if not made.left:
        return said
    return f"{said} {count(made.left, 'case avait', 'cases avaient')} déjà un code, qui reste."


def _prepare_form(request: SchoolRequest, act: str = "") -> PrepareForm:
    mine = [
        each
        for each in evaluations_of(request.user).select_related("school_class", "group").latest_first()[:30]
        if (level_of(request.user, each) or 0) >= Level.CHANGE
    ]
    data = request.POST if request.method == "POST" else None
    return PrepareForm(data, account=request.user, evaluations=mine, act=act)


def _list(request: SchoolRequest, form: PrepareForm, *, ticked: Sequence[int] = ()) -> HttpResponse:
    choice = _choice(request)
    lines = lines_for(request.user, choice.wishes())
    questions = _questions(request)
    context: dict[str, Any] = {
        "choice": choice,
        "lines": lines,
        "form": form,
        "ticked": set(ticked),
        "questions": [(each, evaluated(each.item)) for each in questions],
        "query": request.GET.urlencode(),
        "is_filtered": any(request.GET.get(name) for name in ("matiere", "classe", "statut")),
    }
    status = 422 if form.errors else 200
    return render_listed(request, "evaluations/requests.html", context, REQUESTS.of(lines), status=status)


def _choice(request: SchoolRequest) -> RequestListForm:
    matieres = list(matieres_open_to(request.user, EVALUATE))
    return RequestListForm(request.GET, matieres=matieres, classes=list(classes_open_to(request.user, EVALUATE)))


def _questions(request: SchoolRequest) -> Any:
    """Those that wait for an answer, about évaluations where the reader may enter codes."""
    mine = evaluations_of(request.user).order_by().values("pk")
    rows = ResultQuestion.objects.filter(evaluation__in=mine, answered_on=None).select_related(
        "evaluation", "pupil", "item__theme__domaine__referentiel__niveau", "item__theme__domaine__referentiel__matiere"
    )
    return rows.order_by("asked_on", "pk")


@requires(EVALUATE)
@require_safe
def requests_csv(request: SchoolRequest) -> HttpResponse:
    """The list as it is filtered."""
    stream = io.BytesIO()
    lines = lines_for(request.user, _choice(request).wishes())
    heads = (*_HEADS, "Message", "Fichier")
    Csv().write(stream, title="Demandes", heads=heads, rows=_rows(lines))
    return attachment(stream.getvalue(), name="demandes_evaluations.csv", content_type=Csv.content_type)


def _rows(lines: Sequence[Line]) -> Iterator[Sequence[Value]]:
    for line in lines:
        found = line.request
        yield (
            line.matiere,
            line.reference,
            found.item.name,
            line.popularity,
            line.pupil.class_name,
            line.pupil.full_name,
            found.score,
            found.asked_on,
            line.addressee or "tous",
            found.get_status_display(),
            found.message,
            found.file.name if found.file else "",
        )


@requires(EVALUATE)
@require_safe
def request_file(request: SchoolRequest, pk: int) -> HttpResponseBase:
    """The file that came with a request."""
    rows = requests_for(request.user).exclude(file=None).select_related("file")
    return served(request, get_object_or_404(rows, pk=pk).file)


@requires(EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SchoolRequest, pk: int) -> HttpResponse:
    """A question about a result: read, and answered once, by who enters codes in its évaluation."""
    shown = ResultQuestion.objects.select_related("evaluation", "pupil")
    question: ResultQuestion = get_object_or_404(shown, pk=pk)
    evaluation, _level = opened(request, question.evaluation_id, Level.ENTER)
    form = AboutForm(
        request.POST if request.method == "POST" else None, label="Votre réponse", missing="Écrivez votre réponse."
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer_about(actor=request.user, question=question, text=form.cleaned_data["text"])
        except RefusedQuestion as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Réponse donnée à {question.pupil.full_name}.")
            return redirect("evaluations:requests")
    item = item_to_request(question.item_id)
    question.refresh_from_db()
    context = {
        "form": form,
        "question": question,
        "evaluation": evaluation,
        "item": evaluated(item) if item else None,
        "entry": reverse("evaluations:entry", args=[evaluation.pk]),
    }
    return render(request, "evaluations/answer.html", context, status=422 if form.errors else 200)
