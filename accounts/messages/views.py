"""« Messages d'accueil »."""

from django.contrib import messages as notices
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.messages.forms import MessageForm
from accounts.messages.queries import messages_for, messages_kept_by
from accounts.messages.services import delete_message, hide_message, save_message
from accounts.models import Message
from sacoche.kit.access import requires
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest


@requires("accounts.write_messages")
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: SchoolRequest) -> HttpResponse:
    """One's messages, with a form for a new one."""
    return _page(request, Message(), "Le message est publié.")


@requires("accounts.write_messages")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_message(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change one message."""
    return _page(request, _get(request, pk), "Le message est modifié.")


@requires("accounts.write_messages")
@require_POST
def remove_message(request: SchoolRequest, pk: int) -> HttpResponse:
    """Take one message away."""
    delete_message(actor=request.user, message=_get(request, pk))
    notices.success(request, "Le message est supprimé.")
    return redirect("accounts:messages")


@requires("accounts.own")
@require_POST
def hide(request: SchoolRequest, pk: int) -> HttpResponse:
    """One reader has read a message: his home page does not show it any more."""
    read = next((message for message in messages_for(request.user, on=today()) if message.pk == pk), None)
    if read is None:
        raise Http404
    hide_message(reader=request.user, message=read)
    return redirect("home")


def _get(request: SchoolRequest, pk: int) -> Message:
    message: Message = get_object_or_404(messages_kept_by(request.user), pk=pk)
    return message


def _page(request: SchoolRequest, message: Message, done: str) -> HttpResponse:
    form = MessageForm(request.POST or None, instance=message, author=request.user)
    if request.method == "POST" and form.is_valid():
        save_message(actor=request.user, message=message, targets=form.targets)
        notices.success(request, done)
        return redirect("accounts:messages")
    context = {
        "form": form,
        "editing": message.pk,
        "kept": messages_kept_by(request.user),
        "today": today(),
    }
    return render(request, "accounts/messages.html", context, status=422 if form.errors else 200)
