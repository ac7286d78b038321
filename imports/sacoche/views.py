"""« Venir de SACoche »: a backup is sent, seen, decided on, taken, and can be undone for a week."""

import io
import json
import zipfile
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.models import Job
from documents.views.following import follow
from imports.models import MoveIn, MoveStatus
from imports.sacoche import jobs, moves
from imports.sacoche.fates import COUNTED, LABELS, Fate
from imports.sacoche.faults import NotABackup
from imports.sacoche.figures import compared, done_since
from imports.sacoche.forms import AnswersForm, BackupForm, UndoForm, initial_of
from imports.sacoche.moving.kept import KEPT
from imports.sacoche.writing.kept import TOLD, rows_kept
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.downloads import attachment
from sacoche.kit.files.tables import formats
from sacoche.kit.installation import upload_bytes
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import spaced, word

RIGHT = jobs.RIGHT
_HEADS = ("Table", "Ligne", "Ce qu'elle devient", "Pourquoi", "Ce qu'elle contient")


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SchoolRequest) -> HttpResponse:
    """What a school brings, in which order; the backup is sent here when the space is empty."""
    form = BackupForm(request.POST, request.FILES) if request.method == "POST" else BackupForm()
    if request.method == "POST" and form.is_valid():
        return _receive(request, form)
    return _start_page(request, form, status=422 if request.method == "POST" else 200)


def _receive(request: SchoolRequest, form: BackupForm) -> HttpResponse:
    file = form.cleaned_data["fichier"]
    try:
        received = moves.receive(
            school=request.school,
            actor=request.user,
            file_name=file.name or "",
            content=file,
            reads_windows=form.cleaned_data["windows"],
        )
    except (moves.NotEmpty, moves.MoveUnderWay):
        return _start_page(request, form, status=409)
    try:
        job = jobs.do_or_ask(jobs.READ, received, actor=request.user, title=f"Lecture de « {received.file_name} »")
    except NotABackup as refusal:
        form.add_error("fichier", str(refusal))
        return _start_page(request, form, status=422)
    return follow(request, job) if job else redirect("imports:move_review", uuid=received.uuid)


def _start_page(request: SchoolRequest, form: BackupForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "waiting": MoveIn.objects.open().first(),
        "past": list(MoveIn.objects.exclude(status__in=[MoveStatus.READ, MoveStatus.CANCELLED])[:5]),
        "refusal": _refusal(),
        "max_bytes": upload_bytes(),
        "max_megabytes": upload_bytes() // 1024**2,
    }
    return render(request, "imports/sacoche/start.html", context, status=status)


def _refusal() -> str:
    try:
        moves.check_empty()
    except moves.NotEmpty as refusal:
        return str(refusal)
    return ""


# --- Seen before it is written ----------------------------------------------------------------------------------------


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """What would be taken, corrected, put aside; sent, keeps the answers and reads the backup again with them."""
    waiting = _of(uuid)
    if not waiting.is_open:
        return redirect("imports:move_result", uuid=uuid) if waiting.status != MoveStatus.CANCELLED else _gone(request)
    if not waiting.seen:
        return redirect("imports:move")
    form = _answers(request, waiting)
    if request.method == "POST" and form.is_valid():
        moves.decide(waiting, form.answers())
        job = _read_again(request, waiting)
        return follow(request, job) if job else redirect("imports:move_review", uuid=uuid)
    return _review_page(request, waiting, form, status=422 if request.method == "POST" else 200)


def _read_again(request: SchoolRequest, waiting: MoveIn) -> Job | None:
    messages.success(request, "Vos choix sont gardés : les chiffres ci-dessous en tiennent compte.")
    return jobs.do_or_ask(jobs.READ, waiting, actor=request.user, title=f"Lecture de « {waiting.file_name} »")


def _answers(request: SchoolRequest, waiting: MoveIn) -> AnswersForm:
    seen = waiting.seen
    initial = initial_of(waiting.answers, seen["questions"])
    return AnswersForm(request.POST if request.method == "POST" else None, seen=seen, initial=initial)


def _review_page(request: SchoolRequest, waiting: MoveIn, form: AnswersForm, status: int = 200) -> HttpResponse:
    context = {"move": waiting, "seen": waiting.seen, "form": form, "boxes": _boxes(waiting), "refusal": _refusal()}
    return render(request, "imports/sacoche/review.html", context, status=status)


def _boxes(move: MoveIn) -> list[tuple[str, str]]:
    """Each box: how many lines, and the words for so many."""
    numbers = [(fate, move.seen["boxes"][fate.value]) for fate in Fate]
    return [(spaced(number), word(number, *COUNTED[fate])) for fate, number in numbers]


