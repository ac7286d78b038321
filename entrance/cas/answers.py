"""Reading what a CAS server sends, strictly: an answer that is almost right is wrong.

Lenient readers have let people in as somebody else: a success hidden in a failure, a user found among the attributes
(phpCAS issue 228, CVE-2022-39369).
"""

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from entrance.cas.faults import CasFault, TicketRefused
from sacoche.kit.files.xml import BadXml, HasDoctype, local_name, whole

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_ANSWER = 256 * 1024
MAX_LOGOUT = 8 * 1024
_CAS = "{http://www.yale.edu/tp/cas}"
_SAML = "{urn:oasis:names:tc:SAML:2.0:protocol}"
_CODE = re.compile(r"[A-Z_]{1,40}")


@dataclass(frozen=True)
class Identity:
    """Whom the server recognised. `attributes` are those it gave directly, `values` all it said of the person, deep
    values of nested attributes too.
    """

    user: str
    attributes: dict[str, list[str]]
    values: frozenset[str] = frozenset()

    def identifier(self, attribute: str = "") -> str:
        """The user, or the only value of the chosen attribute. Raises CasFault."""
        if not attribute:
            return self.user
        given = [value for value in self.attributes.get(attribute, []) if value]
        if len(given) != 1:
            raise CasFault("attribut", attribute)
        return given[0]


def read_answer(data: bytes) -> Identity:
    """The person whose ticket was validated. Raises TicketRefused when the server refuses, CasFault when unreadable."""
    root = _root(data, MAX_ANSWER)
    if root.tag != f"{_CAS}serviceResponse" or len(root) != 1:
        raise CasFault("pas-cas")
    result = root[0]
    if result.tag == f"{_CAS}authenticationFailure":
        code = str(result.get("code", ""))
        raise TicketRefused(code if _CODE.fullmatch(code) else "INTERNAL_ERROR")
    if result.tag != f"{_CAS}authenticationSuccess":
        raise CasFault("pas-cas")
    return _identity(result)


def read_two_lines(data: bytes) -> Identity:
    """The same of a server that speaks CAS 1.0: « yes » and the user, or « no », each on a line. It tells no more.

    Raises TicketRefused, and CasFault for anything else: a page, a third line, a user that is not text.
    """
    if len(data) > MAX_ANSWER:
        raise CasFault("trop-long")
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError as error:
        raise CasFault("pas-deux-lignes") from error
    match [line.strip() for line in lines]:
        case ["yes", user] if user and user.isprintable():
            return Identity(user, {})
        case ["no"] | ["no", ""]:
            raise TicketRefused("INVALID_TICKET")
    raise CasFault("pas-deux-lignes")


def _identity(success: "Element") -> Identity:
    users = success.findall(f"{_CAS}user")
    if len(users) != 1 or len(users[0]) or not (user := _text(users[0])):
        raise CasFault("pas-cas", "user")
    groups = success.findall(f"{_CAS}attributes")
    beside = [each for each in success if each not in users and each not in groups]
    inside = [each for group in groups for each in group]
    told = [each for part in [*beside, *groups] for each in part.iter()]
    values = {_text(each) for each in told if not len(each)}
    values |= {str(value) for each in told for value in each.attrib.values()}
    return Identity(user, _attributes(inside, beside), frozenset(values))


def _attributes(*parts: "list[Element]") -> dict[str, list[str]]:
    """What the server says of the person, by name. Servers write an attribute in their group or beside the user, as
    `<cas:uid>42</cas:uid>` or as `<cas:attribute name="uid" value="42"/>`; some do it in several ways at once, and
    the first way that names an attribute is then the one that is read.
    """
    attributes: dict[str, list[str]] = {}
    for part in parts:
        for read in (_plain, _named):
            found: dict[str, list[str]] = {}
            for name, value in filter(None, map(read, part)):
                found.setdefault(name, []).append(value)
            attributes = found | attributes
    return attributes


def _is_named(element: "Element") -> bool:
    return local_name(element) == "attribute" and "name" in element.attrib


def _plain(element: "Element") -> tuple[str, str] | None:
    return None if len(element) or _is_named(element) else (local_name(element), _text(element))


def _named(element: "Element") -> tuple[str, str] | None:
    is_read = _is_named(element) and not len(element)
    return (str(element.get("name")), str(element.get("value", _text(element))).strip()) if is_read else None


def read_logout(data: bytes) -> str:
    """The ticket of the session that an ENT closes (SAML 2.0 LogoutRequest). Raises CasFault."""
    root = _root(data, MAX_LOGOUT)
    tickets = root.findall(f"{_SAML}SessionIndex")
    if root.tag != f"{_SAML}LogoutRequest" or len(tickets) != 1 or not (ticket := _text(tickets[0])):
        raise CasFault("pas-cas")
    return ticket


def _root(data: bytes, limit: int) -> "Element":
    if len(data) > limit:
        raise CasFault("trop-long")
    try:
        return whole(io.BytesIO(data))
    except HasDoctype as error:
        raise CasFault("doctype") from error
    except BadXml as error:
        raise CasFault("xml") from error


def _text(element: "Element") -> str:
    return (element.text or "").strip()
