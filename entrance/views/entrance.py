"""The entrance, `/` and `/index.php`: one view, that gathers what there is, lets it be decided, and carries it out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from entrance.addresses import local_path
from entrance.choosing import school_meant
from entrance.decide import decide
from entrance.views.carrying import carry_out
from entrance.views.gathering import asked_by, browser_of, doors_of, session_of
from sacoche.kit.access import public
from schools.choosing import suggestions

_SUGGESTIONS = 10


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def entrance(request: HttpRequest) -> HttpResponse:
    """What the address asks for, in whichever form it was written."""
    asked, session = asked_by(request), session_of(request)
    browser = browser_of(request, asked, session)
    school = school_meant(asked, browser, session)
    doors = doors_of(school) if school else None
    return carry_out(request, decide(asked, browser, doors, session), doors, session)


@public
@require_safe
def school_search(request: HttpRequest) -> HttpResponse:
    """The schools whose name, town or UAI hold the words typed so far: the options of the search of schools."""
    query = request.GET.get("q", "").strip()
    found = suggestions(query, at_most=_SUGGESTIONS + 1)
    context = {
        "schools": found[:_SUGGESTIONS],
        "has_more": len(found) > _SUGGESTIONS,
        "query": query,
        "next": local_path(request.GET.get("next", "")),
    }
    return render(request, "accounts/sign_in.html#options", context)
