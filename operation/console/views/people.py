"""« Exploitants »: who enters the console."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from operation.console.factor import take_all_away
from operation.console.forms import OperatorForm
from operation.console.models import Operator
from operation.console.services import operators as services
from operation.console.views.gate import OperatorRequest, proved
from operation.listed import OPERATORS
from sacoche.kit import access
from sacoche.kit.listed_views import render_listed


@access.operators
@proved
@require_http_methods(["GET", "HEAD", "POST"])
def operators(request: OperatorRequest) -> HttpResponse:
    """Those who enter, those who no longer do; one more, who chooses his password by a link."""
    form = OperatorForm(request.POST or None, instance=Operator())
    if request.method == "POST" and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("login", "last_name", "first_name", "email")}
        try:
            operator = services.add(actor=request.operator, **asked)
        except services.CannotAdd as error:
            form.add_error("login", str(error))
        else:
            _tell_of_link(request, operator)
            return redirect("operation:operators")
    context: dict[str, Any] = {"form": form, "operators": Operator.objects.all()}
    table, status = OPERATORS.of(context["operators"]), 422 if form.errors else 200
    return render_listed(request, "console/operators.html", context, table, status=status)


def _tell_of_link(request: OperatorRequest, operator: Operator) -> None:
    if settings.SENDS_MAIL:
        messages.success(request, f"Un lien part à {operator.email} : il sert une fois, dans les trois jours.")
    else:
        messages.success(request, f"Donnez ce lien à {operator.full_name} : {services.link_to(operator)}")


@access.operators
@proved
@require_POST
def give_link(request: OperatorRequest, pk: int) -> HttpResponse:
    """Another link, to who lost his password."""
    operator = get_object_or_404(Operator, pk=pk, left_at=None)
    services.give_link(actor=request.operator, operator=operator)
    _tell_of_link(request, operator)
    return redirect("operation:operators")


@access.operators
@proved
@require_POST
def take_factor_away(request: OperatorRequest, pk: int) -> HttpResponse:
    """Of a colleague who has lost his telephone and his key: he enters by his password, then adds another."""
    operator = get_object_or_404(Operator, pk=pk, left_at=None)
    take_all_away(actor=request.operator, operator=operator)
    messages.success(request, f"Le second facteur de {operator.full_name} est retiré.")
    return redirect("operation:operators")


@access.operators
@proved
@require_POST
def close(request: OperatorRequest, pk: int) -> HttpResponse:
    """He no longer enters."""
    operator = get_object_or_404(Operator, pk=pk, left_at=None)
    try:
        services.close(actor=request.operator, operator=operator)
    except services.CannotAdd as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Le compte de {operator.full_name} est fermé.")
    return redirect("operation:operators")
