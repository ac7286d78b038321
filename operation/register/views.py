"""« Fiche de registre »: read, completed, taken as a PDF or a text document."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from operation.models import RegisterSettings
from operation.register.forms import RegisterForm
from operation.register.sheet import sheet_of
from sacoche.kit.access import requires
from sacoche.kit.downloads import attachment
from sacoche.kit.journal import record
from sacoche.kit.requests import SchoolRequest

RIGHT = "operation.keep_register"
KINDS = {"pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text"}


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SchoolRequest) -> HttpResponse:
    """The sheet as it would be printed, and what only the school can say."""
    given = RegisterSettings.objects.first() or RegisterSettings(school=request.school)
    form = RegisterForm(request.POST or None, instance=given)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record("operation.fill_register", actor=request.user, school=request.school)
        messages.success(request, "La fiche est à jour.")
        return redirect("operation:register")
    context = {"sheet": sheet_of(request.school), "form": form}
    return render(request, "operation/register.html", context, status=422 if form.errors else 200)


@requires(RIGHT)
@require_safe
def take(request: SchoolRequest, kind: str) -> HttpResponse:
    """The sheet as a file."""
    from operation.register.drawing import odt_of, pdf_of

    content = {"pdf": pdf_of, "odt": odt_of}[kind](sheet_of(request.school))
    name = f"fiche-de-traitement_{request.school.number}.{kind}"
    return attachment(content, name=name, content_type=KINDS[kind])
