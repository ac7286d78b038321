"""Deleting a school: what would be lost, the confirmation that is typed, the password again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from operation.console.forms import DeleteForm
from operation.console.queries.schools import school_page
from operation.console.services.figures import figures_of
from operation.console.services.schools import delete
from operation.console.views.gate import OperatorRequest, proved
from operation.console.views.schools import school_or_404
from sacoche.kit import access


@access.operators
@proved
@require_http_methods(["GET", "HEAD", "POST"])
def delete_school(request: OperatorRequest, number: int) -> HttpResponse:
    """Ask, with what would be lost counted; then delete for good."""
    school = school_or_404(number)
    form = DeleteForm(request.POST or None, expected=school.uai or str(school.number))
    if request.method == "POST" and form.is_valid():
        name = str(school)
        delete(operator=request.operator, school=school)
        messages.success(request, f"« {name} » est supprimé, avec tout ce qu'il contenait.")
        return redirect("operation:schools")
    context = {"form": form, "school": school, "figures": figures_of([school])[0], "shown": school_page(school)}
    return render(request, "console/delete.html", context, status=422 if form.errors else 200)
