"""« Comptes sortis depuis longtemps »: who they are, then what would be lost, then it is done."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.departed.queries import ACCOUNTS_A_PAGE, held_back, long_gone, losses_of_accounts
from accounts.departed.services import delete_long_gone
from accounts.listed import DEPARTED
from accounts.models import Account
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.heads import SortedHeads
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools.views.deleting import Question, ask_then_delete

_HEADS: SortedHeads[Account] = SortedHeads(
    {
        "nom": ("Nom et prénom", ("sort_key",)),
        "profil": ("Profil", ("profile", "sort_key")),
        "sortie": ("Sorti le", ("left_on", "sort_key")),
    }
)


@requires("accounts.delete_long_gone")
@require_safe
def show_list(request: SchoolRequest) -> HttpResponse:
    """Those whom the school need not keep any longer, the longest gone first."""
    order = request.GET.get("tri", "")
    gone = _HEADS.put(long_gone(), order)
    page = Paginator(gone, ACCOUNTS_A_PAGE).get_page(request.GET.get("page", ""))
    years = {"years": settings.ACCOUNT_YEARS, "guardian_years": settings.GUARDIAN_YEARS}
    context = {"page": page, "held": held_back(), "heads": _HEADS.heads(order), **years}
    return render_listed(request, "accounts/departed/list.html", context, DEPARTED.of(gone))


@requires("accounts.delete_long_gone")
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SchoolRequest) -> HttpResponse:
    """Ask, with what would be lost, then delete the accounts ticked."""
    asked = [
        int(pk)
        for pk in request.GET.getlist("compte")[:ACCOUNTS_A_PAGE]
        if pk.isascii() and pk.isdigit() and len(pk) < 19
    ]
    accounts = list(long_gone(asked))
    if not accounts:
        messages.error(request, _nobody(is_asked=bool(asked)))
        return redirect("accounts:departed")
    number = count(len(accounts), "compte sorti depuis longtemps", "comptes sortis depuis longtemps")
    question = Question(
        what=number,
        button=f"Effacer {count(len(accounts), 'compte', 'comptes')} pour toujours",
        harmless="",
        list_label="Comptes sortis depuis longtemps",
        section="Gestion courante › Utilisateurs",
        back="accounts:departed",
        done=f"{count(len(accounts), 'compte effacé', 'comptes effacés')}.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of_accounts(accounts),
        delete=lambda: delete_long_gone(actor=request.user, pks=[account.pk for account in accounts]),
    )


def _nobody(*, is_asked: bool) -> str:
    if is_asked:
        return "Rien n'a été effacé : ces comptes l'ont déjà été, ou leur date de sortie a changé."
    return "Cochez d'abord les comptes à effacer."
