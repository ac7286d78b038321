"""New logins and passwords for people chosen one by one: asked for, made, handed out."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from documents.views.following import show_jobs
from imports import handed_out_views as handed_out
from imports.identities import issue
from imports.identities.issue_job import go_on
from imports.identities.views import REPLACE, RIGHT, page, people_form
from imports.review.answers import StalePlan
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.clock import stamp
from sacoche.kit.requests import SchoolRequest


@requires(RIGHT)
@asks_who_is_there()
@require_POST
def generate(request: SchoolRequest) -> HttpResponse:
    """Give the people chosen new logins, new passwords, or both."""
    form = people_form(request)
    if not form.is_valid():
        return page(request, "generer", generate_form=form)
    try:
        issue.generate(
            school=request.school,
            actor=request.user,
            accounts=list(form.cleaned_data["personne"]),
            is_new_login=form.cleaned_data["login"],
            password=form.cleaned_data["mot_de_passe"],
            may_replace="remplacer" in request.POST,
        )
    except issue.UnprintedPasswords:
        form.add_error(None, REPLACE)
        return page(request, "generer", generate_form=form)
    except StalePlan:
        form.add_error(None, "Un compte vient d'être créé ou renommé : vérifiez la liste, et validez de nouveau.")
        return page(request, "generer", generate_form=form)
    return redirect("imports:identities_issue")


@requires(RIGHT)
@asks_who_is_there("GET", "HEAD")
@require_http_methods(["GET", "HEAD", "POST"])
def issued(request: SchoolRequest) -> HttpResponse:
    """The making of passwords, then the labels; htmx comes back until all are made."""
    if issue.progress(request.user) is None:
        return redirect("imports:identities")
    if request.method == "POST":
        is_carried = go_on(owner=request.user)
        if is_carried:
            show_jobs(request)
        if not request.htmx:
            return redirect("imports:identities_issue")
        context = _state(request.user, starts_download=True) | {"is_carried": is_carried}
        return render(request, "imports/identities/issue.html#state", context)
    return render(request, "imports/identities/issue.html", _state(request.user))


def _state(owner: Account, *, starts_download: bool = False) -> dict[str, Any]:
    """What the page shows; the download starts by itself on the page that has just seen the last password made."""
    progress = issue.progress(owner)
    slips = issue.slips(owner) if progress and progress.is_complete else []
    return {
        "progress": progress,
        "slips": slips,
        "starts_download": starts_download and bool(slips),
        "is_unhanded": bool(slips) and not issue.is_handed(owner),
    }


@requires(RIGHT)
@require_POST
def forget(request: SchoolRequest) -> HttpResponse:
    """Delete the passwords made; asks first while their sheet was never downloaded."""
    if not issue.is_handed(request.user) and "sans_etiquettes" not in request.POST:
        context = _state(request.user) | {"asks": True}
        return render(request, "imports/identities/issue.html", context, status=422)
    issue.forget(request.user)
    return redirect("imports:identities")


@requires(RIGHT)
@asks_who_is_there("GET", "HEAD", "POST")
@require_safe
def issued_labels(request: SchoolRequest) -> HttpResponse:
    """The sheets of labels, for the administrator who asked."""
    return _file(request, handed_out.asked_labels(request))


@requires(RIGHT)
@asks_who_is_there("GET", "HEAD", "POST")
@require_safe
def issued_csv(request: SchoolRequest) -> HttpResponse:
    """The same for a spreadsheet: a CSV in a ZIP, or a workbook."""
    return _file(request, handed_out.asked_table(request, heading="CLASSE OU PROFIL"))


def _file(request: SchoolRequest, shape: handed_out.Shape) -> HttpResponse:
    progress = issue.progress(request.user)
    if progress is None or not progress.is_complete:
        return redirect("imports:identities")
    if request.method == "GET":
        issue.note_handed(request.user)
    return shape.answer(issue.slips(request.user), name=f"identifiants_{request.school.number}_{stamp()}")
