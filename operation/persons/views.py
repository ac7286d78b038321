"""« Mes données », and what an administrator does for a person who asks: hand her data over, or erase her."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.departed.services import hold_back
from accounts.enums import Profile
from accounts.models import Account, LegalHold
from documents.makers import NothingToMake, makers
from documents.making import make_file
from documents.models import GeneratedFile
from documents.views.giving import given, own_file
from operation.listed import RECEIPTS
from operation.models import Erasure
from operation.persons.erasing import CannotErase, erase, losses_of, refuse_erasing
from operation.persons.maker import PersonFile
from operation.persons.queries import GIVE, TAKE, may_take, people_of
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.stored import StorageFailed
from schools.losses import fingerprint

_ERASE = "operation.erase_people"
_ASKED = "Cochez d'abord « je confirme » : rien n'a été effacé."


@requires(TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: SchoolRequest) -> HttpResponse:
    """Of whom the reader may take what is kept: herself, a guardian's children; each in one file."""
    people = people_of(request.user)
    if request.method == "POST":
        asked = next((each for each in people if str(each.pk) == request.POST.get("personne")), None)
        if asked is None:
            messages.error(request, "Choisissez dans la liste de qui vous voulez les données.")
            return redirect("operation:own_data")
        return _make(request, asked, back="operation:own_data")
    return render(request, "operation/own_data.html", {"people": people})


def _make(request: SchoolRequest, person: Account, *, back: str) -> HttpResponse:
    maker = makers.get(PersonFile.code)
    try:
        file = make_file(maker=maker, school=request.school, owner=request.user, asked={"person": person.pk})
    except (NothingToMake, StorageFailed) as error:
        messages.error(request, str(error))
        return redirect(back)
    return redirect(maker.page(file))


@requires("accounts.own")
@require_safe
def file(request: SchoolRequest, token: str) -> HttpResponse:
    """What was made, with the link that gives it."""
    found = _file(request, token)
    return render(request, "operation/person_file.html", {"file": found}, status=410 if found.is_expired else 200)


@requires("accounts.own")
@asks_who_is_there()
@require_safe
def download(request: SchoolRequest, token: str) -> HttpResponse | FileResponse:
    """The file itself, for who made it."""
    found = _file(request, token)
    answer = given(found, content_type=PersonFile.content_type)
    return answer or render(request, "operation/person_file.html", {"file": found}, status=410)


def _file(request: SchoolRequest, token: str) -> GeneratedFile:
    """Of its owner alone, and as long as she may have what is in it."""
    found = own_file(request, token, (PersonFile.code,))
    person = Account.objects.filter(pk=found.told.get("person")).first()
    if person is None or not may_take(request.user, person):
        raise Http404
    return found


# --- For somebody else ------------------------------------------------------------------------------------------------


def _person(pk: int) -> Account:
    everybody = Account.objects.exclude(profile=Profile.WBM).select_related("school")
    person: Account = get_object_or_404(everybody, pk=pk)
    return person


@requires(GIVE)
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SchoolRequest, pk: int) -> HttpResponse:
    """What an administrator may do for a person who asks for her rights."""
    found = _person(pk)
    if request.method == "POST":
        return _make(request, found, back="accounts:search_people")
    receipt = Erasure.objects.filter(account=found).first()
    hold = LegalHold.objects.filter(account=found).first()
    return render(request, "operation/person.html", {"person": found, "receipt": receipt, "hold": hold})


@requires(_ERASE)
@asks_who_is_there()
@require_POST
def hold_person(request: SchoolRequest, pk: int) -> HttpResponse:
    """Keep a person whatever the time that goes by, or no more."""
    found, reason = _person(pk), " ".join(request.POST.get("motif", "").split())[:200]
    if not reason and "lever" not in request.POST:
        messages.error(request, "Donnez le motif : un dossier, une plainte, une décision.")
    else:
        hold_back(actor=request.user, person=found, reason="" if "lever" in request.POST else reason)
    return redirect("operation:person", pk=found.pk)


@requires(_ERASE)
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def erase_person(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, with what goes and what stays without a name; then it is done, and a receipt stays."""
    found = _person(pk)
    fault = ""
    try:
        refuse_erasing(actor=request.user, person=found)
        if request.method == "POST":
            if "sure" in request.POST:
                receipt = erase(actor=request.user, person=found, seen=request.POST.get("seen", ""))
                return redirect("operation:receipt", pk=receipt.pk)
            fault = _ASKED
    except CannotErase as refusal:
        fault = str(refusal)
    losses = losses_of(found)
    context = {"person": found, "losses": losses, "seen": fingerprint(losses), "fault": fault}
    return render(request, "operation/erase.html", context, status=422 if fault and request.method == "POST" else 200)


@requires(_ERASE)
@require_safe
def receipts(request: SchoolRequest) -> HttpResponse:
    """Every receipt of the school, the last one first."""
    receipts = Erasure.objects.all()
    return render_listed(request, "operation/receipts.html", {"receipts": receipts}, RECEIPTS.of(receipts))


@requires(_ERASE)
@require_safe
def receipt(request: SchoolRequest, pk: int) -> HttpResponse:
    """A receipt, to be printed and handed over."""
    return render(request, "operation/receipt.html", {"receipt": get_object_or_404(Erasure, pk=pk)})
