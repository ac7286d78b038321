"""« Professeurs & classes / Professeurs principaux »: every click is saved at once."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from accounts import teaching
from accounts.models import Account
from accounts.people_queries import assignment_grid, class_summary
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools.models import SchoolClass


@requires("accounts.assign_teachers")
@require_safe
def assignments(request: SchoolRequest) -> HttpResponse:
    """The grid of teachers and classes, and the teachers of each class."""
    return render(request, "accounts/assignments.html", {"grid": assignment_grid()})


@requires("accounts.assign_teachers")
@require_POST
def save_assignment(request: SchoolRequest, teacher_pk: int, class_pk: int) -> JsonResponse:
    """Give or take a class (`is_on` 1 or 0). Answers the new row of the class in the second table."""
    teacher, school_class = _get(teacher_pk, class_pk)
    verb = teaching.assign_teacher if request.POST.get("is_on") == "1" else teaching.unassign_teacher
    verb(actor=request.user, teacher=teacher, school_class=school_class)
    return _summary(request, school_class)


@requires("accounts.assign_teachers")
@require_POST
def save_professeur_principal(request: SchoolRequest, teacher_pk: int, class_pk: int) -> JsonResponse:
    """Make the teacher professeur principal of a class that he has, or no longer (`is_on` 1 or 0)."""
    teacher, school_class = _get(teacher_pk, class_pk)
    is_pp = request.POST.get("is_on") == "1"
    try:
        teaching.set_professeur_principal(actor=request.user, teacher=teacher, school_class=school_class, is_pp=is_pp)
    except teaching.NotAssigned:
        sentence = f"{teacher.full_name} n'a plus la classe {school_class.name} : cochez-la d'abord."
        return JsonResponse({"error": sentence}, status=409)
    return _summary(request, school_class)


def _get(teacher_pk: int, class_pk: int) -> tuple[Account, SchoolClass]:
    teacher = get_object_or_404(Account.objects.teachers().active(), pk=teacher_pk)
    return teacher, get_object_or_404(SchoolClass.objects.all(), pk=class_pk)


def _summary(request: SchoolRequest, school_class: SchoolClass) -> JsonResponse:
    context = {"summary": class_summary(school_class)}
    return JsonResponse({"summary": render_to_string("accounts/assignments.html#summary", context, request)})
