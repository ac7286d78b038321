"""« Parents & élèves » and « Parents & adresses »."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guardians import services
from accounts.guardians.forms import AddressForm, AddressSearchForm, PupilSearchForm
from accounts.guardians.queries import candidates, same_home, with_guardians
from accounts.listed import ADDRESSES, PUPIL_GUARDIANS, guardian_columns
from accounts.models import Account, Address
from accounts.people.kinds import kinds
from accounts.people.lists import PEOPLE_A_PAGE, matching
from accounts.people.queries import guardians_of, holding, managed_guardians
from sacoche.kit.access import requires
from sacoche.kit.heads import SortedHeads
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest

_BY_ADDRESS: SortedHeads[Account] = SortedHeads(
    {
        "nom": ("Nom et prénom", ("sort_key",)),
        "adresse": ("Adresse", ()),
        "code-postal": ("Code postal", ("address__postal_code", "sort_key")),
        "commune": ("Commune", ("address__town", "sort_key")),
        "pays": ("Pays", ("address__country", "sort_key")),
    }
)
_RANKS = range(1, services.MOST_GUARDIANS + 1)


def _pupil(pk: int) -> Account:
    pupil: Account = get_object_or_404(Account.objects.pupils().select_related("school_class"), pk=pk)
    return pupil


@requires("accounts.manage_guardians")
@require_safe
def links(request: SchoolRequest) -> HttpResponse:
    """The pupils, each with the guardians by rank."""
    asked = {"classe": PupilSearchForm.EVERY_CLASS, **request.GET.dict()}
    search = PupilSearchForm(asked, is_by_class=True, profiles=())
    if search.names_an_unknown_class:
        raise Http404
    pupils = with_guardians(matching(kinds.get("pupils"), **search.criteria()))
    if search.wants_alone:
        pupils = pupils.filter(guardian_links=None)
    page = Paginator(pupils, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {"search": search, "page": page, "ranks": _RANKS, "is_filtered": bool(request.GET)}
    table = PUPIL_GUARDIANS.of(pupils, *guardian_columns(_RANKS))
    return render_listed(request, "accounts/guardians/links.html", context, table)


@requires("accounts.manage_guardians")
@require_safe
def pupil_guardians(request: SchoolRequest, pk: int) -> HttpResponse:
    """The guardians of one pupil, and those who may be added: found by `?q=`, else of the same name."""
    return _pupil_page(request, _pupil(pk))


def _pupil_page(request: SchoolRequest, pupil: Account, refusal: str = "") -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    found = guardians_of(pupil)
    context: dict[str, Any] = {
        "pupil": pupil,
        "links": found,
        "is_full": len(found) >= services.MOST_GUARDIANS,
        "words": words,
        "candidates": candidates(pupil, words),
        "refusal": refusal,
    }
    return render(request, "accounts/guardians/pupil.html", context, status=422 if refusal else 200)


@requires("accounts.manage_guardians")
@require_POST
def add_guardian(request: SchoolRequest, pk: int, guardian_pk: int) -> HttpResponse:
    """One more guardian for the pupil, or the reason why not."""
    pupil, guardian = _pupil(pk), get_object_or_404(Account.objects.all(), pk=guardian_pk)
    try:
        services.add_guardian(actor=request.user, pupil=pupil, guardian=guardian)
    except services.CannotLink as refusal:
        return _pupil_page(request, pupil, str(refusal))
    messages.success(request, f"{guardian.full_name} est désormais responsable de {pupil.full_name}.")
    return redirect("accounts:pupil_guardians", pk=pk)


@requires("accounts.manage_guardians")
@require_POST
def move_guardian_up(request: SchoolRequest, pk: int, guardian_pk: int) -> HttpResponse:
    """One rank up."""
    pupil, guardian = _pupil(pk), get_object_or_404(managed_guardians(), pk=guardian_pk)
    services.move_guardian_up(actor=request.user, pupil=pupil, guardian=guardian)
    messages.success(request, f"{guardian.full_name} a été avancé d'un rang.")
    return redirect("accounts:pupil_guardians", pk=pk)


@requires("accounts.manage_guardians")
@require_POST
def remove_guardian(request: SchoolRequest, pk: int, guardian_pk: int) -> HttpResponse:
    """The link goes, the account stays."""
    pupil, guardian = _pupil(pk), get_object_or_404(managed_guardians(), pk=guardian_pk)
    services.remove_guardian(actor=request.user, pupil=pupil, guardian=guardian)
    messages.success(request, f"{guardian.full_name} n'est plus responsable de {pupil.full_name} ; son compte reste.")
    return redirect("accounts:pupil_guardians", pk=pk)


@requires("accounts.manage_guardians")
@require_safe
def addresses(request: SchoolRequest) -> HttpResponse:
    """The guardians with their addresses."""
    search = AddressSearchForm(request.GET.dict())
    found = holding(managed_guardians().active(), search.words())
    if search.wants_unknown():
        found = found.filter(address=None)
    order = request.GET.get("tri", "")
    ordered = _BY_ADDRESS.put(found, order)
    page = Paginator(ordered, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {"search": search, "page": page, "is_filtered": bool(request.GET), "heads": _BY_ADDRESS.heads(order)}
    return render_listed(request, "accounts/guardians/addresses.html", context, ADDRESSES.of(ordered))


@requires("accounts.manage_guardians")
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: SchoolRequest, pk: int) -> HttpResponse:
    """The address of a guardian; `?comme=` fills the form in with that of another one."""
    guardian = get_object_or_404(managed_guardians(), pk=pk)
    form = AddressForm(request.POST or None, instance=_shown_address(request, guardian))
    if request.method == "POST" and form.is_valid():
        services.save_address(actor=request.user, guardian=guardian, values=form.cleaned_data)
        messages.success(request, f"{guardian.full_name} : adresse enregistrée.")
        return redirect("accounts:guardian_addresses")
    context = {"person": guardian, "form": form, "others": same_home(guardian)}
    return render(request, "accounts/guardians/address.html", context, status=422 if form.errors else 200)


def _shown_address(request: SchoolRequest, guardian: Account) -> Address:
    model = request.GET.get("comme", "")
    holder = get_object_or_404(managed_guardians(), pk=model) if model.isdigit() and len(model) < 19 else guardian
    found: Address | None = Address.objects.filter(account=holder).first()
    return found or Address(account=guardian)
