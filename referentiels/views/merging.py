"""« Fusionner… »: an item that says the same as another gives it all that it holds, and goes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from referentiels.forms.keys import key_of
from referentiels.models import Item, Referentiel
from referentiels.queries.merging import Candidate, candidate, candidates, merge_in_words
from referentiels.services.editing import CannotMerge, merge_items
from referentiels.services.log import Gone
from referentiels.views.making import RIGHT
from referentiels.views.nodes import open_to_write
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools.losses import fingerprint


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SchoolRequest, pk: int, key: int) -> HttpResponse:
    """Choose the item that stays; then what would move and be lost, and yes."""
    referentiel = open_to_write(request, pk)
    item: Item = get_object_or_404(Item.objects.filter(theme__domaine__referentiel=referentiel), pk=key)
    said = request.POST if request.method == "POST" else request.GET
    if "avec" in said:
        chosen = candidate(request.user, referentiel, item, key_of(said.get("avec", "")))
        if chosen is None:
            raise Http404
        return _confirm(request, referentiel, item, *chosen)
    words = request.GET.get("mots", "").strip()[:100]
    context = {
        "referentiel": referentiel,
        "item": item,
        "words": words,
        "found": candidates(request.user, referentiel, item, words),
    }
    return render(request, "referentiels/merge.html", context)


def _confirm(
    request: SchoolRequest, referentiel: Referentiel, item: Item, chosen: Candidate, target: Referentiel
) -> HttpResponse:
    """Ask on a GET; on a POST merge, unless what would move or be lost has changed since."""
    kept = get_object_or_404(Item, pk=chosen.key)
    told = merge_in_words(item, kept)
    seen = fingerprint(told)
    if request.method == "POST" and request.POST.get("seen") == seen:
        return _merged(request, referentiel, item, kept, target)
    has_changed = request.method == "POST"
    context = {
        "referentiel": referentiel,
        "item": item,
        "kept": chosen,
        "told": told,
        "seen": seen,
        "has_changed": has_changed,
    }
    return render(request, "referentiels/merge_confirm.html", context, status=409 if has_changed else 200)


def _merged(
    request: SchoolRequest, referentiel: Referentiel, item: Item, kept: Item, target: Referentiel
) -> HttpResponse:
    try:
        name = merge_items(author=request.user, referentiel=referentiel, key=item.pk, target=target, into=kept.pk)
    except (Gone, CannotMerge) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"« {name} » fusionné dans « {kept.name} ». « Derniers changements » peut le remettre."
        )
    return redirect(f"{reverse('referentiels:content', args=[referentiel.pk])}#item-{kept.pk}")
