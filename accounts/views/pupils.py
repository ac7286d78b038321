"""« Élèves (gestion) »."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import people
from accounts.enums import Profile
from accounts.models import Account
from accounts.people_forms import LeavingForm, NewPupilForm, PasswordForm, PupilForm, PupilSearchForm
from accounts.people_queries import pupils_matching
from sacoche.kit.access import requires
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest

_PUPILS_A_PAGE = 200


def _get(pk: int) -> Account:
    pupils = Account.objects.pupils().select_related("school_class")
    account: Account = get_object_or_404(pupils, pk=pk)
    return account


def _form_page(request: SchoolRequest, **context: Any) -> HttpResponse:
    """The form of one pupil, or the login and password just made."""
    return render(request, "accounts/pupil.html", context)


@requires("accounts.manage_pupils")
@require_safe
def pupils(request: SchoolRequest) -> HttpResponse:
    """The pupils by class: those of a class, those whose name holds the words typed, those who have left."""
    search = PupilSearchForm({"classe": PupilSearchForm.EVERY_CLASS, **request.GET.dict()})
    matching = pupils_matching(**search.criteria())
    shown = matching.inactive() if search.wants_left() else matching.active()
    page = Paginator(shown, _PUPILS_A_PAGE).get_page(request.GET.get("page"))
    context = {"search": search, "page": page, "wants_left": search.wants_left(), "is_filtered": bool(request.GET)}
    return render(request, "accounts/pupils.html", context)


@requires("accounts.manage_pupils")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_pupil(request: SchoolRequest) -> HttpResponse:
    """A new pupil; the answer to the POST is the only page that ever shows the password."""
    new = Account(school=request.school, profile=Profile.ELV)
    form = NewPupilForm(request.POST or None, instance=new)
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
            return _form_page(request, issued=new, issued_password=password, is_new=True)
    return _form_page(request, form=form)


@requires("accounts.manage_pupils")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_pupil(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change a pupil; login and password stay unless asked."""
    account = _get(pk)
    form = PupilForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        account.login = form.chosen_login() or account.login
        try:
            people.update_account(actor=request.user, account=account)
        except people.AccountConflict as conflict:
            form.show_conflicts(conflict.conflicts)
        else:
            messages.success(request, f"{account.full_name} : modifications enregistrées.")
            return redirect("accounts:pupils")
    return _form_page(request, form=form, editing=_get(pk), password_form=PasswordForm())


@requires("accounts.manage_pupils")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_pupil_password(request: SchoolRequest, pk: int) -> HttpResponse:
    """A new password for one pupil, shown once in the answer to the POST."""
    account = _get(pk)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.chosen_password()
        people.give_password(actor=request.user, account=account, password=password)
        return _form_page(request, issued=account, issued_password=password)
    return _form_page(request, form=PupilForm(instance=account), editing=account, password_form=form)


@requires("accounts.manage_pupils")
@require_http_methods(["GET", "HEAD", "POST"])
def retire_pupil(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask for the exit date, then close the account from that day on; nothing is deleted."""
    account = _get(pk)
    form = LeavingForm(request.POST or None, initial={"left_on": account.left_on or today()})
    if request.method == "POST" and form.is_valid():
        left_on = form.cleaned_data["left_on"]
        people.retire_account(actor=request.user, account=account, on=left_on)
        messages.success(request, f"{account.full_name} : sortie enregistrée au {left_on:%d/%m/%Y}.")
        return redirect("accounts:pupils")
    return render(request, "accounts/pupil_retire.html", {"person": account, "form": form})


@requires("accounts.manage_pupils")
@require_POST
def reinstate_pupil(request: SchoolRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    account = _get(pk)
    people.reinstate_account(actor=request.user, account=account)
    messages.success(request, f"{account.full_name} est réintégré, avec son mot de passe et ses validations.")
    return redirect("accounts:edit_pupil", pk=pk)
