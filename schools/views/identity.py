"""« Identité de l'établissement »."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools.forms.identity import IdentityForm, LogoForm
from schools.logo import UnreadableLogo
from schools.models import School
from schools.services import identity

_ONE_YEAR = 365 * 24 * 3600


def _page(
    request: SchoolRequest, *, form: IdentityForm | None = None, logo_form: LogoForm | None = None
) -> HttpResponse:
    has_errors = bool(form or logo_form)
    context = {"form": form or IdentityForm(instance=request.school), "logo_form": logo_form or LogoForm()}
    return render(request, "schools/identity.html", context, status=422 if has_errors else 200)


@requires("schools.manage_identity")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_identity(request: SchoolRequest) -> HttpResponse:
    """What the school says of itself; its UAI is checked."""
    if request.method != "POST":
        return _page(request)
    # The form writes on its own copy: the frame of the page goes on showing what is stored.
    form = IdentityForm(request.POST, instance=School.objects.get(pk=request.school.pk))
    if not form.is_valid():
        return _page(request, form=form)
    try:
        identity.update_identity(actor=request.user, school=request.school, values=form.cleaned_data)
    except identity.UaiTaken:
        form.refuse_uai()
        return _page(request, form=form)
    messages.success(request, "Identité de l'établissement enregistrée.")
    return redirect("schools:identity")


@requires("schools.manage_identity")
@require_POST
def set_logo(request: SchoolRequest) -> HttpResponse:
    """Keep the image sent as the logo."""
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, logo_form=form)
    try:
        identity.set_logo(actor=request.user, school=request.school, content=form.cleaned_data["logo"])
    except UnreadableLogo as error:
        form.add_error("logo", str(error))
        return _page(request, logo_form=form)
    messages.success(request, "Logo enregistré : il est en haut de chaque page.")
    return redirect("schools:identity")


@requires("schools.manage_identity")
@require_POST
def remove_logo(request: SchoolRequest) -> HttpResponse:
    """Take the logo away."""
    identity.remove_logo(actor=request.user, school=request.school)
    messages.success(request, "Logo retiré.")
    return redirect("schools:identity")


@requires("accounts.home")
@require_safe
def logo(request: SchoolRequest, digest: str) -> HttpResponse:
    """The logo of one's own school; its address changes with it, so that a browser may keep it."""
    content = identity.logo_content(request.school, digest)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/png")
    response["Content-Disposition"] = 'attachment; filename="logo.png"'
    response["Cache-Control"] = f"private, max-age={_ONE_YEAR}, immutable"
    return response
