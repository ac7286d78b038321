"""One way of saving a form over its list: the list again with what is refused, or back to the list, told."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from sacoche.kit.coming_back import list_address
from sacoche.kit.requests import SchoolRequest


def save_with(
    request: SchoolRequest,
    form: Any,
    *,
    save: Callable[[], Any],
    told: Callable[[], str],
    back: str,
    show: Callable[[Any], HttpResponse],
    refusals: Mapping[type[Exception], Callable[[], None]] | None = None,
    line: object = "",
) -> HttpResponse:
    """On a POST that holds, save, say so (`told`) and go `back`, to the `line` that changed; else `show` the form.

    `refusals` say what the form does of what only the database knows: a reference that another row has just taken.
    """
    refusals = refusals or {}
    if request.method != "POST" or not form.is_valid():
        return show(form)
    try:
        save()
    except tuple(refusals) as error:
        refusals[type(error)]()
        return show(form)
    messages.success(request, told())
    return redirect(list_address(request, back, line=line))
