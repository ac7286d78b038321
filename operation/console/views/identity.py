"""« Installation »: who hosts this server, its logo, what the law wants said; what files may weigh."""

from django.contrib import messages
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from operation.console.forms import IdentityForm, LimitsForm
from operation.console.models import Decided
from operation.console.services import decisions
from operation.console.views.gate import OperatorRequest
from sacoche.kit import access
from schools.forms.identity import LogoForm
from schools.logo import UnreadableLogo

_ONE_YEAR = 365 * 24 * 3600


def _row() -> Decided:
    return Decided.objects.filter(number=Decided.ONLY).first() or Decided()


def _page(request: OperatorRequest, **refused: Form | ModelForm) -> HttpResponse:
    context = {
        "form": IdentityForm(instance=_row()),
        "limits_form": LimitsForm(instance=_row()),
        "logo_form": LogoForm(),
    } | refused
    return render(request, "console/identity.html", context, status=422 if refused else 200)


@access.operators
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: OperatorRequest) -> HttpResponse:
    """The name of the installation, its host, the texts of the law."""
    if request.method != "POST":
        return _page(request)
    form = IdentityForm(request.POST, instance=_row())
    if not form.is_valid():
        return _page(request, form=form)
    names = decisions.IDENTITY
    decisions.decide(operator=request.operator, code="identity.edit", names=names, values=form.cleaned_data)
    messages.success(request, "Enregistré : c'est sur la page de connexion, dans la notice et en bas des pages.")
    return redirect("operation:identity")


@access.operators
@require_POST
def limits(request: OperatorRequest) -> HttpResponse:
    """What files may weigh, how long things are kept."""
    form = LimitsForm(request.POST, instance=_row())
    if not form.is_valid():
        return _page(request, limits_form=form)
    names = decisions.LIMITS
    decisions.decide(operator=request.operator, code="limits.edit", names=names, values=form.cleaned_data)
    messages.success(request, "Enregistré : les pages le disent, et le serveur l'applique.")
    return redirect("operation:identity")


@access.operators
@require_POST
def set_logo(request: OperatorRequest) -> HttpResponse:
    """Keep the image sent as the logo of the installation; `retirer` takes it away."""
    if "retirer" in request.POST:
        decisions.set_logo(operator=request.operator, content=None)
        messages.success(request, "Logo retiré.")
        return redirect("operation:identity")
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, logo_form=form)
    try:
        decisions.set_logo(operator=request.operator, content=form.cleaned_data["logo"])
    except UnreadableLogo as error:
        form.add_error("logo", str(error))
        return _page(request, logo_form=form)
    messages.success(request, "Logo enregistré : il est sur la page de connexion.")
    return redirect("operation:identity")


@access.public
@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo of the installation; its address changes with it, so that a browser may keep it."""
    content = decisions.logo_content(digest)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/png")
    response["Content-Disposition"] = 'attachment; filename="logo.png"'
    response["Cache-Control"] = f"public, max-age={_ONE_YEAR}, immutable"
    return response


@access.public
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """« Mentions légales »: who hosts this server, and the host's own words."""
    return render(request, "console/legal.html")
