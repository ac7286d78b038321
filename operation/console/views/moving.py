"""A school that moved to another server: its address here leads there for a while."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from operation.console.forms import MoveForm
from operation.console.queries.schools import school_page
from operation.console.services.moving import move
from operation.console.views.gate import OperatorRequest, proved
from operation.console.views.schools import school_or_404
from sacoche.kit import access
from sacoche.kit.clock import local


@access.operators
@proved
@require_http_methods(["GET", "HEAD", "POST"])
def move_school(request: OperatorRequest, number: int) -> HttpResponse:
    """How a school is moved, then where it is now."""
    school = school_or_404(number)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved = move(operator=request.operator, school=school, address=form.cleaned_data["address"])
        day = f"{local(moved.until):%d/%m/%Y}"
        messages.success(request, f"« {school} » est fermé ici ; jusqu'au {day}, son adresse mène à la nouvelle.")
        return redirect("operation:school", number=number)
    context = {"form": form, "school": school, "shown": school_page(school)}
    return render(request, "console/move.html", context, status=422 if form.errors else 200)
