"""An évaluation is deleted, put back, shared, said finished."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Account
from evaluations.forms.lists import ShareForm
from evaluations.models import Evaluation, Level, Mark, Share
from evaluations.queries.losses import losses_of_marks
from evaluations.rights import EVALUATE
from evaluations.services.evaluations import (
    RESTORED_WITHIN,
    TooLate,
    delete_evaluation,
    finish_evaluation,
    restore_evaluation,
    share_evaluation,
)
from evaluations.views.opening import opened
from sacoche.kit.access import may, requires
from sacoche.kit.requests import SchoolRequest
from schools.views.deleting import Question, ask_then_delete

_METHODS = ["GET", "HEAD", "POST"]


@requires(EVALUATE)
@require_http_methods(_METHODS)
def delete(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, counting the results by author, then delete; the owner alone may."""
    evaluation, _level = opened(request, pk, Level.OWNER)
    days = RESTORED_WITHIN.days
    question = Question(
        what=f"l'évaluation « {evaluation.title} »",
        button="Supprimer l'évaluation",
        harmless="Aucun résultat n'y est saisi.",
        list_label="Liste des évaluations",
        section="Évaluations",
        back="evaluations:list",
        done=f"Évaluation « {evaluation.title} » supprimée. Pendant {days} jours, « Évaluations supprimées » la remet.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of_marks(Mark.objects.filter(evaluation=evaluation), gone="Avec elle"),
        delete=lambda: delete_evaluation(actor=request.user, pk=evaluation.pk),
    )


@requires(EVALUATE)
@require_POST
def restore(request: SchoolRequest, pk: int) -> HttpResponse:
    """Put back an évaluation that one deleted."""
    get_object_or_404(Evaluation, pk=pk)
    try:
        back = restore_evaluation(actor=request.user, pk=pk)
    except TooLate as refusal:
        messages.error(request, str(refusal))
        return redirect("evaluations:deleted")
    messages.success(request, f"Évaluation « {back.title} » remise, avec ses résultats.")
    return redirect("evaluations:evaluation", back.pk)


@requires(EVALUATE)
@require_POST
def finish(request: SchoolRequest, pk: int) -> HttpResponse:
    """« Saisie terminée », or no longer; the owner alone may."""
    opened(request, pk, Level.OWNER)
    is_finished = request.POST.get("terminee") == "oui"
    evaluation = finish_evaluation(actor=request.user, pk=pk, is_finished=is_finished)
    said = "terminée, quoi qu'il manque" if is_finished else "de nouveau ouverte"
    messages.success(request, f"Saisie de « {evaluation.title} » : {said}.")
    return redirect("evaluations:evaluation", pk)


@requires(EVALUATE)
@require_http_methods(_METHODS)
def share(request: SchoolRequest, pk: int) -> HttpResponse:
    """With which colleagues, and what each may do; the owner alone says it."""
    evaluation, _level = opened(request, pk, Level.OWNER)
    present = dict(Share.objects.filter(evaluation=evaluation).values_list("colleague_id", "level"))
    form = ShareForm(_colleagues(request, evaluation), present, request.POST or None)
    if request.method == "POST" and form.is_valid():
        share_evaluation(actor=request.user, pk=pk, shares=form.shares())
        messages.success(request, f"Partage de « {evaluation.title} » enregistré.")
        return redirect("evaluations:evaluation", pk)
    context = {"evaluation": evaluation, "form": form}
    return render(request, "evaluations/share.html", context, status=422 if form.errors else 200)


def _colleagues(request: SchoolRequest, evaluation: Evaluation) -> list[Account]:
    """The staff who may evaluate, in the order of names."""
    staff = Account.objects.teachers().active().exclude(pk=request.user.pk).in_name_order()
    return [each for each in staff if may(each, EVALUATE)]
