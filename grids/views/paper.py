"""« Grille (PDF) »: the grid of a choice on paper, filled or blank, or all those that its page may print together."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from grids.views.screens import GridScreen, choice_form, choice_page, choices_of, is_shown
from sacoche.kit.clock import stamp, today
from sacoche.kit.downloads import attachment
from sacoche.kit.requests import SchoolRequest

# « &vierge=1 », « &gris=1 », « &entier=1 » (all that the screen prints together).
_BLANK, _GREY, _WHOLE = "vierge", "gris", "entier"


@require_safe
def printed(request: SchoolRequest, screen: GridScreen) -> HttpResponse:
    """The PDF of the choices in the address, or the form again with what is missing."""
    from grids.paper import Sheet, write_grids  # reportlab is slow to import

    choices = choices_of(request, screen)
    form = choice_form(request, screen, choices)
    if not is_shown(form, choices):
        return choice_page(request, screen, form, choices)
    is_whole = _WHOLE in request.GET and screen.draw_whole is not None
    grids = screen.draw_whole(choices) if is_whole and screen.draw_whole else [screen.draw(choices)]
    title = str(choices.scope) if is_whole else grids[0].title
    sheet = Sheet(
        title=title,
        about=" · ".join(str(part) for part in (choices.place, f"{today():%d/%m/%Y}") if part),
        school=str(request.school),
        is_blank=_BLANK in request.GET,
        is_grey=_GREY in request.GET,
    )
    name = f"grille_{slugify(title)[:40]}_{slugify(str(choices.place))[:30]}_{stamp()}.pdf"
    return attachment(write_grids(grids, sheet), name=name, content_type="application/pdf")
