"""« Cartes de connexion »: opened or not in the school, printed by class, revoked one by one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access.decided import has_cards
from accounts.access.services import set_cards
from accounts.cards import services
from accounts.cards.queries import card_lines, classes_with_cards, pupils_of_class
from accounts.models import Account
from sacoche.kit.access import asks_who_is_there, may, requires
from sacoche.kit.addresses import absolute_url
from sacoche.kit.downloads import attachment
from sacoche.kit.requests import SchoolRequest
from schools.models import SchoolClass


@requires("accounts.make_cards")
@require_safe
def cards(request: SchoolRequest) -> HttpResponse:
    """The pupils of a class, with the card that each has."""
    chosen = _asked_class(request, request.GET.get("classe", "")) if "classe" in request.GET else None
    context = {
        "classes": list(classes_with_cards(request.user)),
        "chosen": chosen,
        "lines": card_lines(chosen) if chosen else [],
        "is_open": has_cards(request.school),
        "may_open": may(request.user, "accounts.set_access"),
    }
    return render(request, "accounts/cards/cards.html", context)


def _asked_class(request: SchoolRequest, number: str) -> SchoolClass:
    if not number.isdigit():
        raise Http404
    found: SchoolClass = get_object_or_404(classes_with_cards(request.user), pk=int(number))
    return found


def _back(chosen: SchoolClass) -> HttpResponse:
    return redirect(f"{reverse('accounts:cards')}?classe={chosen.pk}")


@requires("accounts.make_cards")
@asks_who_is_there()
@require_POST
def print_cards(request: SchoolRequest, pk: int) -> HttpResponse:
    """New cards for the pupils that were ticked, or for the whole class: the answer is the only paper of them."""
    chosen = _asked_class(request, str(pk))
    pupils = _ticked(request, pupils_of_class(chosen))
    if not has_cards(request.school) or not pupils:
        messages.error(request, _nothing_to_print(is_open=has_cards(request.school)))
        return _back(chosen)
    from accounts.cards.paper import cards_pdf  # reportlab is slow to import

    made = services.make_cards(actor=request.user, pupils=pupils)
    content = cards_pdf(made, place=chosen.plain_label, address=_address_of)
    return attachment(content, name=f"cartes_{chosen.reference}.pdf", content_type="application/pdf")


def _nothing_to_print(*, is_open: bool) -> str:
    if is_open:
        return "Aucune carte n'a été faite : cochez au moins un élève de cette classe."
    return "Aucune carte n'a été faite : la connexion par carte est fermée dans cet établissement."


def _ticked(request: SchoolRequest, pupils: list[Account]) -> list[Account]:
    """The pupils of the class that were ticked; a number of another class, or of no one, is nobody here."""
    numbers = set(request.POST.getlist("eleve"))
    return [pupil for pupil in pupils if str(pupil.pk) in numbers]


def _address_of(card: services.MadeCard) -> str:
    school: Any = card.pupil.school
    return f"{absolute_url(reverse('accounts:card', args=[school.number]))}?c={card.token}"


@requires("accounts.make_cards")
@require_POST
def revoke_card(request: SchoolRequest, pk: int, pupil: int) -> HttpResponse:
    """The card of one pupil was lost, or its pictures are known."""
    chosen = _asked_class(request, str(pk))
    found = next((each for each in pupils_of_class(chosen) if each.pk == pupil), None)
    if found is None:
        raise Http404
    done = services.revoke_cards(actor=request.user, pupils=[found])
    told = "sa carte n'ouvre plus rien" if done else "il n'avait pas de carte qui ouvre"
    messages.success(request, f"{found.full_name} : {told}.")
    return _back(chosen)


@requires("accounts.set_access")
@require_POST
def open_cards(request: SchoolRequest) -> HttpResponse:
    """Let pupils come in by a card in this school, or no longer (`is_open` 1 or 0)."""
    is_on = request.POST.get("is_open") == "1"
    set_cards(actor=request.user, school=request.school, is_on=is_on)
    done = (
        "ouverte : imprimez les cartes d'une classe" if is_on else "fermée : les cartes imprimées n'ouvrent plus rien"
    )
    messages.success(request, f"La connexion par carte est {done}.")
    return redirect("accounts:cards")
