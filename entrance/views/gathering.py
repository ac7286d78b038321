"""From a request to what `decide` looks at: the address, the browser, the school and the session."""

from django.http import HttpRequest

from accounts.access.decided import factor_rule, whole_closing_of
from accounts.factor.browsers import is_trusted
from accounts.factor.factors import has_factor
from accounts.models import Account
from accounts.safety.owners import owner_of
from entrance.addresses import Asked, read_address
from entrance.cas.servers import is_manual, server_of, uses_ent
from entrance.cas.trials import trying_since
from entrance.choosing import chosen_school
from entrance.departures import departures_of
from entrance.half_way import half_way_of
from entrance.moved import move_of
from entrance.sessions import OPENED_BY_TICKET, proving_since
from entrance.signin import is_closed_demonstration
from entrance.situation import Browser, Doors, Known, Visit
from entrance.views.cookies import comes_through_ent, keeps_cookies, remembered_school
from entrance.views.known_device import devices_of
from sacoche.kit.clock import seconds
from sacoche.kit.tenancy import school_scope
from schools.models import School


def asked_by(request: HttpRequest) -> Asked:
    """What the address and the form of a request ask for."""
    return read_address(request.GET, posted=request.POST if request.method == "POST" else None)


def browser_of(request: HttpRequest, asked: Asked, session: Visit | None = None) -> Browser:
    """What the browser brings; the school of last time is not looked for when another is named, nor for who is in."""
    is_in = session is not None and session.is_signed_in and not asked.is_posted
    return Browser(
        remembered=None if asked.names_a_school or is_in else remembered_school(request),
        comes_through_ent=comes_through_ent(request),
        keeps_cookies=keeps_cookies(request),
    )


def session_of(request: HttpRequest) -> Visit:
    """Who is signed in."""
    session, is_signed_in = request.session, request.user.is_authenticated
    return Visit(
        is_signed_in=is_signed_in,
        school=getattr(request.user, "school", None),
        is_by_ent=is_signed_in and OPENED_BY_TICKET in session,
        proving_since=proving_since(session),
        trying_since=trying_since(session),
        departures=departures_of(session),
        now=seconds(),
        is_half_way=half_way_of(session, now=seconds()) is not None,
    )


def doors_of(school: School) -> Doors:
    """By which doors a school lets people in; one query at most, for the server of its ENT."""
    closing = whole_closing_of(school)
    return Doors(
        school=school,
        uses_ent=uses_ent(school),
        server=server_of(school),
        is_manual=is_manual(school),
        is_closed_demonstration=is_closed_demonstration(school),
        closing=closing.sentence if closing else "",
        moved_to=_moved_to(school) if closing else "",
    )


def _moved_to(school: School) -> str:
    """Asked of closed schools alone: one that moved is closed."""
    moved = move_of(school)
    return moved.address if moved else ""


def known_of(request: HttpRequest, account: Account) -> Known:
    """What is known of whoever has just given the password of this account in this browser; three queries at most, none
    for those who are never asked for a second factor.
    """
    assert account.school
    with school_scope(account.school):
        has_one = has_factor(account)
        name = devices_of(request).get(owner_of(account), "") if has_one else ""
        return Known(has_one, is_trusted(account, name), factor_rule(account.school, account.profile))


def school_of_page(request: HttpRequest) -> School | None:
    """The school of the form, of the address, of last time or the only one, on the pages of those who cannot enter."""
    asked = asked_by(request)
    return chosen_school(asked, browser_of(request, asked))
