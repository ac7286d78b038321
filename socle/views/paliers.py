"""« Paliers du socle », and what helps to decide on them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from socle.forms import HelpForm, LpcForm, PaliersForm
from socle.help_settings import choose_help, offer_lpc, socle_settings
from socle.paliers import choose_paliers, paliers_with_content


@requires("socle.choose_paliers")
@require_http_methods(["GET", "HEAD", "POST"])
def paliers(request: SchoolRequest) -> HttpResponse:
    """Tick the paliers of the school; nothing is saved before the button."""
    form = PaliersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["paliers"]
        choose_paliers(actor=request.user, school=request.school, palier_ids=chosen)
        labels = count(len(chosen), "palier utilisé", "paliers utilisés")
        messages.success(request, f"Choix enregistré : {labels}.")
        return redirect("socle:paliers")
    settings = socle_settings()
    help_form = HelpForm(initial={"proposes": settings.proposes, "locks_items": settings.locks_items})
    context = {
        "paliers": paliers_with_content(request.school),
        "form": form,
        "help_form": help_form,
        "lpc_form": LpcForm(initial={"offers_lpc": settings.offers_lpc}),
    }
    return render(request, "socle/paliers.html", context)


@requires("socle.choose_paliers")
@require_POST
def set_help(request: SchoolRequest) -> HttpResponse:
    """What helps to decide, as the school wants it."""
    form = HelpForm(request.POST)
    form.is_valid()
    choose_help(actor=request.user, school=request.school, **form.cleaned_data)
    messages.success(request, "Aide à la validation enregistrée.")
    return redirect("socle:paliers")


@requires("socle.choose_paliers")
@require_POST
def set_lpc(request: SchoolRequest) -> HttpResponse:
    """Whether the file of the LPC is among the exports."""
    form = LpcForm(request.POST)
    form.is_valid()
    offer_lpc(actor=request.user, school=request.school, **form.cleaned_data)
    messages.success(request, "Choix enregistré.")
    return redirect("socle:paliers")
