"""« Sauvegarder / Restaurer la base »: a file is made and taken; one is sent, seen, confirmed, put back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.jobs.asking import TooManyJobs
from documents.models import GeneratedFile, Job
from documents.views.following import follow
from documents.views.giving import given, own_file
from operation.backups import jobs, nightly, putting_back
from operation.backups.faults import NotABackup, NotNow, NotThisSchool, WrongPassword
from operation.backups.forms import BackUpForm, ConfirmForm, SendForm
from operation.backups.making import RIGHT, WholeSchool, back_up_or_ask
from operation.models import Backup, Origin, Restoration
from sacoche.kit.access import asks_who_is_there, requires, takes_up_to
from sacoche.kit.clock import now
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.stored import StorageFailed

_LISTED = 20


@requires(RIGHT)
@asks_who_is_there("GET", "HEAD", "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def backups(request: SchoolRequest) -> HttpResponse:
    """When the school was saved; sent, saves it now under a password."""
    form = BackUpForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        made = back_up_or_ask(school=request.school, owner=request.user, password=form.cleaned_data["password"])
    except (StorageFailed, TooManyJobs) as error:
        form.add_error(None, str(error))
        return _page(request, form, status=503)
    return follow(request, made) if isinstance(made, Job) else redirect(WholeSchool(Origin.ASKED).page(made))


def _page(
    request: SchoolRequest, form: BackUpForm, send_form: SendForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "send_form": send_form or SendForm(),
        "made": [(each, nightly.file_of(request.school, each)) for each in Backup.objects.all()[:_LISTED]],
        "waiting": Restoration.objects.filter(created_at__gt=now() - putting_back.LIFE).first(),
        "max_bytes": settings.MAX_BACKUP_BYTES,
    }
    return render(request, "operation/backups/backups.html", context, status=status)


@requires(RIGHT)
@require_safe
def backup(request: SchoolRequest, token: str) -> HttpResponse:
    """What the file just made holds, with the link to fetch it."""
    file = _file(request, token)
    return _expired(request) if file.is_expired else render(request, "operation/backups/made.html", {"file": file})


@requires(RIGHT)
@asks_who_is_there("GET", "HEAD")
@require_safe
def download(request: SchoolRequest, token: str) -> HttpResponse | FileResponse:
    """The file itself, for the person who made it."""
    file = _file(request, token)
    return given(file) or _expired(request)


def _file(request: SchoolRequest, token: str) -> GeneratedFile:
    return own_file(request, token, (WholeSchool.code,))


def _expired(request: SchoolRequest) -> HttpResponse:
    return render(request, "operation/backups/expired.html", status=410)


# --- Putting back -----------------------------------------------------------------------------------------------------


@requires(RIGHT)
@asks_who_is_there()
@takes_up_to(lambda: settings.MAX_BACKUP_BYTES)
@require_POST
def send(request: SchoolRequest) -> HttpResponse:
    """A backup and its password: kept an hour, read whole, then shown."""
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, BackUpForm(), form, status=422)
    file = form.cleaned_data["file"]
    password = form.cleaned_data["opened_by"]
    try:
        sent = putting_back.receive(
            school=request.school, actor=request.user, file_name=file.name or "", content=file, password=password
        )
        job = jobs.read_or_ask(sent, school=request.school, actor=request.user, size=file.size or 0)
    except WrongPassword as refusal:
        form.add_error("opened_by", str(refusal))
        return _page(request, BackUpForm(), form, status=422)
    except (NotABackup, NotThisSchool) as refusal:
        form.add_error("file", str(refusal))
        return _page(request, BackUpForm(), form, status=422)
    return follow(request, job) if job else redirect("operation:restoration")


@requires(RIGHT)
@asks_who_is_there()
@require_POST
def bring(request: SchoolRequest, pk: int) -> HttpResponse:
    """A backup of the nights, which the server keeps and opens by itself: read whole, then shown."""
    night = Backup.objects.filter(pk=pk).first()
    if night is None:
        raise Http404
    path = nightly.file_of(request.school, night)
    try:
        if path is None:
            raise NotABackup("Cette sauvegarde n'est plus gardée sur ce serveur : choisissez-en une autre.")
        with path.open("rb") as content:
            sent = putting_back.receive(
                school=request.school,
                actor=request.user,
                file_name=night.name,
                content=content,
                password=nightly.operator_password(),
            )
        job = jobs.read_or_ask(sent, school=request.school, actor=request.user, size=night.size)
    except (NotABackup, NotThisSchool, nightly.NoPassword) as refusal:
        messages.error(request, str(refusal))
        return redirect("operation:backups")
    return follow(request, job) if job else redirect("operation:restoration")


@requires(RIGHT)
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def restoration(request: SchoolRequest) -> HttpResponse:
    """What putting the backup back would change; confirmed, it is put back, and everybody signs in again."""
    waiting = Restoration.objects.filter(created_at__gt=now() - putting_back.LIFE).first()
    if waiting is None or not waiting.seen:
        messages.info(request, "Aucune sauvegarde n'attend d'être restaurée : envoyez-la à nouveau.")
        return redirect("operation:backups")
    form = ConfirmForm(request.school, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _put_back(request, waiting, form)
    return _review(request, waiting, form, status=422 if request.method == "POST" else 200)


def _put_back(request: SchoolRequest, waiting: Restoration, form: ConfirmForm) -> HttpResponse:
    try:
        done = jobs.put_back_or_ask(waiting, school=request.school, actor=request.user)
    except (NotABackup, NotThisSchool, NotNow) as refusal:
        form.add_error(None, str(refusal))
        return _review(request, waiting, form, status=409)
    if isinstance(done, Job):
        return follow(request, done)
    # Its session went with all the others.
    logout(request)
    messages.success(request, f"{done.sentence} Connectez-vous avec le mot de passe que vous aviez alors.")
    return redirect("accounts:sign_in")


def _review(request: SchoolRequest, waiting: Restoration, form: ConfirmForm, status: int) -> HttpResponse:
    context = {"waiting": waiting, "seen": waiting.seen, "form": form}
    return render(request, "operation/backups/restoration.html", context, status=status)


@requires(RIGHT)
@require_POST
def give_up(request: SchoolRequest) -> HttpResponse:
    """Take the backup that waits off the server."""
    for waiting in Restoration.objects.all():
        putting_back.give_up(waiting, school=request.school, actor=request.user)
        messages.success(request, "La sauvegarde envoyée est effacée de ce serveur ; rien n'a été écrit.")
    return redirect("operation:backups")
