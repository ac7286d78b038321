"""« Élève qui change d'établissement »: his results out, his results in, and those that no item took."""

import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from evaluations.queries.scale import current_scale
from evaluations.transfer import Transfer, Unreadable
from imports.models import ReceivedResult
from imports.results import services
from imports.results.forms import GiveForm, SendForm, TakeForm
from imports.results.matching import match, match_codes
from imports.results.queries import pupils_to_give, pupils_to_take, pupils_who_came, recognised, school_items
from imports.results.table import Row, first_rows, rows_sent
from sacoche.kit import signing
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count, unaccent

RIGHT = "imports.transfer_results"


@requires(RIGHT)
@require_safe
def transfer(request: SchoolRequest) -> HttpResponse:
    """Both ways, and who came with results."""
    return _page(request)


def _page(
    request: SchoolRequest, *, give_form: GiveForm | None = None, send_form: SendForm | None = None
) -> HttpResponse:
    context = {
        "give_form": give_form or GiveForm(pupils_to_give()),
        "send_form": send_form or SendForm(),
        "came": pupils_who_came(),
        "fingerprint": signing.fingerprint(signing.public_key()),
    }
    return render(request, "imports/results/transfer.html", context, status=422 if give_form or send_form else 200)


@requires(RIGHT)
@asks_who_is_there()
@require_POST
def give(request: SchoolRequest) -> HttpResponse | FileResponse:
    """The file of a pupil's results, for the school where he goes."""
    form = GiveForm(pupils_to_give(), request.POST)
    if not form.is_valid():
        return _page(request, give_form=form)
    pupil = get_object_or_404(Account, pk=form.cleaned_data["eleve"])
    content = services.give(pupil, actor=request.user, school=request.school)
    if content is None:
        form.add_error("eleve", "Cet élève n'a aucun résultat : il n'y a rien à remettre.")
        return _page(request, give_form=form)
    name = f"resultats_{_plain(pupil.full_name)}_{today():%Y-%m-%d}.json"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type="application/json")


def _plain(name: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in unaccent(name)).split())[:60]


@requires(RIGHT)
@require_POST
def send(request: SchoolRequest) -> HttpResponse:
    """The file of another school: read whole, then shown."""
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, send_form=form)
    try:
        services.keep(request.user, form.cleaned_data["fichier"])
    except Unreadable as refusal:
        form.add_error("fichier", str(refusal))
        return _page(request, send_form=form)
    return redirect("imports:review_results")


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SchoolRequest) -> HttpResponse:
    """The table that is proposed; once checked, results are written, and the others kept aside."""
    sent = services.kept(request.user)
    if sent is None:
        messages.info(request, "Aucun fichier n'attend d'être vérifié : envoyez-le à nouveau.")
        return redirect("imports:transfer_results")
    pupils, known = list(pupils_to_take()), school_items()
    form = TakeForm(pupils, request.POST or None, initial={"eleve": recognised(sent, pupils)})
    matches = match(sent.items, sent.results, known)
    if request.method != "POST":
        return _review(request, sent, first_rows(matches), form)
    rows = rows_sent(matches, known, request.POST.dict())
    if "chercher" in request.POST:
        return _look_for(request, sent, rows, pupils)
    if form.is_valid():
        return _take(request, sent, rows, form.cleaned_data["eleve"])
    return _review(request, sent, rows, form, status=422)


def _take(request: SchoolRequest, sent: Transfer, rows: list[Row], pk: int) -> HttpResponse:
    pupil = get_object_or_404(pupils_to_take(), pk=pk)
    chosen = {row.line.rank: row.chosen for row in rows if row.chosen is not None}
    taken = services.take(sent, pupil=pupil, chosen=chosen, actor=request.user, school=request.school)
    messages.success(
        request,
        f"{count(taken.written, 'résultat repris', 'résultats repris')}, {taken.known} déjà là, "
        f"{count(taken.aside, 'gardé à part', 'gardés à part')}.",
    )
    return redirect("imports:received_results", pk=pupil.pk)


def _look_for(request: SchoolRequest, sent: Transfer, rows: list[Row], pupils: list[Account]) -> HttpResponse:
    """The table with the items that have the words typed; nothing is written, every choice stays."""
    form = TakeForm(pupils, initial={"eleve": request.POST.get("eleve", "")})
    asked = request.POST["chercher"]
    # By Enter, no line is named: the first whose item is still to be chosen.
    waiting = next((row.line.rank for row in rows if row.words and row.chosen is None), None)
    return _review(request, sent, rows, form, focus=int(asked) if asked.isdecimal() else waiting)


def _review(
    request: SchoolRequest,
    sent: Transfer,
    rows: list[Row],
    form: TakeForm,
    *,
    status: int = 200,
    focus: int | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "sent": sent,
        "form": form,
        "rows": rows,
        "focus": focus,
        "codes": match_codes(sent.results, current_scale().codes).values(),
        "matched": sum(row.chosen is not None for row in rows),
    }
    return render(request, "imports/results/review.html", context, status=status)


@requires(RIGHT)
@require_POST
def give_up(request: SchoolRequest) -> HttpResponse:
    """Forget the file that was to be checked."""
    services.forget(request.user)
    messages.success(request, "Le fichier est effacé de ce serveur ; rien n'a été écrit.")
    return redirect("imports:transfer_results")


@requires(RIGHT)
@require_safe
def received(request: SchoolRequest, pk: int) -> HttpResponse:
    """What other schools gave to a pupil: taken, or kept aside."""
    pupil = get_object_or_404(Account.objects.pupils(), pk=pk)
    rows = list(ReceivedResult.objects.filter(pupil=pupil))
    context = {
        "pupil": pupil,
        "aside": [row for row in rows if not row.is_taken],
        "taken": [row for row in rows if row.is_taken],
    }
    return render(request, "imports/results/received.html", context)


@requires(RIGHT)
@asks_who_is_there()
@require_POST
def take_back(request: SchoolRequest, pk: int) -> HttpResponse:
    """Take away all that a pupil was given: it was another one's."""
    pupil = get_object_or_404(Account.objects.pupils(), pk=pk)
    if "sure" not in request.POST:
        messages.error(request, "Cochez d'abord « je confirme » : rien n'a été retiré.")
        return redirect("imports:received_results", pk=pk)
    number = services.take_back(pupil, actor=request.user, school=request.school)
    messages.success(request, f"{count(number, 'résultat retiré', 'résultats retirés')}.")
    return redirect("imports:transfer_results")
