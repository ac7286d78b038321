"""« Niveaux » and « Classes (gestion) »."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools import queries, services
from schools.forms import ClassForm
from schools.models import Niveau, SchoolClass


@requires("schools.manage_structure")
@require_safe
def niveaux(request: SchoolRequest) -> HttpResponse:
    """The levels of the school; `?famille=` opens the search, with the levels of that family when it is not empty."""
    family = request.GET.get("famille")
    active = list(queries.active_niveaux(request.school))
    context = {
        "niveaux": active,
        "active_ids": {niveau.pk for niveau in active},
        "is_searching": family is not None,
        "family": family,
        "groups": queries.family_groups() if family is not None else [],
        "found": queries.niveaux_of_family(family) if family else [],
    }
    return render(request, "schools/niveaux.html", context)


@requires("schools.manage_structure")
@require_POST
def activate_niveau(request: SchoolRequest, pk: int) -> HttpResponse:
    """Add a level at once, and stay in the search."""
    niveau = get_object_or_404(Niveau, pk=pk)
    services.activate_niveau(actor=request.user, school=request.school, niveau=niveau)
    messages.success(request, f"Niveau « {niveau.label} » ajouté.")
    return redirect(reverse("schools:niveaux") + "?" + urlencode({"famille": niveau.family}))


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate_niveau(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, then take a level away; refused while classes stand on it."""
    niveau = get_object_or_404(queries.active_niveaux(request.school), pk=pk)
    if request.method != "POST":
        classes = queries.classes_with_counts().filter(niveau=niveau)
        return render(request, "schools/niveau_remove.html", {"niveau": niveau, "classes": classes})
    try:
        services.deactivate_niveau(actor=request.user, school=request.school, niveau=niveau)
    except services.NiveauInUse:
        # A class may have been made since the question was shown: the page says which.
        return redirect("schools:deactivate_niveau", pk=pk)
    messages.success(request, f"Niveau « {niveau.label} » retiré.")
    return redirect("schools:niveaux")


def _class_list(request: SchoolRequest, form: ClassForm | None = None, status: int = 200) -> HttpResponse:
    """The list of classes, with the form open above it when there is one."""
    context = {
        "classes": queries.classes_with_counts(),
        "has_niveaux": queries.class_niveaux(request.school).exists(),
        "form": form,
        "editing": form.instance if form and form.instance.pk else None,
    }
    return render(request, "schools/classes.html", context, status=status)


@requires("schools.manage_structure")
@require_safe
def classes(request: SchoolRequest) -> HttpResponse:
    """The classes, by level."""
    return _class_list(request)


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def add_class(request: SchoolRequest) -> HttpResponse:
    """A new class."""
    form = ClassForm(request.POST or None, instance=SchoolClass(school=request.school))
    if request.method == "POST" and form.is_valid():
        try:
            services.create_class(actor=request.user, school=request.school, **form.cleaned_data)
        except services.ReferenceTaken:
            form.refuse_reference()
        else:
            messages.success(request, f"Classe « {form.cleaned_data['name']} » ajoutée.")
            return redirect("schools:classes")
    return _class_list(request, form)


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_class(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change a class."""
    school_class: SchoolClass = get_object_or_404(SchoolClass.objects.all(), pk=pk)
    form = ClassForm(request.POST or None, instance=school_class)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_class(actor=request.user, school_class=school_class, **form.cleaned_data)
        except services.ReferenceTaken:
            form.refuse_reference()
        else:
            messages.success(request, f"Classe « {school_class.name} » enregistrée.")
            return redirect("schools:classes")
    return _class_list(request, form)


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_class(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, saying what the class holds, then delete it."""
    school_class = get_object_or_404(queries.classes_with_counts(), pk=pk)
    if request.method == "POST":
        services.delete_class(actor=request.user, school_class=school_class)
        left = count(school_class.pupil_count, "élève reste", "élèves restent")
        after = f" {left} sans classe." if school_class.pupil_count else ""
        messages.success(request, f"Classe « {school_class.name} » supprimée.{after}")
        return redirect("schools:classes")
    return render(request, "schools/class_delete.html", {"school_class": school_class})
