"""The addresses that choose a school: those of ENT, of guides and of favourites, in every form that has been in use.

`?base=12`, `?id=12` and `?uai=0341234G` show the sign-in form of a school; `?sso=12`, `?sso=0341234G`, and `?sso`
beside one of the first three, sign in through its ENT. `next` is the page to go to afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

from entrance.moved import moved_school
from sacoche.kit.addresses import sign_in_address
from schools.models import School

# When an address names a school several times, the first of these that is filled in decides.
_NAMES_OF_A_SCHOOL = ("uai", "base", "id", "sso")
_QUOTED = 40


@dataclass(frozen=True)
class Asked:
    """What an address asks for, and the form that was sent to it.

    `school` is the one it names; `problem` says, in French, that nobody has the number or the UAI it gives. Both are
    empty when it names none. `is_chosen`: a form names it, which may have been forged. `target` is a path of this
    server, or empty; `page` a page as guides of before name it. `ticket` is what an ENT gave, None without one.
    `was_given_a_cookie`: this browser has just been given one, to see whether it brings it back.
    """

    school: School | None = None
    problem: str = ""
    wants_sso: bool = False
    target: str = ""
    page: str = ""
    ticket: str | None = None
    wants_to_choose: bool = False
    was_given_a_cookie: bool = False
    is_posted: bool = False
    is_chosen: bool = False
    # The address of the school on its new server, when it moved and is no longer here.
    moved_to: str = ""

    @property
    def names_a_school(self) -> bool:
        """Whether it does, be it one that nobody has."""
        return bool(self.school or self.problem or self.is_chosen)


def read_address(query: Mapping[str, str], *, posted: Mapping[str, str] | None = None) -> Asked:
    """What the query of `/` or of `/index.php` asks for, and the form `posted` there, if there is one."""
    named = next((value for name in _NAMES_OF_A_SCHOOL if (value := query.get(name, "").strip())), "")
    base = posted.get("base", "") if posted is not None else ""
    school = School.objects.numbered(base) if base else School.objects.called(named)
    return Asked(
        school=school,
        problem=_unknown(named) if named and school is None and not base else "",
        wants_sso="sso" in query,
        target=local_path((posted or {}).get("next") or query.get("next", "")),
        page=query.get("page", ""),
        ticket=query.get("ticket"),
        wants_to_choose="changer" in query,
        was_given_a_cookie="cookie" in query,
        is_posted=posted is not None,
        is_chosen=bool(base),
        moved_to=_moved_to(named) if named and school is None and not base else "",
    )


def _moved_to(named: str) -> str:
    moved = moved_school(named)
    return moved.address if moved else ""


def _unknown(named: str) -> str:
    quoted = named if len(named) <= _QUOTED else f"{named[:_QUOTED]}…"
    if named.isdigit():
        return f"Aucun établissement ne porte le numéro « {quoted} » sur ce serveur."
    return f"Aucun établissement de ce serveur n'a le numéro UAI « {quoted} »."


def local_path(target: str) -> str:
    """`target` when it is a path of this server, else nothing: an address never sends elsewhere."""
    return target if target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None) else ""


def selection_address(school: School) -> str:
    """The address that shows the sign-in form of a school."""
    return sign_in_address(school.number)


def service_address(school: School) -> str:
    """The one address that an ENT knows a school by: where its users arrive and where it sends them back.

    Never made from the request: a sign-in server compares it letter by letter, and rewrites the ones it is sent.
    """
    return f"{settings.PUBLIC_URL}?sso={school.number}"


def entrance_query(school: School, **more: str) -> str:
    """`?sso=12&next=…`: the same way in, for a link or a redirection inside this server; what is empty is left out."""
    return "?" + urlencode({"sso": school.number} | {name: value for name, value in more.items() if value})
