"""« Notifications reçues »: what the reader was told, read or not, and what he wants to be told of."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.decided import notices_hour
from accounts.models import Notice
from accounts.notices import services
from accounts.notices.forms import ChoicesForm
from accounts.notices.kinds import AT_HOME
from accounts.notices.mailing import account_of, has_mails
from accounts.notices.queries import notices_of, told
from sacoche.kit.access import public, requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.tenancy import school_scope

_A_PAGE = 50


@requires("accounts.own")
@require_safe
def notices(request: SchoolRequest) -> HttpResponse:
    """What the reader was told this month, and the kinds that he may choose."""
    return _page(request, ChoicesForm(request.user))


def _page(request: SchoolRequest, form: ChoicesForm, *, status: int = 200) -> HttpResponse:
    page = Paginator(notices_of(request.user), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "notices": [told(notice) for notice in page],
        "form": form,
        "has_unread": notices_of(request.user).filter(read_at=None).exists(),
        "hour": notices_hour(request.school),
        "sends_mail": settings.SENDS_MAIL,
    }
    return render(request, "accounts/notices/list.html", context, status=status)


@requires("accounts.own")
@require_POST
def choose(request: SchoolRequest) -> HttpResponse:
    """Keep what the reader wants to be told of, and how."""
    form = ChoicesForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    services.choose_notices(request.user, wanted=form.wanted)
    services.choose_channels(request.user, channels=form.channels)
    messages.success(request, "Votre choix est enregistré : il vaut pour ce qui arrivera désormais.")
    return redirect("accounts:notices")


@requires("accounts.own")
@require_POST
def read_all(request: SchoolRequest) -> HttpResponse:
    """Nothing is left to read."""
    services.mark_read(request.user)
    return redirect(_back(request))


@requires("accounts.own")
@require_POST
def open_notice(request: SchoolRequest, pk: int) -> HttpResponse:
    """Note that a notice was read, and go where it leads."""
    notice = _get(request, pk)
    services.mark_read(request.user, notice=notice)
    return redirect(told(notice).url or "accounts:notices")


@requires("accounts.own")
@require_POST
def read_one(request: SchoolRequest, pk: int) -> HttpResponse:
    """Note that a notice was read, and stay."""
    services.mark_read(request.user, notice=_get(request, pk))
    return redirect(_back(request))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """No more e-mails of notices, for whoever holds one: a single button, without signing in."""
    account = account_of(token)
    if account is None or account.school is None:
        raise Http404
    is_stopped = not has_mails(account)
    if request.method == "POST" and not is_stopped:
        with school_scope(account.school):
            services.choose_channel(account, channel=AT_HOME)
        is_stopped = True
    # Nobody is named, nor his school: a mail may have gone on to others.
    return render(request, "accounts/notices/stop.html", {"is_stopped": is_stopped})


def _get(request: SchoolRequest, pk: int) -> Notice:
    notice: Notice = get_object_or_404(notices_of(request.user), pk=pk)
    return notice


def _back(request: SchoolRequest) -> str:
    return "home" if request.POST.get("from") == "home" else "accounts:notices"
