"""One way of deleting: say what would be lost, then do it if that is still what would be lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url

from sacoche.kit.requests import SchoolRequest
from schools.losses import Loss, fingerprint


@dataclass(frozen=True)
class Question:
    """What is asked. `what` is « la classe « CM2 A » »; `list_label` and `back` are the page it comes from.

    `back` is the name of an address, or an address when it needs an id.
    """

    what: str
    button: str
    harmless: str
    list_label: str
    section: str
    back: str
    done: str

    @property
    def back_address(self) -> str:
        """Where « Annuler » leads."""
        return resolve_url(self.back)


def ask_then_delete(
    request: SchoolRequest, *, question: Question, losses: Sequence[Loss], delete: Callable[[], None]
) -> HttpResponse:
    """Ask on a GET; on a POST delete, unless something came to be lost since the question was read."""
    seen = fingerprint(losses)
    if request.method == "POST" and request.POST.get("seen") == seen:
        delete()
        messages.success(request, question.done)
        return redirect(question.back)
    has_changed = request.method == "POST"
    context = {"question": question, "losses": losses, "seen": seen, "has_changed": has_changed}
    return render(request, "schools/delete.html", context, status=409 if has_changed else 200)
