"""« Rechercher un utilisateur » and « Fusionner deux comptes »."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.listed import FOUND, SAME_NAMES
from accounts.merging import queries
from accounts.merging.merge import CannotMerge, merge_accounts, refuse_merge
from accounts.models import Account
from accounts.people.kinds import kind_of
from accounts.people.lists import PEOPLE_A_PAGE
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest


def _words(request: SchoolRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]


def _account(pk: int) -> Account:
    account: Account = get_object_or_404(queries.anybody(""), pk=pk)
    return account


@requires("accounts.find_people")
@require_safe
def search(request: SchoolRequest) -> HttpResponse:
    """Anybody of the school, present or not, by any name or identifier."""
    words = _words(request)
    people = queries.anybody(words) if words else Account.objects.none()
    page = Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {"words": words, "page": page, "found": queries.found(page.object_list)}
    return render_listed(request, "accounts/merging/search.html", context, *([FOUND.of(people)] if words else []))


@requires("accounts.merge_accounts")
@require_safe
def same_names(request: SchoolRequest) -> HttpResponse:
    """The people who have the name of another one."""
    page = Paginator(queries.doubled_names(), queries.NAMES_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "groups": queries.same_names(page.object_list)}
    return render_listed(request, "accounts/merging/same_names.html", context, SAME_NAMES.of(queries.all_same_names()))


@requires("accounts.merge_accounts")
@require_safe
def choose_other(request: SchoolRequest, pk: int) -> HttpResponse:
    """The second account, found by `?q=`, else among those of the same family name."""
    account, words = _account(pk), _words(request)
    context = {"person": account, "words": words, "found": queries.merge_candidates(account, words)}
    return render(request, "accounts/merging/choose.html", context)


@requires("accounts.merge_accounts")
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SchoolRequest, pk: int, other_pk: int) -> HttpResponse:
    """Show what the merge would do, then do it."""
    kept, other = _account(pk), _account(other_pk)
    context = {"kept": kept, "other": other, "kind": kind_of(kept)}
    try:
        if request.method == "POST":
            merge_accounts(actor=request.user, kept=kept, other=other)
            messages.success(request, f"{other.full_name} : le compte {other.login} a été fusionné dans {kept.login}.")
            return redirect(kind_of(kept).edit, pk=pk)
        refuse_merge(kept=kept, other=other, actor=request.user)
    except CannotMerge as refusal:
        return render(request, "accounts/merging/merge.html", context | {"refusal": str(refusal)}, status=422)
    preview = queries.merge_preview(kept, other)
    return render(request, "accounts/merging/merge.html", context | {"preview": preview})
