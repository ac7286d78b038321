"""« Reporter le relevé »: what would be carried into the bulletin, means and texts, then carrying it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bilans.officiels.kinds import BULLETIN, RELEVE
from bilans.officiels.queries.editions import edition
from bilans.officiels.queries.reading import class_document
from bilans.officiels.queries.writers import writer
from bilans.officiels.rights import ENTER
from bilans.officiels.services.copying import Carried, TextToCopy, carry_releve
from bilans.officiels.services.places import Refused
from bilans.officiels.services.positions import ToCopy
from bilans.officiels.shapes import ClassDocument, Edition
from bilans.officiels.views.opening import opened
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools.models import Matiere


@requires(ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: SchoolRequest, kind: str, school_class: int, period: int) -> HttpResponse:
    """The means of the relevé, beside those of the bulletin; sent, carried where one may write."""
    found = opened(request, kind, school_class, period)
    if found.kind is not BULLETIN:
        raise Http404
    releve = edition(RELEVE, school_class, period)
    assert releve
    means, texts, source = _carried(request, found, releve)
    if request.method == "POST":
        return _copied(request, found, means, texts, source)
    matieres = {mean.matiere for mean in means}
    named = [rubric.matiere.label for rubric in source.rubrics if rubric.matiere.key in matieres]
    context = {"edition": found, "kind": found.kind, "means": means, "texts": texts, "matieres": named}
    return render(request, "bilans/officiels/copy.html", context)


def _carried(
    request: SchoolRequest, found: Edition, releve: Edition
) -> tuple[list[ToCopy], list[TextToCopy], ClassDocument]:
    """The means that the reader may write in the bulletin, and his own texts where he writes."""
    by, source = writer(request.user, found), class_document(releve)
    pairs = [(sheet.pupil.key, rubric) for sheet in source.sheets for rubric in sheet.rubrics]
    means = [
        ToCopy(pupil, rubric.matiere.key, rubric.mean.percent)
        for pupil, rubric in pairs
        if rubric.mean.percent is not None and not by.why_not_position(pupil, rubric.matiere.key)
    ]
    texts = [
        TextToCopy(pupil, rubric.matiere.key, text.text)
        for pupil, rubric in pairs
        for text in rubric.texts
        if text.author == request.user.pk and not by.why_not_write(pupil, rubric.matiere.key)
    ]
    return means, texts, source


def _copied(
    request: SchoolRequest, found: Edition, means: list[ToCopy], texts: list[TextToCopy], source: ClassDocument
) -> HttpResponse:
    try:
        outcome = carry_releve(
            actor=request.user,
            kind=found.kind,
            school_class=found.school_class.pk,
            period=found.dates.period_id,
            means=means,
            texts=texts,
        )
    except Refused as refusal:
        messages.error(request, f"{refusal} Rien n'est reporté.")
    else:
        messages.success(request, _said(outcome, source))
    return redirect("bilans:official_class", found.kind.code, found.school_class.pk, found.dates.period_id)


def _said(carried: Carried, source: ClassDocument) -> str:
    outcome = carried.means
    said = count(outcome.copied, "moyenne reportée", "moyennes reportées")
    if outcome.same:
        said += f", {count(outcome.same, 'identique', 'identiques')}"
    if outcome.kept:
        names = {sheet.pupil.key: sheet.pupil.name for sheet in source.sheets}
        labels = dict(Matiere.objects.filter(pk__in={key for _pupil, key in outcome.kept}).values_list("pk", "label"))
        kept = ", ".join(f"{names[pupil]} ({labels[matiere]})" for pupil, matiere in outcome.kept)
        said += f" ; {count(len(outcome.kept), 'déjà saisie est gardée', 'déjà saisies sont gardées')} : {kept}"
    if carried.texts:
        said += f" ; {count(carried.texts, 'appréciation reportée', 'appréciations reportées')}"
    if carried.kept:
        said += f" ; {count(carried.kept, 'appréciation déjà écrite reste', 'appréciations déjà écrites restent')}"
    return f"{said}."
