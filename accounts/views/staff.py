"""« Professeurs (gestion) »."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import people
from accounts.access import ProfileClosed
from accounts.enums import Profile
from accounts.models import Account
from accounts.people_forms import NewStaffForm, PasswordForm, StaffForm
from accounts.people_queries import managed_staff
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest


def _get(pk: int) -> Account:
    account: Account = get_object_or_404(managed_staff(), pk=pk)
    return account


def _page(request: SchoolRequest, **context: Any) -> HttpResponse:
    """The list, with what is open above it: a form, or the login and password just made."""
    staff = list(managed_staff())
    present = [account for account in staff if account.is_active]
    retired = [account for account in staff if not account.is_active]
    return render(request, "accounts/staff.html", {"present": present, "retired": retired, **context})


@requires("accounts.manage_staff")
@require_safe
def staff(request: SchoolRequest) -> HttpResponse:
    """The staff of the school, present and retired."""
    return _page(request)


@requires("accounts.manage_staff")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_staff(request: SchoolRequest) -> HttpResponse:
    """A new member of staff; the answer to the POST is the only page that ever shows the password."""
    new = Account(school=request.school, profile=Profile.ENS)
    form = NewStaffForm(request.POST or None, instance=new)
    if request.method == "POST" and form.is_valid():
        password = form.chosen_password()
        try:
            people.open_account(
                actor=request.user,
                account=new,
                password=password,
                login=form.chosen_login(),
                may_be_homonym=form.cleaned_data["may_be_homonym"],
            )
        except people.AccountConflict as conflict:
            form.show_conflicts(conflict.conflicts)
        else:
            return _page(request, issued=new, issued_password=password, is_new=True)
    return _page(request, form=form)


@requires("accounts.manage_staff")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_staff(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change a member of staff; login and password stay unless asked."""
    account = _get(pk)
    form = StaffForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        account.login = form.chosen_login() or account.login
        try:
            people.update_account(actor=request.user, account=account)
        except people.AccountConflict as conflict:
            form.show_conflicts(conflict.conflicts)
        else:
            messages.success(request, f"{account.full_name} : modifications enregistrées.")
            return redirect("accounts:staff")
    return _page(request, form=form, editing=_get(pk), password_form=PasswordForm())


@requires("accounts.manage_staff")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_staff_password(request: SchoolRequest, pk: int) -> HttpResponse:
    """A new password for one account, shown once in the answer to the POST."""
    account = _get(pk)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.chosen_password()
        people.give_password(actor=request.user, account=account, password=password)
        return _page(request, issued=account, issued_password=password)
    return _page(request, form=StaffForm(instance=account), editing=account, password_form=form)


@requires("accounts.manage_staff")
@require_http_methods(["GET", "HEAD", "POST"])
def retire_staff(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, then close the account at once."""
    account = _get(pk)
    if request.method == "POST":
        people.retire_account(actor=request.user, account=account)
        messages.success(request, f"{account.full_name} est retiré : son compte est fermé dès maintenant.")
        return redirect("accounts:staff")
    return render(request, "accounts/staff_retire.html", {"person": account})


@requires("accounts.manage_staff")
@require_POST
def reinstate_staff(request: SchoolRequest, pk: int) -> HttpResponse:
    """Open a retired account again."""
    account = _get(pk)
    try:
        people.reinstate_account(actor=request.user, account=account)
    except ProfileClosed:
        label = account.get_profile_display()
        messages.error(request, f"Le profil « {label} » est fermé : ouvrez-le d'abord dans « Choix des profils ».")
    else:
        messages.success(request, f"{account.full_name} est réintégré, avec son login et son mot de passe.")
    return redirect("accounts:staff")
