"""« Associer des ressources »: the link and the page of each item, written by teachers, read with the tree."""

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from referentiels.enums import NodeKind
from referentiels.file_kinds import extensions
from referentiels.forms.keys import key_of
from referentiels.forms.resources import FILE, LINK, Line, LinkForm, checked, moved, read_lines, shown
from referentiels.models import Item, Referentiel
from referentiels.queries.changes import shown as value_in_words
from referentiels.queries.changes import word_of
from referentiels.queries.pages import rows_of
from referentiels.queries.places import readable_by, referentiels_open_to, with_sizes
from referentiels.queries.resources import file_given_to, page_of, pages_with
from referentiels.resources import kept, lines_of
from referentiels.rights import RESOURCE
from referentiels.services.editing import ChangedMeanwhile, edit_node
from referentiels.services.files import RefusedFile, keep_file, open_file
from referentiels.services.log import Gone
from sacoche.kit.access import requires
from sacoche.kit.installation import resource_bytes
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.stored import StorageFailed


@requires(RESOURCE)
@require_safe
def choose(request: SchoolRequest) -> HttpResponse:
    """The référentiels of one's matières."""
    mine = with_sizes(referentiels_open_to(request.user, RESOURCE))
    return render(request, "referentiels/choose_resources.html", {"referentiels": mine})


@requires(RESOURCE)
@require_safe
def items(request: SchoolRequest, pk: int) -> HttpResponse:
    """The items of one of them, with what each gives."""
    referentiel = get_object_or_404(referentiels_open_to(request.user, RESOURCE), pk=pk)
    domaines = rows_of(referentiel)
    rows = [row for domaine in domaines for theme in domaine.themes for row in theme.items]
    helped = sum(1 for row in rows if row.item.link or row.item.resources)
    context = {"referentiel": referentiel, "domaines": domaines, "helped": helped}
    return render(request, "referentiels/resource_items.html", context)


@requires(RESOURCE)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: SchoolRequest, pk: int, key: int) -> HttpResponse:
    """The link and the page of an item; each button keeps what is typed, « Enregistrer » alone writes it."""
    referentiel = get_object_or_404(referentiels_open_to(request.user, RESOURCE), pk=pk)
    item: Item = get_object_or_404(Item.objects.filter(theme__domaine__referentiel=referentiel), pk=key)
    if request.method != "POST":
        form = LinkForm(initial={"link": item.link})
        return _page(request, item, form, shown(lines_of(item.resources)), _present(item))
    form, lines, act = LinkForm(request.POST), read_lines(request.POST), request.POST.get("act", "save")
    try:
        lines = _with_file(request, lines)
    except RefusedFile as refusal:
        return _page(request, item, form, lines, _seen(request, item), refused=str(refusal), status=422)
    if act == "save":
        return _save(request, item, form, lines)
    if act.startswith("take-"):
        lines = [*lines, *shown(page_of(request.user, key_of(act.removeprefix("take-"))))]
    elif act.startswith(("up-", "down-", "remove-", "add-")):
        lines = moved(lines, act)
    return _page(request, item, form, lines, _seen(request, item), is_changed=act != "search")


def _with_file(request: SchoolRequest, lines: list[Line]) -> list[Line]:
    """The lines, and that of the file that came with them. Raises RefusedFile."""
    sent = request.FILES.get("fichier")
    if sent is None:
        return lines
    if (sent.size or 0) > resource_bytes():
        raise RefusedFile(f"« {sent.name} » dépasse {resource_bytes() // 1024**2} Mo : il n'a pas été gardé.")
    made = keep_file(school=request.school, name=sent.name or "", content=sent.read())
    return [*lines, Line(FILE, made.name, file=str(made.key))]


def _save(request: SchoolRequest, item: Item, form: LinkForm, lines: list[Line]) -> HttpResponse:
    referentiel = item.theme.domaine.referentiel
    resources = checked(lines)
    seen = _seen(request, item)
    if resources is None or not form.is_valid():
        return _page(request, item, form, lines, seen, status=422)
    wanted = {"link": form.cleaned_data["link"], "resources": kept(resources)}
    try:
        edit_node(
            author=request.user, referentiel=referentiel, kind=NodeKind.ITEM, key=item.pk, seen=seen, wanted=wanted
        )
    except ChangedMeanwhile as conflict:
        stale = [
            (word_of(each.name), value_in_words(each.name, each.present), value_in_words(each.name, each.wanted))
            for each in conflict.stale
        ]
        item.refresh_from_db()
        return _page(request, item, form, lines, _present(item), stale=stale, status=422)
    except Gone as gone:
        messages.error(request, str(gone))
    else:
        messages.success(request, f"Ressources de « {item.name} » enregistrées.")
    return redirect("referentiels:resource_items", referentiel.pk)


def _present(item: Item) -> dict[str, Any]:
    return {"link": item.link, "resources": item.resources}


def _seen(request: SchoolRequest, item: Item) -> dict[str, Any]:
    """What the page first showed, as it says itself; what is there when it does not say."""
    try:
        said = json.loads(request.POST.get("seen", ""))
        return {"link": str(said["link"]), "resources": kept(lines_of(said["resources"]))}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _present(item)


def _page(
    request: SchoolRequest,
    item: Item,
    form: LinkForm,
    lines: list[Line],
    seen: dict[str, Any],
    *,
    stale: Sequence[Any] = (),
    refused: str = "",
    is_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    words = request.POST.get("mots", "").strip()[:100]
    context = {
        "referentiel": item.theme.domaine.referentiel,
        "item": item,
        "form": form,
        "lines": lines or [Line(LINK)],
        "seen": json.dumps(seen),
        "stale": stale,
        "refused": refused,
        "is_changed": is_changed,
        "words": words,
        "found": pages_with(request.user, words, but=item),
        "extensions": extensions(),
        "max_bytes": resource_bytes(),
        "max_megabytes": resource_bytes() // 1024**2,
    }
    return render(request, "referentiels/attach.html", context, status=status)


# --- Read by all who read the tree ------------------------------------------------------------------------------------


def _readable(request: SchoolRequest, pk: int) -> Referentiel:
    referentiel: Referentiel = get_object_or_404(readable_by(request.user), pk=pk)
    return referentiel


@requires("referentiels.see")
@require_safe
def page(request: SchoolRequest, pk: int, key: int) -> HttpResponse:
    """What an item gives."""
    referentiel = _readable(request, pk)
    item = get_object_or_404(Item.objects.filter(theme__domaine__referentiel=referentiel), pk=key)
    context = {"referentiel": referentiel, "item": item, "lines": lines_of(item.resources)}
    return render(request, "referentiels/resources.html", context)


@requires("referentiels.see")
@require_safe
def give(request: SchoolRequest, key: str) -> HttpResponseBase:
    """A file that an item gives, to be saved: never shown as a page of this server."""
    kept_file = file_given_to(request.user, str(key))
    try:
        content = open_file(kept_file) if kept_file else None
    except StorageFailed as error:
        messages.error(request, str(error))
        return redirect("referentiels:in_place")
    if kept_file is None or content is None:
        raise Http404
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(
        content,
        as_attachment=True,
        filename=kept_file.name,
        content_type=kept_file.content_type,
        headers=headers,
    )
