"""« Groupes de besoin »: a teacher's own."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from accounts.besoins.followed import Cell, no_longer
from accounts.besoins.forms import BesoinForm
from accounts.besoins.queries import besoins_lent_to, besoins_of, with_people
from accounts.besoins.services import delete_besoin, save_besoin
from accounts.listed import LENT_BESOINS, OWN_BESOINS
from accounts.models import Account
from accounts.queries import pupils_of
from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from schools.losses import losses_of
from schools.models import PURPOSE_LENGTH, Group
from schools.queries import class_niveaux
from schools.views.deleting import Question, ask_then_delete
from schools.views.saving import save_with


def _page(
    request: SchoolRequest,
    form: BesoinForm | None = None,
    pupils: Sequence[Account] = (),
    cells: Sequence[Cell] = (),
) -> HttpResponse:
    """The groups of the reader and those lent to him, with the form open above when there is one."""
    own, lent = (list(with_people(groups)) for groups in (besoins_of(request.user), besoins_lent_to(request.user)))
    lines = no_longer([*own, *lent])
    for group in (*own, *lent):
        group.no_longer = lines.get(group.pk, [])
    context: dict[str, Any] = {
        "own": own,
        "lent": lent,
        "has_niveaux": class_niveaux(request.school).exists(),
        "form": form,
        "pupils": pupils,
        "cells": cells,
        "editing": form.instance if form and form.instance.pk else None,
    }
    tables = OWN_BESOINS.of(context["own"]), LENT_BESOINS.of(context["lent"])
    status = 422 if form and form.errors else 200
    return render_listed(request, "accounts/besoins.html", context, *tables, status=status)


@requires("accounts.make_besoins")
@require_safe
def besoins(request: SchoolRequest) -> HttpResponse:
    """The list."""
    return _page(request)


@requires("accounts.make_besoins")
@require_http_methods(["GET", "HEAD", "POST"])
def add_besoin(request: SchoolRequest) -> HttpResponse:
    """A new group; its pupils come next, or with the address that names them: those of a table of results."""
    asked = request.POST if request.method == "POST" else request.GET
    pupils = _pupils_asked(request, asked)
    cells = [cell for cell in _cells_asked(asked) if cell[0] in {pupil.pk for pupil in pupils}]
    purpose = asked.get("motif", "").replace("\x00", "")[:PURPOSE_LENGTH]
    first = next((pupil.school_class for pupil in pupils if pupil.school_class), None)
    group = Group(school=request.school, purpose=purpose, **({"niveau": first.niveau} if first else {}))
    if pupils:
        return _save(request, group, "Groupe « {} » ajouté avec ses élèves.", pupils=pupils, cells=cells)
    return _save(request, group, "Groupe « {} » ajouté : cochez maintenant ses élèves.")


def _cells_asked(asked: QueryDict) -> list[Cell]:
    """The results that the group is made from, « élève-item »; what is not one is left out."""
    pairs = [word.split("-") for word in asked.getlist("case")]
    whole = [pair for pair in pairs if len(pair) == 2 and all(word.isascii() and word.isdigit() for word in pair)]
    return [(int(pupil), int(item)) for pupil, item in whole if len(pupil) < 19 and len(item) < 19]


def _pupils_asked(request: SchoolRequest, asked: QueryDict) -> list[Account]:
    """Those that the address names: 404 for one that the school does not have, 403 for one who is not his."""
    named = {int(word) for word in asked.getlist("eleve") if word.isascii() and word.isdigit() and len(word) < 19}
    known = Account.objects.pupils().filter(pk__in=named)
    if known.count() < len(named):
        raise Http404
    found = list(pupils_of(request.user).filter(pk__in=named).select_related("school_class__niveau"))
    if len(found) < len(named):
        raise PermissionDenied("Un des élèves n'est pas dans vos classes ni dans vos groupes : cochez-les à nouveau.")
    return found


@requires("accounts.make_besoins")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_besoin(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change a group of one's own; its pupils stay."""
    return _save(request, get_object_or_404(besoins_of(request.user), pk=pk), "Groupe « {} » enregistré.")


def _save(
    request: SchoolRequest, group: Group, done: str, *, pupils: Sequence[Account] = (), cells: Sequence[Cell] = ()
) -> HttpResponse:
    is_new = group.pk is None and not pupils
    form = BesoinForm(request.POST or None, instance=group, owner=request.user)
    return save_with(
        request,
        form,
        save=lambda: save_besoin(
            actor=request.user,
            group=group,
            colleagues=form.cleaned_data["colleagues"],
            pupils=pupils,
            cells=cells,
        ),
        told=lambda: done.format(group.label),
        back="accounts:besoin_pupils" if is_new else "accounts:besoins",
        show=lambda form: _page(request, form, pupils, cells),
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
