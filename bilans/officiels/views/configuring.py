"""« Configurations »: several for each kind of document, one for each class."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bilans.models import ClassConfiguration, Configuration
from bilans.officiels.forms import ConfigurationForm
from bilans.officiels.kinds import OfficialKind, official_kinds
from bilans.officiels.queries.editions import DEFAULT_NAME
from bilans.officiels.rights import CONFIGURE
from bilans.officiels.services.configurations import delete_configuration, give_configurations, save_configuration
from bilans.officiels.views.opening import kind_of
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools.models import SchoolClass


@requires(CONFIGURE)
@require_safe
def index(request: SchoolRequest) -> HttpResponse:
    """The configurations of each kind, and that of each class."""
    context = {"kinds": [_of_kind(kind) for kind in official_kinds], "default_name": DEFAULT_NAME}
    return render(request, "bilans/officiels/configurations.html", context)


def _of_kind(kind: OfficialKind) -> dict[str, Any]:
    stored = Configuration.objects.filter(kind=kind.code).prefetch_related("classes__school_class__niveau")
    chosen = dict(ClassConfiguration.objects.filter(kind=kind.code).values_list("school_class_id", "configuration_id"))
    classes = [(row, chosen.get(row.pk, 0)) for row in SchoolClass.objects.in_level_order()]
    return {"kind": kind, "configurations": list(stored), "classes": classes}


@requires(CONFIGURE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SchoolRequest, kind: str) -> HttpResponse:
    """One more, that begins as the default one."""
    return _edited(request, kind_of(kind), Configuration(kind=kind))


@requires(CONFIGURE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SchoolRequest, kind: str, pk: int) -> HttpResponse:
    """One that there is."""
    found = kind_of(kind)
    return _edited(request, found, get_object_or_404(Configuration, pk=pk, kind=found.code))


def _edited(request: SchoolRequest, kind: OfficialKind, configuration: Configuration) -> HttpResponse:
    form = ConfigurationForm(request.POST or None, instance=configuration, kind=kind)
    if request.method == "POST" and form.is_valid():
        save_configuration(actor=request.user, configuration=form.save(commit=False))
        messages.success(request, f"Configuration « {configuration.name} » enregistrée.")
        return redirect("bilans:official_configurations")
    # A form that was refused has already changed the row that it was given.
    known = Configuration.objects.filter(pk=configuration.pk).first() if configuration.pk else None
    context = {"kind": kind, "form": form, "configuration": known}
    return render(request, "bilans/officiels/configuration.html", context, status=422 if form.errors else 200)


@requires(CONFIGURE)
@require_POST
def delete(request: SchoolRequest, kind: str, pk: int) -> HttpResponse:
    """Its classes have the default one again: it is said before."""
    configuration = get_object_or_404(Configuration, pk=pk, kind=kind_of(kind).code)
    delete_configuration(actor=request.user, configuration=configuration)
    messages.success(request, f"Configuration « {configuration.name} » supprimée.")
    return redirect("bilans:official_configurations")


@requires(CONFIGURE)
@require_POST
def give(request: SchoolRequest, kind: str) -> HttpResponse:
    """Which configuration each class has."""
    found = kind_of(kind)
    known: dict[str, Configuration | None] = {
        str(each.pk): each for each in Configuration.objects.filter(kind=found.code)
    }
    chosen = {
        row.pk: known.get(said)
        for row in SchoolClass.objects.all()
        if (said := request.POST.get(f"classe-{row.pk}")) is not None and (said in known or not said)
    }
    changed = give_configurations(actor=request.user, kind=found, chosen=chosen)
    messages.success(request, f"{count(changed, 'classe changée', 'classes changées')} de configuration.")
    return redirect("bilans:official_configurations")
