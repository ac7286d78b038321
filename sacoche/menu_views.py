"""« Menus et favoris »: every entry of one's menus, those that stand on the home page, those that are hidden."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.own.services import set_preference
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from sacoche.menus import CHOICE, FAVOURITES, HIDDEN, Path, entries_of

MOST_FAVOURITES = 12
# Without these one could no longer come back.
_NEVER_HIDDEN = frozenset({"home", "menus"})


@requires("accounts.own")
@require_http_methods(["GET", "HEAD", "POST"])
def menu_choice(request: SchoolRequest) -> HttpResponse:
    """The list with two boxes a line; an entry that is hidden stays there, and in « Chercher »."""
    offered = entries_of(request.user)
    if request.method != "POST":
        kept = request.user.preferences.get(CHOICE, {})
        return _page(request, offered, kept.get(FAVOURITES, []), kept.get(HIDDEN, []))
    names = {path.name for path in offered}
    favourites = [name for name in dict.fromkeys(request.POST.getlist("favori")) if name in names]
    hidden = [name for name in dict.fromkeys(request.POST.getlist("masque")) if name in names - _NEVER_HIDDEN]
    if len(favourites) > MOST_FAVOURITES:
        refusal = f"{len(favourites)} favoris sont cochés : gardez-en {MOST_FAVOURITES} au plus."
        return _page(request, offered, favourites, hidden, refusal=refusal)
    set_preference(account=request.user, name=CHOICE, value={FAVOURITES: favourites, HIDDEN: hidden})
    shown = count(len(favourites), "favori", "favoris")
    left_out = count(len(hidden), "entrée masquée", "entrées masquées")
    messages.success(request, f"C'est enregistré : {shown} sur l'accueil, {left_out}.")
    return redirect("menus")


def _page(
    request: SchoolRequest,
    offered: Sequence[Path],
    favourites: Sequence[str],
    hidden: Sequence[str],
    *,
    refusal: str = "",
) -> HttpResponse:
    lines = [
        {
            "path": path,
            "is_favourite": path.name in favourites,
            "is_hidden": path.name in hidden,
            "may_hide": path.name not in _NEVER_HIDDEN,
        }
        for path in offered
    ]
    context = {"lines": lines, "refusal": refusal, "most": MOST_FAVOURITES}
    return render(request, "home/menus.html", context, status=422 if refusal else 200)
