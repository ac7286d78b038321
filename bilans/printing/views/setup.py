"""« Mise en page », « Tampon & signatures »."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from bilans.models import PageSetup, SignatureImage
from bilans.officiels.rights import CONFIGURE, ENTER
from bilans.printing import services
from bilans.printing.forms import PageSetupForm, SignatureForm
from bilans.printing.images import UnreadableSignature
from bilans.printing.queries import setup_of_school
from bilans.printing.rights import SIGN
from sacoche.kit.access import may, refusal, requires
from sacoche.kit.requests import SchoolRequest

_ONE_YEAR = 365 * 24 * 3600


@requires(CONFIGURE)
@require_http_methods(["GET", "HEAD", "POST"])
def page_setup(request: SchoolRequest) -> HttpResponse:
    """Header, address, copies, margins, foot of official documents."""
    setup = setup_of_school()
    form = PageSetupForm(request.POST or None, instance=setup)
    if request.method == "POST" and form.is_valid():
        made: PageSetup = form.save(commit=False)
        services.set_page(actor=request.user, school=request.school, setup=made)
        messages.success(request, "Mise en page enregistrée : les prochaines impressions la suivent.")
        return redirect("bilans:page_setup")
    return render(request, "bilans/printing/setup.html", {"form": form}, status=422 if form.errors else 200)


@requires(ENTER)
@require_safe
def signatures(request: SchoolRequest) -> HttpResponse:
    """The stamp of the school, one's own signature, and whose there are."""
    return _signatures(request)


def _signatures(
    request: SchoolRequest, *, stamp_form: SignatureForm | None = None, own_form: SignatureForm | None = None
) -> HttpResponse:
    images = list(SignatureImage.objects.select_related("account").order_by("account__sort_key", "pk"))
    configures = may(request.user, CONFIGURE)
    context = {
        "stamp": next((each for each in images if each.account is None), None),
        "own": next((each for each in images if each.account_id == request.user.pk), None),
        "others": [each for each in images if each.account and each.account_id != request.user.pk and configures],
        "configures": configures,
        "signs": may(request.user, SIGN),
        "stamp_form": stamp_form or SignatureForm(prefix="stamp"),
        "own_form": own_form or SignatureForm(prefix="own"),
        "setup": setup_of_school(),
    }
    status = 422 if stamp_form or own_form else 200
    return render(request, "bilans/printing/signatures.html", context, status=status)


@requires(CONFIGURE)
@require_POST
def set_stamp(request: SchoolRequest) -> HttpResponse:
    """Keep the image sent as the stamp of the school."""
    form = SignatureForm(request.POST, request.FILES, prefix="stamp")
    if not _kept(request, form, of=None):
        return _signatures(request, stamp_form=form)
    messages.success(request, "Tampon enregistré.")
    return redirect("bilans:signatures")


@requires(SIGN)
@require_POST
def set_signature(request: SchoolRequest) -> HttpResponse:
    """Keep the image sent as one's own signature: nobody places that of somebody else."""
    form = SignatureForm(request.POST, request.FILES, prefix="own")
    if not _kept(request, form, of=request.user):
        return _signatures(request, own_form=form)
    messages.success(request, "Signature enregistrée.")
    return redirect("bilans:signatures")


def _kept(request: SchoolRequest, form: SignatureForm, *, of: Account | None) -> bool:
    if not form.is_valid():
        return False
    try:
        services.set_signature(actor=request.user, school=request.school, content=form.cleaned_data["image"], of=of)
    except UnreadableSignature as error:
        form.add_error("image", str(error))
        return False
    return True


@requires(ENTER)
@require_POST
def remove_signature(request: SchoolRequest, pk: int) -> HttpResponse:
    """Take away one's own signature; the stamp, or that of somebody, by whoever configures the documents."""
    image = get_object_or_404(SignatureImage, pk=pk)
    if image.account_id != request.user.pk and not may(request.user, CONFIGURE):
        raise PermissionDenied(refusal(request.user, CONFIGURE))
    services.remove_signature(actor=request.user, school=request.school, of=image.account)
    messages.success(request, "Image retirée. Les documents déjà archivés ne changent pas.")
    return redirect("bilans:signatures")


@requires(ENTER)
@require_safe
def signature(request: SchoolRequest, digest: str) -> HttpResponse:
    """An image, for its owner and for whoever configures the documents; its address changes with it."""
    image = SignatureImage.objects.filter(digest=digest).first()
    if image is None or (image.account_id != request.user.pk and not may(request.user, CONFIGURE)):
        raise Http404
    response = HttpResponse(bytes(image.content), content_type="image/png")
    response["Content-Disposition"] = 'attachment; filename="signature.png"'
    response["Cache-Control"] = f"private, max-age={_ONE_YEAR}, immutable"
    return response
