"""« Modifier le contenu »: the tree as a page, its gestures, and what colleagues do meanwhile."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from referentiels.forms.acts import Act, read_act
from referentiels.forms.nodes import RefusedValue, entry_choices
from referentiels.models import Referentiel
from referentiels.nodes import KINDS
from referentiels.queries.changes import last_own_gesture
from referentiels.queries.news import cursor_of, news_since
from referentiels.queries.pages import rows_of, shared_references
from referentiels.queries.places import referentiels_open_to, with_sizes
from referentiels.queries.references import references_under, renamed
from referentiels.queries.socle import parts_offered
from referentiels.services.editing import ChangedMeanwhile, TooMany, edit_node, move_node
from referentiels.services.log import Gone, locked_node
from referentiels.services.undoing import undo, undone_in_words
from referentiels.views.adding import add_named, added_in_words
from referentiels.views.making import RIGHT
from referentiels.views.nodes import open_to_write
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest

# A number that no history reaches.
_MOST = 2**62


@requires(RIGHT)
@require_safe
def choose(request: SchoolRequest) -> HttpResponse:
    """The référentiels that one may change."""
    mine = with_sizes(referentiels_open_to(request.user, RIGHT))
    return render(request, "referentiels/choose_content.html", {"referentiels": mine})


@requires(RIGHT)
@require_safe
def content(request: SchoolRequest, pk: int) -> HttpResponse:
    """The whole tree, to be changed."""
    referentiel = open_to_write(request, pk)
    cursor = cursor_of(referentiel)
    domaines = rows_of(referentiel)
    context = {
        "referentiel": referentiel,
        "domaines": domaines,
        "cursor": cursor,
        "base": _base(referentiel),
        "shared_references": shared_references(domaines),
        "item_count": sum(row.item_count for row in domaines),
        "entries": entry_choices(parts_offered()),
    }
    return render(request, "referentiels/content.html", context)


@requires(RIGHT)
@require_POST
def act(request: SchoolRequest, pk: int) -> HttpResponse:
    """One gesture of the tree; answers what changed since the page last knew."""
    referentiel = open_to_write(request, pk)
    try:
        asked = read_act(request.body)
        said = _ACTS[asked.verb](request, referentiel, asked)
    except (RefusedValue, TooMany) as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    except RequestDataTooBig:
        return JsonResponse({"error": "Envoi trop volumineux : moins de lignes à la fois."}, status=413)
    except Gone as gone:
        return JsonResponse({"error": str(gone)}, status=409)
    except ChangedMeanwhile as conflict:
        return JsonResponse({"error": str(conflict), "present": conflict.stale[0].present}, status=409)
    return JsonResponse(_news(request, referentiel, asked.cursor) | said)


@requires(RIGHT)
@require_safe
def presence(request: SchoolRequest, pk: int) -> HttpResponse:
    """What changed since a cursor, asked every two seconds by an open page: an empty answer when nothing did."""
    referentiel = open_to_write(request, pk)
    asked = request.GET.get("depuis", "")
    cursor = int(asked) if asked.isascii() and asked.isdigit() and int(asked) < _MOST else 0
    news = _news(request, referentiel, cursor)
    return JsonResponse(news) if news else HttpResponse(status=204)


def _base(referentiel: Referentiel) -> str:
    """What the addresses of the pages of nodes begin with."""
    return reverse("referentiels:content", args=[referentiel.pk])


def _news(request: SchoolRequest, referentiel: Referentiel, cursor: int) -> dict[str, Any]:
    news = news_since(referentiel, cursor, request.user)
    if news is None:
        return {}
    rows = rows_of(referentiel, only=news.domaines)
    return {
        "cursor": news.cursor,
        "order": news.order,
        "authors": news.authors,
        "domaines": {row.domaine.pk: _branch(referentiel, row) for row in rows},
    }


def _branch(referentiel: Referentiel, row: Any) -> str:
    return render_to_string("referentiels/branch.html", {"row": row, "base": _base(referentiel)})


# ------------------------------------------------------------ the gestures; each answers what the page says and focuses


def _add(request: SchoolRequest, referentiel: Referentiel, asked: Act) -> dict[str, Any]:
    added = add_named(request.user, referentiel, asked.kind, asked.parent, asked.names, asked.order)
    return {"focus": f"{asked.kind}-{added[-1].pk}", "said": added_in_words(asked.kind, len(added))}


def _rename(request: SchoolRequest, referentiel: Referentiel, asked: Act) -> dict[str, Any]:
    edit_node(
        author=request.user,
        referentiel=referentiel,
        kind=asked.kind,
        key=asked.key,
        seen={"name": asked.seen},
        wanted={"name": asked.names[0]},
    )
    return {"focus": f"{asked.kind}-{asked.key}", "said": "Enregistré."}


def _move(request: SchoolRequest, referentiel: Referentiel, asked: Act) -> dict[str, Any]:
    before = references_under(locked_node(KINDS[asked.kind], referentiel, asked.key))
    move_node(
        author=request.user,
        source=referentiel,
        target=referentiel,
        kind=asked.kind,
        key=asked.key,
        parent=asked.parent,
        order=asked.order or 0,
    )
    after = references_under(locked_node(KINDS[asked.kind], referentiel, asked.key))
    references = renamed(before, after)
    return {"focus": f"{asked.kind}-{asked.key}", "said": f"Déplacé. {references}" if references else "Déplacé."}


def _undo(request: SchoolRequest, referentiel: Referentiel, asked: Act) -> dict[str, Any]:
    last = last_own_gesture(referentiel, request.user)
    if last is None:
        raise RefusedValue("Vous n'avez rien à annuler ici.")
    undone = undo(author=request.user, referentiel=referentiel, gesture_id=last)
    return {"said": undone_in_words(undone)}


_ACTS: Mapping[str, Callable[[SchoolRequest, Referentiel, Act], dict[str, Any]]] = {
    "add": _add,
    "rename": _rename,
    "move": _move,
    "undo": _undo,
}
