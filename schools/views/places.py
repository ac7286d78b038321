"""« Classes (gestion) » and « Groupes (gestion) »: the same page, told apart by a declaration."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from sacoche.kit.access import requires
from sacoche.kit.listed import ListTable
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools import queries, services
from schools.forms.structure import ClassForm, GroupForm, PlaceForm
from schools.listed import BESOINS as BESOINS_TABLE
from schools.listed import CLASSES as CLASSES_TABLE
from schools.listed import GROUPS as GROUPS_TABLE
from schools.losses import losses_of
from schools.models import Group, SchoolClass
from schools.views.deleting import Question, ask_then_delete
from schools.views.saving import save_with


@dataclass(frozen=True)
class Place:
    """Classes or groups: their words, their addresses, how they are read and written."""

    model: Any
    form: type[PlaceForm]
    listed: Callable[[], QuerySet[Any]]
    create: Callable[..., Any]
    update: Callable[..., None]
    argument: str
    title: str
    lead: str
    one: str
    many: str
    the: str
    a: str
    list_url: str
    add_url: str
    edit_url: str
    delete_url: str
    added: str
    saved: str
    empty: str
    # Groups that teachers made for themselves are shown under those of the school, to be deleted only.
    besoins: Callable[[], Sequence[Group] | QuerySet[Group]] = tuple
    listed_as: ListTable = CLASSES_TABLE


CLASSES = Place(
    model=SchoolClass,
    form=ClassForm,
    listed=queries.classes_with_counts,
    create=services.create_class,
    update=services.update_class,
    argument="school_class",
    title="Classes (gestion)",
    lead="Les classes de l'établissement, par niveau.",
    one="classe",
    many="classes",
    the="la classe",
    a="une classe",
    list_url="schools:classes",
    add_url="schools:add_class",
    edit_url="schools:edit_class",
    delete_url="schools:delete_class",
    added="Classe « {} » ajoutée.",
    saved="Classe « {} » enregistrée.",
    empty="Aucune classe pour l'instant. L'import d'un fichier de Base Élèves les crée toutes ; vous pouvez aussi les "
    "ajouter une par une avec le « + » vert.",
)
GROUPS = Place(
    model=Group,
    form=GroupForm,
    listed=queries.groups_with_counts,
    create=services.create_group,
    update=services.update_group,
    argument="group",
    title="Groupes (gestion)",
    lead="Les groupes d'enseignement : des élèves d'une ou de plusieurs classes, par niveau.",
    one="groupe",
    many="groupes",
    the="le groupe",
    a="un groupe",
    list_url="schools:groups",
    add_url="schools:add_group",
    edit_url="schools:edit_group",
    delete_url="schools:delete_group",
    added="Groupe « {} » ajouté.",
    saved="Groupe « {} » enregistré.",
    empty="Aucun groupe pour l'instant. Une école peut s'en passer ; un collège y met ses langues, ses options, ses "
    "demi-groupes. Ajoutez-les avec le « + » vert, puis leurs élèves dans « Élèves & groupes ».",
    besoins=queries.besoins_with_counts,
    listed_as=GROUPS_TABLE,
)


def _list(request: SchoolRequest, place: Place, form: PlaceForm | None = None) -> HttpResponse:
    """The list, with the form open above it when there is one."""
    context: dict[str, Any] = {
        "place": place,
        "rows": place.listed(),
        "has_niveaux": queries.class_niveaux(request.school).exists(),
        "besoins": place.besoins(),
        "form": form,
        "editing": form.instance if form and form.instance.pk else None,
    }
    tables = [place.listed_as.of(context["rows"])] + [BESOINS_TABLE.of(context["besoins"])] * bool(context["besoins"])
    status = 422 if form and form.errors else 200
    return render_listed(request, "schools/places.html", context, *tables, status=status)


def _add(request: SchoolRequest, place: Place) -> HttpResponse:
    form = place.form(request.POST or None, instance=place.model(school=request.school))
    return _save(
        request,
        place,
        form,
        save=lambda: place.create(actor=request.user, school=request.school, **form.cleaned_data),
        told=lambda: place.added.format(form.cleaned_data["name"]),
    )


def _edit(request: SchoolRequest, place: Place, one: Any) -> HttpResponse:
    form = place.form(request.POST or None, instance=one)
    return _save(
        request,
        place,
        form,
        save=lambda: place.update(actor=request.user, **{place.argument: one}, **form.cleaned_data),
        told=lambda: place.saved.format(one.label),
    )


def _save(
    request: SchoolRequest, place: Place, form: PlaceForm, *, save: Callable[[], Any], told: Callable[[], str]
) -> HttpResponse:
    return save_with(
        request,
        form,
        save=save,
        refusals={services.ReferenceTaken: form.refuse_reference},
        told=told,
        back=place.list_url,
        line=form.instance.pk or "",
        show=lambda form: _list(request, place, form),
    )


def _question(place: Place, one: Any, *, harmless: str, done: str) -> Question:
    return Question(
        what=f"{place.the} « {one.label} »",
        button=f"Supprimer {place.the} {one.reference or one.label}",
        harmless=harmless,
        list_label=place.title,
        section="Gestion courante",
        back=place.list_url,
        done=done,
    )


@requires("schools.manage_structure")
@require_safe
def classes(request: SchoolRequest) -> HttpResponse:
    """The classes, by level."""
    return _list(request, CLASSES)


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def add_class(request: SchoolRequest) -> HttpResponse:
    """A new class."""
    return _add(request, CLASSES)


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_class(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change a class."""
    return _edit(request, CLASSES, get_object_or_404(SchoolClass.objects.all(), pk=pk))


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_class(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, saying what the class holds, then delete it."""
    school_class = get_object_or_404(queries.classes_with_counts(), pk=pk)
    left = count(school_class.pupil_count, "élève reste", "élèves restent")
    after = f" {left} sans classe." if school_class.pupil_count else ""
    question = _question(
        CLASSES,
        school_class,
        harmless="Cette classe ne contient ni élève ni professeur.",
        done=f"Classe « {school_class.label} » supprimée.{after}",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of(school_class),
        delete=lambda: services.delete_class(actor=request.user, school_class=school_class),
    )


@requires("schools.manage_structure")
@require_safe
def groups(request: SchoolRequest) -> HttpResponse:
    """The groups, by level."""
    return _list(request, GROUPS)


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def add_group(request: SchoolRequest) -> HttpResponse:
    """A new group."""
    return _add(request, GROUPS)


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_group(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change a group."""
    return _edit(request, GROUPS, get_object_or_404(Group.objects.of_the_school(), pk=pk))


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_group(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, saying what the group holds, then delete it; those of teachers too, who may have left."""
    group = get_object_or_404(Group.objects.all(), pk=pk)
    question = _question(
        GROUPS,
        group,
        harmless="Ce groupe ne contient ni élève ni professeur.",
        done=f"Groupe « {group.label} » supprimé.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of(group),
        delete=lambda: services.delete_group(actor=request.user, group=group),
    )
