"""« Lettres » to the contacts of schools, and the link that stops them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from operation.console.forms import LetterForm
from operation.console.models import Letter, LetterRefusal
from operation.console.services import contacts as services
from operation.console.views.gate import OperatorRequest
from operation.listed import LETTERS
from sacoche.kit import access
from sacoche.kit.installation import installation
from sacoche.kit.listed_views import render_listed
from sacoche.kit.text import count


@access.operators
@require_safe
def letters(request: OperatorRequest) -> HttpResponse:
    """What was written, sent or not."""
    context: dict[str, Any] = {"letters": Letter.objects.all()[:100], "refusals": LetterRefusal.objects.count()}
    return render_listed(request, "console/letters.html", context, LETTERS.of(context["letters"]))


@access.operators
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: OperatorRequest) -> HttpResponse:
    """Write a letter; it is looked at before it leaves."""
    author = {"author": request.operator, "author_label": request.operator.full_name}
    return _write(request, Letter(**author))


@access.operators
@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request: OperatorRequest, pk: int) -> HttpResponse:
    """Change a letter that has not left."""
    return _write(request, get_object_or_404(Letter, pk=pk, sent_at=None))


def _write(request: OperatorRequest, letter: Letter) -> HttpResponse:
    form = LetterForm(request.POST or None, instance=letter)
    if request.method == "POST" and form.is_valid():
        letter.zone_name = letter.zone.name if letter.zone else ""
        letter.save()
        return redirect("operation:letter", pk=letter.pk)
    return render(
        request, "console/letter_form.html", {"form": form, "letter": letter}, status=422 if form.errors else 200
    )


@access.operators
@require_safe
def letter(request: OperatorRequest, pk: int) -> HttpResponse:
    """A letter as its first reader gets it, and who they are."""
    letter = get_object_or_404(Letter, pk=pk)
    schools = [] if letter.sent_at else services.recipients_of(letter)
    text = services.letter_text(letter, schools[0], host=installation().host) if schools else letter.text
    context = {"letter": letter, "schools": schools, "text": text}
    return render(request, "console/letter.html", context)


@access.operators
@require_POST
def send(request: OperatorRequest, pk: int) -> HttpResponse:
    """One e-mail a contact; once."""
    letter = get_object_or_404(Letter, pk=pk)
    try:
        number = services.send_letter(operator=request.operator, letter=letter, host=installation().host)
    except services.AlreadySent:
        messages.warning(request, "Cette lettre est déjà partie : elle ne part pas deux fois.")
    else:
        messages.success(request, f"La lettre part à {count(number, 'contact', 'contacts')}.")
    return redirect("operation:letter", pk=pk)


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a letter leads: no more of them, once it is confirmed. Opening it changes nothing."""
    email = services.email_of_stop(token)
    if not email:
        return render(request, "console/stop.html", {"email": ""}, status=410)
    if request.method == "POST":
        services.stop_letters(email)
    return render(request, "console/stop.html", {"email": email, "is_done": request.method == "POST"})
