"""What stands beside the marks of an évaluation: comments written and spoken, subjects and answers."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from evaluations.forms.beside import CommentsForm, DocumentForm
from evaluations.models import Document, Evaluation, EvaluationFile, Level, PupilComment
from evaluations.models.beside import COMMENT_LENGTH, LONGEST_VOICE
from evaluations.models.evaluation import GENERAL_LENGTH
from evaluations.queries.pupils import pupils_of_evaluation
from evaluations.rights import EVALUATE
from evaluations.services.beside import (
    CommentsSaved,
    WantedDocument,
    remove_document,
    save_comments,
    set_document,
    set_voice,
)
from evaluations.services.files import RefusedFile, keep_file, keep_voice
from evaluations.views.opening import opened
from evaluations.views.serving import served
from referentiels.file_kinds import extensions
from sacoche.kit.access import requires
from sacoche.kit.installation import resource_bytes, voice_days
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count

_METHODS = ["GET", "HEAD", "POST"]


@requires(EVALUATE)
@require_http_methods(_METHODS)
def comments(request: SchoolRequest, pk: int) -> HttpResponse:
    """The words to each pupil and to the class; only what changed is written."""
    evaluation, level = opened(request, pk, Level.ENTER if request.method == "POST" else Level.SEE)
    pupils = _pupils(evaluation)
    if request.method != "POST":
        return _comments_page(request, evaluation, level)
    form = CommentsForm(request.POST, {0: "À toute la classe"} | {each.pk: each.full_name for each in pupils})
    if form.faults:
        return _comments_page(request, evaluation, level, form=form)
    outcome = save_comments(actor=request.user, pk=pk, said=form.said)
    if outcome.stale:
        return _comments_page(request, evaluation, level, form=form, outcome=outcome)
    if outcome.saved:
        messages.success(request, f"{count(outcome.saved, 'commentaire enregistré', 'commentaires enregistrés')}.")
    else:
        messages.info(request, "Aucun changement à enregistrer.")
    return redirect("evaluations:comments", pk)


def _comments_page(
    request: SchoolRequest,
    evaluation: Evaluation,
    level: Level,
    *,
    form: CommentsForm | None = None,
    outcome: CommentsSaved | None = None,
) -> HttpResponse:
    """The page; `form` is what was typed when it is shown again."""
    evaluation.refresh_from_db(fields=["general_comment"])
    found = PupilComment.objects.filter(evaluation=evaluation).select_related("voice")
    present = {each.pupil_id: each for each in found}
    typed, faults = (form.typed, form.faults) if form else ({}, {})
    stale = outcome.stale if outcome else {}
    rows = [
        {
            "pupil": pupil,
            "comment": comment,
            "text": typed.get(pupil.pk, comment.text),
            "fault": faults.get(pupil.pk, ""),
            "stale": stale.get(pupil.pk),
        }
        for pupil in _pupils(evaluation)
        for comment in [present.get(pupil.pk) or PupilComment(evaluation=evaluation, pupil=pupil)]
    ]
    context = {
        "evaluation": evaluation,
        "rows": rows,
        "general": typed.get(0, evaluation.general_comment),
        "general_fault": faults.get(0, ""),
        "general_stale": stale.get(0),
        "may_enter": level >= Level.ENTER,
        "saved": outcome.saved if outcome else 0,
        "has_faults": bool(faults),
        "has_stale": bool(stale),
        "longest": COMMENT_LENGTH,
        "general_longest": GENERAL_LENGTH,
        "longest_voice": LONGEST_VOICE,
        "voice_months": voice_days() // 30,
    }
    return render(request, "evaluations/comments.html", context, status=422 if faults else 409 if stale else 200)


@requires(EVALUATE)
@require_safe
def project(request: SchoolRequest, pk: int) -> HttpResponse:
    """The words to the class in large letters, without the name of anybody."""
    evaluation, _level = opened(request, pk, Level.SEE)
    return render(request, "evaluations/project.html", {"evaluation": evaluation})


@requires(EVALUATE)
@require_http_methods(_METHODS)
def voice(request: SchoolRequest, pk: int, pupil: int) -> HttpResponseBase:
    """What was said to a pupil; sent, says it anew; sent with `effacer`, takes it away."""
    evaluation, _level = opened(request, pk, Level.ENTER if request.method == "POST" else Level.SEE)
    child = next((each for each in _pupils(evaluation) if each.pk == pupil), None)
    if child is None:
        raise Http404
    if request.method != "POST":
        spoken = PupilComment.objects.filter(evaluation=evaluation, pupil=child).exclude(voice=None)
        return served(request, get_object_or_404(spoken.select_related("voice")).voice)
    if "effacer" in request.POST:
        set_voice(actor=request.user, pk=pk, pupil=child, voice=None)
        messages.success(request, f"Commentaire parlé pour {child.full_name} effacé.")
        return redirect("evaluations:comments", pk)
    return _keep_voice(request, evaluation, child)


def _keep_voice(request: SchoolRequest, evaluation: Evaluation, pupil: Account) -> JsonResponse:
    sent, said = request.FILES.get("voix"), request.POST.get("secondes", "")
    if sent is None or not said.isascii() or not said.isdigit():
        return JsonResponse({"error": "Aucun enregistrement n'est arrivé : recommencez."}, status=400)
    try:
        if (sent.size or 0) > settings.VOICE_BYTES:
            raise RefusedFile(f"Enregistrement de plus de {settings.VOICE_BYTES // 1024**2} Mo : il n'a pas été gardé.")
        seconds = int(said[:6])
        kept = keep_voice(school=request.school, content=sent.read(), seconds=seconds)
    except RefusedFile as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    set_voice(actor=request.user, pk=evaluation.pk, pupil=pupil, voice=kept, seconds=seconds)
    address = reverse("evaluations:voice", args=[evaluation.pk, pupil.pk])
    return JsonResponse({"message": f"Commentaire parlé pour {pupil.full_name} enregistré.", "address": address})


@requires(EVALUATE)
@require_http_methods(_METHODS)
def documents(request: SchoolRequest, pk: int) -> HttpResponse:
    """The subjects and the answers, read by who has the évaluation, given by its owner."""
    evaluation, level = opened(request, pk, Level.OWNER if request.method == "POST" else Level.SEE)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*sent, evaluation=evaluation, pupils=_pupils(evaluation))
    if request.method == "POST" and form.is_valid():
        try:
            made = set_document(actor=request.user, pk=pk, wanted=_wanted(request, form))
        except RefusedFile as refusal:
            form.add_error("fichier", str(refusal))
        else:
            messages.success(request, f"Document donné ({made}).")
            return redirect("evaluations:documents", pk)
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "form": form,
        "is_owner": level is Level.OWNER,
        "documents": Document.objects.filter(evaluation=evaluation)
        .select_related("file", "pupil")
        .order_by("-kind", "pupil__sort_key", "pk"),
        "extensions": ",".join(extensions()),
        "megabytes": resource_bytes() // 1024**2,
    }
    return render(request, "evaluations/documents.html", context, status=422 if form.errors else 200)


def _wanted(request: SchoolRequest, form: DocumentForm) -> WantedDocument:
    """What the form asks for, its file kept. Raises RefusedFile."""
    said = form.cleaned_data
    return WantedDocument(
        kind=said["kind"],
        pupil=form.chosen_pupil,
        file=kept_file(request, said["fichier"]) if said["fichier"] else None,
        link=said["link"],
        visible_on=said["visible_on"],
    )


def kept_file(request: SchoolRequest, sent: Any) -> EvaluationFile:
    """A file that came with a form, which weighed it, kept. Raises RefusedFile."""
    return keep_file(school=request.school, name=sent.name or "", content=sent.read())


@requires(EVALUATE)
@require_safe
def document(request: SchoolRequest, pk: int, document: int) -> HttpResponseBase:
    """One of them."""
    evaluation, _level = opened(request, pk, Level.SEE)
    found = get_object_or_404(Document.objects.select_related("file"), pk=document, evaluation=evaluation)
    return served(request, found.file) if found.file else redirect(found.link)


@requires(EVALUATE)
@require_POST
def drop_document(request: SchoolRequest, pk: int, document: int) -> HttpResponse:
    """Take one away; the owner alone may."""
    evaluation, _level = opened(request, pk, Level.OWNER)
    found = get_object_or_404(Document.objects.select_related("file"), pk=document, evaluation=evaluation)
    remove_document(actor=request.user, document=found)
    messages.success(request, f"Document retiré ({found}).")
    return redirect("evaluations:documents", pk)


def _pupils(evaluation: Evaluation) -> list[Account]:
    """Those of today, then those who have results and are there no more."""
    found = pupils_of_evaluation(evaluation)
    return [*found.present, *found.gone]
