"""« Trombinoscope »; photos placed by a ZIP or one by one; the images themselves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from accounts.photos import services
from accounts.photos.drawing import UnreadablePhoto
from accounts.photos.forms import PhotoForm, PhotosForm
from accounts.photos.masks import BY_CODE
from accounts.photos.queries import (
    Place,
    classes_with_photos,
    groups_with_photos,
    photo_read_by,
    photos_of,
    place_called,
    portraits,
    pupils_with_photos,
)
from accounts.photos.rights import PLACE, SEE
from sacoche.kit.access import may, requires
from sacoche.kit.downloads import attachment
from sacoche.kit.files.archive import BadArchive
from sacoche.kit.requests import SchoolRequest

_ONE_HOUR = 3600
_NOT_YOURS = "Cet élève n'est pas un des vôtres : choisissez dans la liste."


@requires(SEE)
@require_safe
def trombinoscope(request: SchoolRequest) -> HttpResponse:
    """The pupils of a class or a group, each with his photo."""
    chosen = _asked_place(request) if request.GET.get("lieu") else None
    context = {
        "classes": list(classes_with_photos(request.user, SEE)),
        "groups": list(groups_with_photos(request.user)),
        "chosen": chosen,
        "code": request.GET.get("lieu", ""),
        "portraits": portraits(chosen) if chosen else [],
        "may_place": may(request.user, PLACE),
    }
    return render(request, "accounts/photos/trombinoscope.html", context)


@requires(SEE)
@require_safe
def trombinoscope_pdf(request: SchoolRequest) -> HttpResponse:
    """The same on paper."""
    place = _asked_place(request)
    from accounts.photos.paper import trombinoscope_pdf as drawn  # reportlab is slow to import

    content = drawn(portraits(place, with_bytes=True), place=place.label, school=request.school.name)
    return attachment(content, name=f"trombinoscope_{place.pk}.pdf", content_type="application/pdf")


def _asked_place(request: SchoolRequest) -> Place:
    found = place_called(request.user, request.GET.get("lieu", ""))
    if found is None:
        raise Http404
    return found


@requires(PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def place_photos(request: SchoolRequest) -> HttpResponse:
    """Photos by a ZIP whose files are named after the pupils; then what became of each file."""
    classes = classes_with_photos(request.user, PLACE)
    form = PhotosForm(request.POST or None, request.FILES or None, classes=classes)
    placed = _placed(request, form) if request.method == "POST" and form.is_valid() else None
    context = {"form": form, "placed": placed}
    return render(request, "accounts/photos/place.html", context, status=422 if form.errors else 200)


def _placed(request: SchoolRequest, form: PhotosForm) -> services.Placed | None:
    given = form.cleaned_data
    pupils = pupils_with_photos(request.user, PLACE)
    if given["classe"]:
        pupils = pupils.filter(school_class=given["classe"])
    mask = BY_CODE[given["masque"]]
    try:
        return services.place_all(actor=request.user, file=given["fichier"], mask=mask, pupils=list(pupils))
    except BadArchive as error:
        form.refuse(str(error))
        return None


@requires(PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def pupil_photo(request: SchoolRequest, pk: int) -> HttpResponse:
    """The photo of one pupil: seen, sent, replaced."""
    pupil = _own_pupil(request, pk)
    is_sent = request.method == "POST"
    form = PhotoForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid() and _kept(request, form, pupil):
        messages.success(request, f"Photo de {pupil.full_name} enregistrée.")
        return redirect("accounts:pupil_photo", pk)
    context = {"form": form, "pupil": pupil, "photo": photos_of([pupil]).get(pupil.pk)}
    return render(request, "accounts/photos/one.html", context, status=422 if form.errors else 200)


def _kept(request: SchoolRequest, form: PhotoForm, pupil: Account) -> bool:
    try:
        services.place_one(actor=request.user, pupil=pupil, content=form.cleaned_data["photo"])
    except UnreadablePhoto as error:
        form.add_error("photo", str(error))
        return False
    return True


@requires(PLACE)
@require_POST
def remove_photo(request: SchoolRequest, pk: int) -> HttpResponse:
    """Take away the photo of one pupil: his family does not want it, or it is somebody else's."""
    pupil = _own_pupil(request, pk)
    done = services.remove_photos(actor=request.user, pupils=[pupil])
    messages.success(request, f"{pupil.full_name} : {'photo retirée' if done else 'aucune photo à retirer'}.")
    return redirect("accounts:pupil_photo", pk)


def _own_pupil(request: SchoolRequest, pk: int) -> Account:
    """404 for a pupil whom the school does not have, 403 in words for one with whom the reader does not work."""
    found: Account | None = pupils_with_photos(request.user, PLACE).filter(pk=pk).first()
    if found is None and Account.objects.pupils().filter(pk=pk).exists():
        raise PermissionDenied(_NOT_YOURS)
    if found is None:
        raise Http404
    return found


@requires("accounts.own")
@require_safe
def photo(request: SchoolRequest, pk: int, digest: str) -> HttpResponse:
    """An image, for those who may see it; its address changes with it."""
    found = photo_read_by(request.user, pk)
    if found is None or found.digest != digest:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type="image/jpeg")
    response["Content-Disposition"] = 'attachment; filename="photo.jpg"'
    # Not for long: a photo that is taken back is soon nowhere.
    response["Cache-Control"] = f"private, max-age={_ONE_HOUR}"
    return response
