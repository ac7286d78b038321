"""The pages of people: one shape for pupils, staff, directors, guardians and administrators (accounts/people/kinds.py).

Each view is given the kind of people by `page_of`, which also marks it with the right of that kind.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.decided import ProfileClosed
from accounts.factor import factors
from accounts.factor.factors import has_factor
from accounts.models import Account
from accounts.people import services
from accounts.people.forms import GivenPasswordForm, LeavingForm, PeopleSearchForm
from accounts.people.kinds import Kind
from accounts.people.lists import people_list, people_table
from sacoche.kit.access import ask_who_is_there, asks_who_is_there, requires
from sacoche.kit.addresses import sign_in_address
from sacoche.kit.clock import today
from sacoche.kit.coming_back import carried, list_address, to_carry
from sacoche.kit.factor.qr import qr_svg
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from schools.models import School

PeopleView = Callable[..., HttpResponse]


def page_of(kind: Kind, view: PeopleView) -> PeopleView:
    """`view` for the people of one kind, open to those who may manage them."""

    @wraps(view)
    def page(request: SchoolRequest, **arguments: Any) -> HttpResponse:
        return view(request, kind, **arguments)

    return requires(kind.right)(page)


def label_of(school: School) -> dict[str, Any]:
    """What the label of a new password says besides it: the address to type, as words and as a code to scan."""
    address = sign_in_address(school.number)
    return {"label_address": address.partition("://")[2], "label_code": qr_svg(address, scale=3)}


def _get(kind: Kind, pk: int) -> Account:
    account: Account = get_object_or_404(kind.people(), pk=pk)
    return account


def _one_page(request: SchoolRequest, kind: Kind, **context: Any) -> HttpResponse:
    """The form of one person, or the login and password just made."""
    forms = (context.get("form"), context.get("password_form"))
    has_errors = any(form is not None and form.errors for form in forms)
    if context.get("issued"):
        context |= label_of(request.school)
    context |= {"kind": kind, "words": kind.words, "carried": carried(request), "list_url": _list_url(request, kind)}
    return render(request, "accounts/person.html", context, status=422 if has_errors else 200)


def _list_url(request: SchoolRequest, kind: Kind, person: Account | None = None) -> str:
    return list_address(request, kind.list, line=person.pk if person else "")


@require_safe
def show_list(request: SchoolRequest, kind: Kind) -> HttpResponse:
    """The people of a kind: those of a class, those whose name holds the words typed, those who have left."""
    asked = {"classe": PeopleSearchForm.EVERY_CLASS, **request.GET.dict()}
    search = PeopleSearchForm(asked, is_by_class=kind.is_by_class, profiles=kind.profiles_in(request.school))
    if search.names_an_unknown_class:
        raise Http404
    criteria = search.criteria()
    context = {
        "kind": kind,
        "words": kind.words,
        "search": search,
        "list": people_list(kind, criteria, number=request.GET.get("page", ""), order=request.GET.get("tri", "")),
        "has_left": criteria["has_left"],
        "is_filtered": bool(request.GET),
        "carried": to_carry(request),
    }
    return render_listed(request, "accounts/people.html", context, people_table(kind, criteria))


@asks_who_is_there()
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SchoolRequest, kind: Kind) -> HttpResponse:
    """A new account; the answer to the POST is the only page that ever shows the password."""
    new = Account(school=request.school, profile=kind.profiles[0])
    form: Any = kind.new_form(request.POST or None, instance=new)
    if request.method == "POST" and form.is_valid():
        password = form.chosen_password()
        try:
            services.open_account(
                actor=request.user,
                account=new,
                password=password,
                login=form.chosen_login(),
                may_be_homonym=form.cleaned_data["may_be_homonym"],
            )
        except services.AccountConflict as conflict:
            form.show_conflicts(conflict.conflicts)
        else:
            return _one_page(request, kind, issued=new, issued_password=password, is_new=True)
    return _one_page(request, kind, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SchoolRequest, kind: Kind, pk: int) -> HttpResponse:
    """Change an account; login and password stay unless asked."""
    account = _get(kind, pk)
    form: Any = kind.form(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        if form.opens_otherwise and (question := ask_who_is_there(request)):
            return question
        account.login = form.chosen_login() or account.login
        try:
            services.update_account(actor=request.user, account=account)
        except services.AccountConflict as conflict:
            form.show_conflicts(conflict.conflicts)
        else:
            messages.success(request, f"{account.full_name} : modifications enregistrées.")
            return redirect(_list_url(request, kind, account))
    editing = _get(kind, pk)
    loses = kind.has_factor and editing != request.user and has_factor(editing)
    password_form = GivenPasswordForm(owner=editing)
    return _one_page(request, kind, form=form, editing=editing, password_form=password_form, may_lose_factor=loses)


@asks_who_is_there()
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_password(request: SchoolRequest, kind: Kind, pk: int) -> HttpResponse:
    """A new password for one account, shown once in the answer to the POST."""
    account = _get(kind, pk)
    form = GivenPasswordForm(request.POST or None, owner=account)
    if request.method == "POST" and form.is_valid():
        password = form.chosen_password()
        services.give_password(actor=request.user, account=account, password=password)
        return _one_page(request, kind, issued=account, issued_password=password)
    return _one_page(request, kind, form=kind.form(instance=account), editing=account, password_form=form)


@asks_who_is_there()
@require_POST
def reset_factor(request: SchoolRequest, kind: Kind, pk: int) -> HttpResponse:
    """A colleague has lost his telephone and his codes: his password is enough until he adds another factor."""
    account = _get(kind, pk)
    try:
        was_there = factors.reset_factor(account=account, actor=request.user)
    except factors.FactorRefused as refused:
        messages.error(request, refused.sentence)
    else:
        done = "second facteur retiré, son mot de passe suffit" if was_there else "aucun second facteur à retirer"
        messages.success(request, f"{account.full_name} : {done}.")
    return redirect(reverse(kind.edit, args=[pk]) + carried(request))


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: SchoolRequest, kind: Kind, pk: int) -> HttpResponse:
    """Ask for the day of departure, then close the account from that day on; nothing is deleted."""
    account = _get(kind, pk)
    form = LeavingForm(request.POST or None, initial={"left_on": account.left_on or today()})
    if request.method == "POST" and form.is_valid():
        left_on = form.cleaned_data["left_on"]
        try:
            services.retire_account(actor=request.user, account=account, on=left_on)
        except services.CannotRetire as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{account.full_name} : sortie enregistrée au {left_on:%d/%m/%Y}.")
            return redirect(_list_url(request, kind))
    context = {"kind": kind, "words": kind.words, "person": account, "form": form, "list_url": _list_url(request, kind)}
    return render(request, "accounts/person_retire.html", context, status=422 if form.errors else 200)


@require_POST
def reinstate(request: SchoolRequest, kind: Kind, pk: int) -> HttpResponse:
    """Open a closed account again."""
    account = _get(kind, pk)
    try:
        services.reinstate_account(actor=request.user, account=account)
    except ProfileClosed:
        label = account.get_profile_display()
        messages.error(request, f"Le profil « {label} » est fermé : ouvrez-le d'abord dans « Choix des profils ».")
    else:
        messages.success(request, f"{account.full_name} : compte rouvert, avec son mot de passe et ce qu'il tenait.")
    return redirect(reverse(kind.edit, args=[pk]) + carried(request))
