"""« Liens socle »: items × components ticked on one page, or one entry an item; suggestions."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.grids.cells import RefusedCells, read_cells
from accounts.grids.links import Tick
from referentiels.forms.keys import key_of
from referentiels.forms.links import ticked_links
from referentiels.models import Item, ItemLink, Referentiel
from referentiels.queries.linking import linking_of
from referentiels.queries.pages import rows_of
from referentiels.queries.places import referentiels_open_to, with_sizes
from referentiels.queries.socle import Part, branches_of, part_named, parts_offered
from referentiels.queries.suggestions import suggestions
from referentiels.rights import MANAGE
from referentiels.services.editing import set_links
from referentiels.services.log import Gone
from referentiels.views.nodes import open_to_write
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count, unaccent


@requires(MANAGE)
@require_safe
def choose(request: SchoolRequest) -> HttpResponse:
    """The référentiels that one may link."""
    mine = with_sizes(referentiels_open_to(request.user, MANAGE))
    return render(request, "referentiels/choose_links.html", {"referentiels": mine})


@requires(MANAGE)
@require_safe
def links(request: SchoolRequest, pk: int) -> HttpResponse:
    """Every item with what it feeds in a part of the socle; « sans » shows those that feed nothing there."""
    referentiel = open_to_write(request, pk)
    parts = parts_offered()
    part = part_named(parts, request.GET.get("socle", ""), referentiel.niveau)
    context: dict[str, Any] = {"referentiel": referentiel, "parts": parts, "part": part}
    if part:
        is_narrowed = "sans" in request.GET
        linking = linking_of(referentiel, part, is_narrowed=is_narrowed)
        context |= {
            "linking": linking,
            "is_narrowed": is_narrowed,
            "suggestions": suggestions(linking.unlinked, part),
        }
    return render(request, "referentiels/links.html", context)


@requires(MANAGE)
@require_POST
def save(request: SchoolRequest, pk: int) -> JsonResponse:
    """What one gesture of the grid ticked; answers how many items feed each entry."""
    referentiel = open_to_write(request, pk)
    try:
        cells = {place: tick is not Tick.OFF for place, tick in read_cells(request.body).items()}
        part = _part_holding({entry for _item, entry in cells})
        set_links(author=request.user, referentiel=referentiel, cells=cells)
    except RefusedCells as refusal:
        return JsonResponse({"error": refusal.sentence}, status=400)
    except RequestDataTooBig:
        return JsonResponse({"error": "Envoi trop volumineux : affichez moins de lignes."}, status=413)
    except Gone as gone:
        return JsonResponse({"error": str(gone)}, status=409)
    return JsonResponse({"counts": linking_of(referentiel, part).counts})


def _part_holding(entries: set[int]) -> Part:
    """The part of the socle that has all these entries; 404 for any other."""
    for part in parts_offered():
        if entries <= set(part.keys):
            return part
    raise Http404


@requires(MANAGE)
@require_POST
def follow(request: SchoolRequest, pk: int) -> HttpResponse:
    """Link what is ticked among the suggestions: one gesture."""
    referentiel = open_to_write(request, pk)
    part = part_named(parts_offered(), request.POST.get("socle", ""), referentiel.niveau)
    if part is None:
        raise Http404
    items = set(Item.objects.filter(theme__domaine__referentiel=referentiel).values_list("pk", flat=True))
    chosen = ticked_links(request.POST.getlist("link"), items, part.keys)
    if chosen:
        changed = set_links(author=request.user, referentiel=referentiel, cells=chosen)
        messages.success(request, f"{count(changed, 'item relié', 'items reliés')}.")
    else:
        messages.error(request, "Cochez d'abord les suggestions que vous gardez.")
    return redirect(_address(referentiel, part))


def _address(referentiel: Referentiel, part: Part) -> str:
    return f"{reverse('referentiels:links', args=[referentiel.pk])}?socle={part.code}"


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def link_one(request: SchoolRequest, pk: int, key: int) -> HttpResponse:
    """One entry for an item: a second choice replaces the first, « hors socle » takes it away."""
    referentiel = open_to_write(request, pk)
    item: Item = get_object_or_404(Item.objects.filter(theme__domaine__referentiel=referentiel), pk=key)
    said = request.POST if request.method == "POST" else request.GET
    parts = [part for part in parts_offered() if part.is_single]
    part = part_named(parts, said.get("socle", ""), referentiel.niveau)
    if part is None:
        raise Http404
    if request.method == "POST":
        return _link(request, referentiel, item, part)
    words = request.GET.get("mots", "").strip()[:100]
    row = next(row for row in _rows(referentiel) if row.item.pk == key)
    present = _present(item, part)
    context = {
        "referentiel": referentiel,
        "item": item,
        "parts": parts,
        "part": part,
        "present": present,
        "words": words,
        "branches": branches_of([each for each in part.choices if _says(f"{each.path} {each.label}", words)]),
        "suggestions": [] if present else suggestions([row], part),
    }
    return render(request, "referentiels/link_one.html", context)


def _rows(referentiel: Referentiel) -> Any:
    return (row for domaine in rows_of(referentiel) for theme in domaine.themes for row in theme.items)


def _says(text: str, words: str) -> bool:
    return all(word in unaccent(text) for word in unaccent(words).split())


def _present(item: Item, part: Part) -> ItemLink | None:
    """What the item feeds in the version of the part, in another of its parts perhaps."""
    found: ItemLink | None = (
        item.socle_links.filter(entry__version=part.version).select_related("entry").order_by("pk").first()
    )
    return found


def _link(request: SchoolRequest, referentiel: Referentiel, item: Item, part: Part) -> HttpResponse:
    entry = key_of(request.POST.get("entry", "0"))
    if entry and entry not in part.keys:
        raise Http404
    present = item.socle_links.filter(entry__version=part.version).values_list("entry", flat=True)
    cells: Mapping[tuple[int, int], bool]
    cells = {(item.pk, entry): True} if entry else {(item.pk, other): False for other in present}
    try:
        set_links(author=request.user, referentiel=referentiel, cells=cells)
    except Gone as gone:
        messages.error(request, str(gone))
    else:
        messages.success(request, f"« {item.name} » : {'relié au socle' if entry else 'hors socle'}.")
    return redirect(f"{_address(referentiel, part)}#item-{item.pk}")
