"""« Groupes de besoin »: a teacher's own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.besoins.forms import BesoinForm
from accounts.besoins.queries import besoins_lent_to, besoins_of, with_people
from accounts.besoins.services import delete_besoin, save_besoin
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools.losses import losses_of
from schools.models import Group
from schools.queries import class_niveaux
from schools.views.deleting import Question, ask_then_delete
from schools.views.saving import save_with


def _page(request: SchoolRequest, form: BesoinForm | None = None) -> HttpResponse:
    """The groups of the reader and those lent to him, with the form open above when there is one."""
    context = {
        "own": with_people(besoins_of(request.user)),
        "lent": with_people(besoins_lent_to(request.user)),
        "has_niveaux": class_niveaux(request.school).exists(),
        "form": form,
        "editing": form.instance if form and form.instance.pk else None,
    }
    return render(request, "accounts/besoins.html", context, status=422 if form and form.errors else 200)


@requires("accounts.make_besoins")
@require_safe
def besoins(request: SchoolRequest) -> HttpResponse:
    """The list."""
    return _page(request)


@requires("accounts.make_besoins")
@require_http_methods(["GET", "HEAD", "POST"])
def add_besoin(request: SchoolRequest) -> HttpResponse:
    """A new group; its pupils come next."""
    return _save(request, Group(school=request.school), "Groupe « {} » ajouté : cochez maintenant ses élèves.")


@requires("accounts.make_besoins")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_besoin(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change a group of one's own; its pupils stay."""
    return _save(request, get_object_or_404(besoins_of(request.user), pk=pk), "Groupe « {} » enregistré.")


def _save(request: SchoolRequest, group: Group, done: str) -> HttpResponse:
    is_new = group.pk is None
    form = BesoinForm(request.POST or None, instance=group, owner=request.user)
    return save_with(
        request,
        form,
        save=lambda: save_besoin(actor=request.user, group=group, colleagues=form.cleaned_data["colleagues"]),
        told=lambda: done.format(group.label),
        back="accounts:besoin_pupils" if is_new else "accounts:besoins",
        show=lambda form: _page(request, form),
    )


@requires("accounts.make_besoins")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_besoin(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, naming the pupils and the colleagues, then delete a group of one's own."""
    group = get_object_or_404(besoins_of(request.user), pk=pk)
    question = Question(
        what=f"le groupe « {group.label} »",
        button=f"Supprimer le groupe {group.label}",
        harmless="Ce groupe n'a pas d'élève.",
        list_label="Groupes de besoin",
        section="Paramétrages",
        back="accounts:besoins",
        done=f"Groupe « {group.label} » supprimé.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of(group),
        delete=lambda: delete_besoin(actor=request.user, group=group),
    )
