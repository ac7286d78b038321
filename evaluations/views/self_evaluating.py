"""« Auto-évaluation »: a pupil says how he thinks he did, until its last day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evaluations.models import PupilComment, SelfMark
from evaluations.models.beside import COMMENT_LENGTH
from evaluations.queries import current_scale
from evaluations.queries.items import chosen_items, items_of
from evaluations.rights import SELF_EVALUATE
from evaluations.services.self_marks import RefusedSelf, SelfClosed, evaluate_oneself, why_closed
from evaluations.views.families import own_only
from sacoche.kit.access import requires
from sacoche.kit.names import clean_line
from sacoche.kit.requests import SchoolRequest


@requires(SELF_EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def self_evaluation(request: SchoolRequest, pk: int) -> HttpResponse:
    """Its items, one choice each; what is not answered is left empty."""
    evaluation = own_only(request, pk)
    if reason := why_closed(evaluation):
        raise PermissionDenied(reason)
    if request.method != "POST":
        own = SelfMark.objects.filter(evaluation=evaluation, pupil=request.user).values_list("item_id", "code")
        said = PupilComment.objects.filter(evaluation=evaluation, pupil=request.user).first()
        return _page(request, pk, dict(own), said.own_text if said else "")
    codes = {item: request.POST[f"item-{item}"] for item in items_of(pk) if f"item-{item}" in request.POST}
    text = clean_line(request.POST.get("mot", ""))
    if len(text) > COMMENT_LENGTH:
        return _page(request, pk, codes, text, f"Ton mot a {COMMENT_LENGTH} signes au plus : raccourcis-le.")
    try:
        evaluate_oneself(pupil=request.user, pk=pk, codes=codes, text=text)
    except SelfClosed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except RefusedSelf as refusal:
        return _page(request, pk, codes, text, str(refusal))
    messages.success(request, "C'est enregistré. Tu peux changer d'avis jusqu'au dernier jour.")
    return redirect("evaluations:own", request.user.pk, pk)


def _page(request: SchoolRequest, pk: int, codes: dict[int, str], text: str, fault: str = "") -> HttpResponse:
    context = {
        "evaluation": own_only(request, pk),
        "rows": [(item, codes.get(item.id, "")) for item in chosen_items(items_of(pk))],
        "scale": current_scale(),
        "numbers": [(str(code.number), code) for code in current_scale().active],
        "text": text,
        "fault": fault,
        "longest": COMMENT_LENGTH,
    }
    return render(request, "evaluations/self.html", context, status=422 if fault else 200)
