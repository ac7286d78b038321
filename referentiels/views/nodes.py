"""One domaine, thème or item: its values, its place, what is added under it, its end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from referentiels.enums import NodeKind
from referentiels.forms.adding import AddForm
from referentiels.forms.nodes import NODE_FORMS, ItemForm, RefusedValue, clean_names, initial_of
from referentiels.forms.places import MoveForm
from referentiels.item_parts import held_in_words
from referentiels.losses import losses_of_node
from referentiels.models import Referentiel
from referentiels.nodes import KINDS, Kind, Node, children_kind, items_under, nodes_of
from referentiels.queries.changes import shown, told, word_of
from referentiels.queries.history import changes_of
from referentiels.queries.places import referentiels_open_to
from referentiels.queries.references import references_under, renamed
from referentiels.queries.socle import part_named
from referentiels.services.editing import ChangedMeanwhile, TooMany, delete_nodes, edit_node, move_node
from referentiels.services.log import Gone, locked_node
from referentiels.views.adding import add_and_say
from referentiels.views.making import RIGHT
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools.views.deleting import Question, ask_then_delete


def open_to_write(request: SchoolRequest, pk: int) -> Referentiel:
    """A référentiel that the account may change; 404 for any other."""
    referentiel: Referentiel = get_object_or_404(referentiels_open_to(request.user, RIGHT), pk=pk)
    return referentiel


def _node(referentiel: Referentiel, kind: str, key: int) -> tuple[Kind, Node]:
    if kind not in NodeKind.values:
        raise Http404
    what = KINDS[NodeKind(kind)]
    return what, get_object_or_404(nodes_of(referentiel, what), pk=key)


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def node(request: SchoolRequest, pk: int, kind: str, key: int) -> HttpResponse:
    """All that a node says, to be changed; what a colleague changed meanwhile is shown beside."""
    referentiel = open_to_write(request, pk)
    what, found = _node(referentiel, kind, key)
    values = what.values(found)
    if request.method != "POST":
        form = NODE_FORMS[what.code](initial=initial_of(what.code, values))
        return _panel(request, referentiel, what, found, form)
    form = NODE_FORMS[what.code](request.POST, initial=initial_of(what.code, values))
    if not form.is_valid():
        return _panel(request, referentiel, what, found, form, status=422)
    try:
        edit_node(
            author=request.user,
            referentiel=referentiel,
            kind=what.code,
            key=key,
            seen=_seen(request, form),
            wanted=form.cleaned_data,
        )
    except ChangedMeanwhile as conflict:
        return _panel(request, referentiel, what, found, form, stale=conflict.stale, status=422)
    except Gone as gone:
        messages.error(request, str(gone))
        return _back(request, referentiel)
    return _saved(request, referentiel, what, key)


def _seen(request: SchoolRequest, form: Any) -> dict[str, Any]:
    """What the page showed of each value, as it says itself; a value it does not say is taken for the present one."""
    if "seen" not in request.POST:
        return dict(form.initial)
    return {name: _as_kept(request.POST, name, present) for name, present in form.initial.items()}


def _as_kept(said: Any, name: str, present: Any) -> Any:
    """A value as the database keeps it, from what the page says that it showed."""
    raw = said.get(f"seen-{name}", "")
    if name == "entries":
        return [int(one) for one in said.getlist("seen-entries") if one.isascii() and one.isdigit()]
    if isinstance(present, bool):
        return raw == "True"
    if isinstance(present, int):
        return int(raw) if raw.isascii() and raw.isdigit() else present
    return raw.replace("\r\n", "\n")


def _saved(request: SchoolRequest, referentiel: Referentiel, what: Kind, key: int) -> HttpResponse:
    if request.htmx:
        found = nodes_of(referentiel, what).get(pk=key)
        form = NODE_FORMS[what.code](initial=initial_of(what.code, what.values(found)))
        return _panel(request, referentiel, what, found, form, is_saved=True)
    messages.success(request, "Enregistré.")
    return _back(request, referentiel, f"{what.code}-{key}")


def _back(request: SchoolRequest, referentiel: Referentiel, anchor: str = "") -> HttpResponse:
    address = reverse("referentiels:content", args=[referentiel.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)


def _panel(
    request: SchoolRequest,
    referentiel: Referentiel,
    what: Kind,
    found: Node,
    form: Any,
    *,
    stale: Any = (),
    is_saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    inside = children_kind(what)
    context = {
        "referentiel": referentiel,
        "kind": what.code,
        "node": found,
        "form": form,
        "seen": initial_of(what.code, what.values(found)),
        "stale": [
            (word_of(each.name), shown(each.name, each.present), shown(each.name, each.wanted)) for each in stale
        ],
        "open_parts": _open_parts(referentiel, form),
        "is_saved": is_saved,
        "child_kind": inside.code if inside else None,
        "history": [(change, told(change)) for change in changes_of(referentiel, what.code, found.pk)],
        "back": reverse("referentiels:content", args=[referentiel.pk]),
    }
    template = "referentiels/panel.html" if request.htmx else "referentiels/node.html"
    return render(request, template, context, status=status)


def _open_parts(referentiel: Referentiel, form: Any) -> set[str]:
    """The parts of the socle that the sheet of an item shows unfolded: those that it feeds, else that of its niveau."""
    if not isinstance(form, ItemForm):
        return set()
    fed = {part.code for part in form.socle if form.linked & set(part.keys)}
    usual = part_named(form.socle, "", referentiel.niveau)
    return fed or ({usual.code} if usual else set())


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def add_under(request: SchoolRequest, pk: int, kind: str, parent: int) -> HttpResponse:
    """Lines that become nodes: shown first when there are several, then added in their order."""
    referentiel = open_to_write(request, pk)
    if kind not in NodeKind.values:
        raise Http404
    what = NodeKind(kind)
    above = _parent(referentiel, what, parent)
    form = AddForm(request.POST or None)
    names: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            names = clean_names(what, form.cleaned_data["lines"])
            if len(names) == 1 or form.cleaned_data["is_seen"]:
                messages.success(request, add_and_say(request.user, referentiel, what, parent, names))
                return _back(request, referentiel)
        except (RefusedValue, TooMany, Gone) as refusal:
            form.add_error("lines", str(refusal))
    context = {"referentiel": referentiel, "kind": what, "above": above, "form": form, "names": names}
    return render(request, "referentiels/add_nodes.html", context, status=422 if form.errors else 200)


def _parent(referentiel: Referentiel, kind: NodeKind, key: int) -> Any:
    """What would hold a new node; 404 when this référentiel has no such place."""
    if kind is NodeKind.DOMAINE:
        if key != referentiel.pk:
            raise Http404
        return referentiel
    above = NodeKind.DOMAINE if kind is NodeKind.THEME else NodeKind.THEME
    return get_object_or_404(nodes_of(referentiel, KINDS[above]), pk=key)


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SchoolRequest, pk: int, kind: str, key: int) -> HttpResponse:
    """« Déplacer vers… »: another place of this référentiel, or of another one that he may change too."""
    referentiel = open_to_write(request, pk)
    what, found = _node(referentiel, kind, key)
    form = MoveForm(request.user, referentiel, what, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        target, parent = form.target
        before = references_under(found)
        try:
            move_node(
                author=request.user,
                source=referentiel,
                target=target,
                kind=what.code,
                key=key,
                parent=parent,
                order=form.LAST,
            )
        except (Gone, TooMany) as refusal:
            form.add_error("place", str(refusal))
        else:
            references = renamed(before, references_under(locked_node(what, target, key)))
            messages.success(request, f"« {found.name} » déplacé. {references}".strip())
            return _back(request, referentiel)
    held = held_in_words([item.pk for item in items_under(found)])
    context = {"referentiel": referentiel, "node": found, "kind": what.code, "form": form, "held": ", ".join(held)}
    return render(request, "referentiels/move.html", context, status=422 if form.errors else 200)


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_node(request: SchoolRequest, pk: int, kind: str, key: int) -> HttpResponse:
    """Ask, counting what a node holds, then take it away; « Derniers changements » brings it back."""
    referentiel = open_to_write(request, pk)
    what, found = _node(referentiel, kind, key)
    question = Question(
        what=f"{_ARTICLES[what.code]}« {found.name} »",
        button="Supprimer",
        harmless="Rien d'autre ne disparaît avec. « Derniers changements » peut le remettre pendant trente jours.",
        list_label=f"Modifier le contenu : {referentiel}",
        section="Référentiels (gestion)",
        back=reverse("referentiels:content", args=[referentiel.pk]),
        done=f"« {found.name} » supprimé. « Derniers changements » peut le remettre.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of_node(found),
        delete=lambda: delete_nodes(author=request.user, referentiel=referentiel, kind=what.code, keys=[key]),
    )


_ARTICLES = {NodeKind.DOMAINE: "le domaine ", NodeKind.THEME: "le thème ", NodeKind.ITEM: "l'item "}
