"""Opening many schools at once from a list: read, looked at, then opened together."""

import csv
import io

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrance.spaces.creation import CannotOpenSchool, Contact
from operation.console.forms import ListForm
from operation.console.lists import HEADS, ListedSchool, UnreadableList, judged, read_list
from operation.console.queries.schools import what_is_known
from operation.console.services.schools import Wanted, create_all
from operation.console.views.gate import OperatorRequest
from sacoche.kit import access
from sacoche.kit.text import count
from schools.models import Zone

_SALT = "operation.console.list"
# A list that was looked at that long ago is sent again.
_KEPT = 3600
_EXAMPLE = ("", "", "Saint-Exemple", "École Jean-Exemple", "", "MARCHAND", "Claire", "ecole@exemple.fr")


@access.operators
@require_http_methods(["GET", "HEAD", "POST"])
def send_list(request: OperatorRequest) -> HttpResponse:
    """Send a list, then see what each of its lines would give; nothing is written."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            listed = judged(read_list(form.cleaned_data["fichier"]), what_is_known())
        except UnreadableList as error:
            form.add_error("fichier", str(error))
        else:
            return _preview(request, listed)
    context = {"form": form, "heads": HEADS}
    return render(request, "console/list.html", context, status=422 if form.errors else 200)


def _preview(request: OperatorRequest, listed: list[ListedSchool], status: int = 200) -> HttpResponse:
    good = [school for school in listed if not school.faults]
    context = {
        "listed": listed,
        "good": len(good),
        "bad": [school for school in listed if school.faults],
        "without_contact": sum(not school.email for school in good),
        # What was looked at is what is opened: the file is sent once, and kept nowhere.
        "sealed": signing.dumps([school.values for school in good], salt=_SALT, compress=True),
    }
    return render(request, "console/list_preview.html", context, status=status)


@access.operators
@require_POST
def create_listed(request: OperatorRequest) -> HttpResponse:
    """Open the schools that were looked at, all or none."""
    try:
        sealed = signing.loads(request.POST.get("liste", ""), salt=_SALT, max_age=_KEPT)
    except signing.BadSignature:
        messages.error(request, "Cette liste n'est plus là : envoyez-la à nouveau. Rien n'a été créé.")
        return redirect("operation:school_lists")
    listed = judged([ListedSchool(*values) for values in sealed], what_is_known())
    if any(school.faults for school in listed):
        # Somebody opened one of them meanwhile.
        return _preview(request, listed, status=409)
    try:
        opened = create_all(operator=request.operator, wanted=_wanted(listed))
    except CannotOpenSchool as error:
        messages.error(request, str(error))
        return redirect("operation:school_lists")
    told = count(len(opened), "établissement créé", "établissements créés")
    messages.success(request, f"{told} : chaque contact reçoit son lien par courriel.")
    return redirect("operation:schools")


def _wanted(listed: list[ListedSchool]) -> list[Wanted]:
    zones = {zone.name: zone for zone in Zone.objects.all()}
    return [
        Wanted(
            name=school.name,
            town=school.town,
            uai=school.uai,
            number=school.number,
            zone=zones.get(school.zone),
            contact=Contact(school.email, school.last_name, school.first_name),
        )
        for school in listed
    ]


@access.operators
@require_safe
def model(request: OperatorRequest) -> HttpResponse:
    """The file to fill in."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows([HEADS, _EXAMPLE])
    response = HttpResponse(stream.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="etablissements.csv"'
    return response