@requires(RIGHT)
@require_POST
def take(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """« Reprendre »: the answers that the page shows are kept, then everything is written, or nothing."""
    waiting = _of(uuid)
    if not waiting.is_open or not waiting.seen:
        return _gone(request)
    form = _answers(request, waiting)
    if not form.is_valid():
        return _review_page(request, waiting, form, status=422)
    moves.decide(waiting, form.answers())
    try:
        job = jobs.do_or_ask(jobs.APPLY, waiting, actor=request.user, title=f"Reprise de « {waiting.file_name} »")
    except moves.NotEmpty:
        return _review_page(request, waiting, form, status=409)
    except moves.MoveGone:
        return _gone(request)
    return follow(request, job) if job else redirect("imports:move_result", uuid=uuid)


@requires(RIGHT)
@require_POST
def give_up(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """Put the backup away."""
    moves.give_up(_of(uuid), actor=request.user)
    messages.success(request, "La sauvegarde est effacée de ce serveur ; rien n'a été écrit.")
    return redirect("imports:move")


# --- Afterwards -------------------------------------------------------------------------------------------------------


@requires(RIGHT)
@require_safe
def result(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """What was written, counted again beside the backup; what is kept, what was put aside."""
    done = _of(uuid)
    if done.status not in (MoveStatus.DONE, MoveStatus.UNDONE):
        return redirect("imports:move_review", uuid=uuid) if done.is_open else _gone(request)
    figures = compared(done) if done.status == MoveStatus.DONE else []
    context = {"move": done, "seen": done.seen, "boxes": _boxes(done), "figures": figures}
    return render(request, "imports/sacoche/result.html", context)


@requires(RIGHT)
@require_safe
def lines(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """The lines of which something is told, as a table."""
    of_move = _of(uuid)
    stream = io.BytesIO()
    told = (
        (each["table"], each["row"], LABELS[Fate(each["fate"])], each["reason"], each["words"])
        for each in rows_kept(of_move, TOLD)
    )
    formats.get("csv").write(stream, title="Lignes", heads=_HEADS, rows=told)
    return attachment(stream.getvalue(), name="lignes-de-la-sauvegarde.csv", content_type="text/csv; charset=utf-8")


@requires(RIGHT)
@asks_who_is_there("GET")
@require_safe
def data(request: SchoolRequest, uuid: UUID) -> HttpResponse | FileResponse:
    """What has no room here yet: one file a table, in a ZIP, as the backup had it."""
    done = _of(uuid)
    tables = sorted({each for each in done.kept.values_list("table", flat=True) if each != TOLD})
    if not tables:
        raise Http404
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            rows = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows_kept(done, table))
            archive.writestr(f"{table}.jsonl", rows)
        archive.writestr("LISEZ-MOI.txt", _read_me(tables))
    return attachment(stream.getvalue(), name="donnees-gardees-de-sacoche.zip", content_type="application/zip")


def _read_me(tables: list[str]) -> str:
    told = "\n".join(f"{table}.jsonl : {KEPT.get(table, 'langues et établissements d’origine')}" for table in tables)
    return (
        "Ce que la sauvegarde de SACoche contenait et qui n'a pas encore de place ici, tel qu'il y était : une ligne "
        "du tableau d'origine par ligne, en JSON (UTF-8).\n"
        "Les images y sont en base64 ; ce qui a trouvé sa place (textes, absences, archives) n'y est plus.\n\n"
        f"{told}\n"
    )


@requires(RIGHT)
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    """« Annuler » gives the empty space back, once it is said what goes."""
    done = _of(uuid)
    if done.status != MoveStatus.DONE:
        return _gone(request)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            job = jobs.do_or_ask(jobs.UNDO, done, actor=request.user, title="Annulation de la reprise de SACoche")
        except moves.NotUndoable as refusal:
            return _undo_page(request, done, form, str(refusal), status=409)
        if job is None:
            messages.success(request, "La reprise est annulée : l'espace est vide, comme avant.")
        return follow(request, job) if job else redirect("imports:move")
    return _undo_page(request, done, form, "", status=422 if request.method == "POST" else 200)


def _undo_page(request: SchoolRequest, done: MoveIn, form: UndoForm, refusal: str, status: int) -> HttpResponse:
    context = {"move": done, "form": form, "refusal": refusal, "since": done_since(done)}
    return render(request, "imports/sacoche/undo.html", context, status=status)


def _of(uuid: UUID) -> MoveIn:
    """A move of the open school; another one is not found."""
    found: MoveIn | None = MoveIn.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _gone(request: SchoolRequest) -> HttpResponse:
    return render(request, "imports/sacoche/gone.html", status=410)
