"""A pupil asks: to be evaluated on an item, once about a result that he does not understand."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.forms.requests import AboutForm, AskForm
from evaluations.models import PLANNED, Mark
from evaluations.queries import current_scale
from evaluations.queries.families import scores_of
from evaluations.queries.items import evaluated
from evaluations.queries.requests import (
    item_to_request,
    matiere_of,
    own_requests,
    refusal_of,
    requests_in,
    teachers_to_ask,
)
from evaluations.rights import ASK_ABOUT, REQUEST, SELF_EVALUATE
from evaluations.services.files import RefusedFile
from evaluations.services.questions import RefusedQuestion, ask_about
from evaluations.services.requests import RefusedRequest, ask, remaining, withdraw
from evaluations.views.beside import kept_file
from evaluations.views.families import own_only
from evaluations.views.serving import served
from referentiels.file_kinds import extensions
from referentiels.models import Item
from sacoche.kit.access import refusal, requires
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest

_METHODS = ["GET", "HEAD", "POST"]


@requires(REQUEST)
@require_safe
def requests(request: SchoolRequest) -> HttpResponse:
    """« Demandes formulées »: where each of one's own is."""
    return render(request, "evaluations/own_requests.html", {"rows": own_requests(request.user)})


@requires(REQUEST)
@require_http_methods(_METHODS)
def new_request(request: SchoolRequest, item: int) -> HttpResponse:
    """« Je veux réessayer »: to whom, a word, a file. What cannot be asked says why, and what to do."""
    found = item_to_request(item)
    if found is None:
        raise Http404
    teachers = teachers_to_ask(request.user, matiere_of(found))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AskForm(teachers, *sent)
    if request.method == "POST" and form.is_valid() and (done := _ask(request, found, form)):
        return done
    refused = refusal_of(request.user, found)
    matiere = matiere_of(found)
    context = {
        "form": form,
        "item": evaluated(found),
        "matiere": matiere,
        "has_teacher": bool(teachers),
        "refusal": refused.sentence if refused else "",
        "left": max(matiere.request_limit - requests_in(request.user, matiere), 0),
        "score": scores_of(request.user, [found.pk], current_scale(), seen_on=today()).get(found.pk),
        "extensions": ",".join(extensions()),
    }
    return render(request, "evaluations/new_request.html", context, status=422 if form.errors else 200)


def _ask(request: SchoolRequest, item: Item, form: AskForm) -> HttpResponse | None:
    """Make the request; None when it is refused, which the form then says."""
    said, pupil = form.cleaned_data, request.user
    if refused := refusal_of(pupil, item):
        # Before its file is kept for nothing.
        form.add_error(None, refused.sentence)
        return None
    try:
        file = kept_file(request, said["fichier"]) if said["fichier"] else None
        ask(pupil=pupil, item=item, addressee=form.addressee, message=said["message"], file=file)
    except RefusedFile as reason:
        form.add_error("fichier", str(reason))
        return None
    except RefusedRequest as reason:
        form.add_error(None, str(reason))
        return None
    matiere = matiere_of(item)
    messages.success(request, f"Ta demande est partie. {remaining(matiere.request_limit, requests_in(pupil, matiere))}")
    return redirect("evaluations:own_requests")


@requires(REQUEST)
@require_POST
def withdraw_request(request: SchoolRequest, pk: int) -> HttpResponse:
    """Take back a request of one's own."""
    if not any(row.request.pk == pk for row in own_requests(request.user)):
        raise Http404
    if withdraw(pupil=request.user, pk=pk):
        messages.success(request, "Ta demande est retirée.")
    else:
        messages.info(request, "Ton professeur s'en est déjà occupé : il n'y a plus rien à retirer.")
    return redirect("evaluations:own_requests")


@requires(REQUEST)
@require_safe
def own_request_file(request: SchoolRequest, pk: int) -> HttpResponse:
    """The file that one sent with a request."""
    row = next((each for each in own_requests(request.user) if each.request.pk == pk), None)
    if row is None or row.request.file is None:
        raise Http404
    return served(request, row.request.file)  # type: ignore[return-value]


@requires(SELF_EVALUATE)
@require_http_methods(_METHODS)
def about(request: SchoolRequest, pk: int, item: int) -> HttpResponse:
    """« Je ne comprends pas »: one question about a result that one reads, once; where the school lets pupils ask."""
    if reason := refusal(request.user, ASK_ABOUT):
        raise PermissionDenied(reason)
    evaluation = own_only(request, pk)
    marks = Mark.objects.filter(evaluation=evaluation, pupil=request.user, item=item).exclude(code=PLANNED)
    found, mark = item_to_request(item), marks.first()
    if found is None or mark is None:
        raise Http404
    form = AboutForm(
        request.POST if request.method == "POST" else None,
        label="Qu'est-ce que tu ne comprends pas ?",
        missing="Écris ta question.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            ask_about(pupil=request.user, evaluation=evaluation, item=found, text=form.cleaned_data["text"])
        except RefusedQuestion as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Ta question est partie : ton professeur te répondra ici.")
            return redirect("evaluations:own", request.user.pk, pk)
    context = {
        "form": form,
        "evaluation": evaluation,
        "item": evaluated(found),
        "code": mark.code,
        "scale": current_scale(),
    }
    return render(request, "evaluations/ask_about.html", context, status=422 if form.errors else 200)
