"""Reading what a CAS server sends, strictly: an answer that is almost right is wrong.

Lenient readers have let people in as somebody else: a success hidden in a failure, a user found among the attributes
(phpCAS issue 228, CVE-2022-39369).
"""

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.cas.faults import CasFault, TicketRefused
from sacoche.kit.xml import BadXml, HasDoctype, local_name, whole

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


def _identity(success: "Element") -> Identity:
    users = success.findall(f"{_CAS}user")
    if len(users) != 1 or len(users[0]) or not (user := _text(users[0])):
        raise CasFault("pas-cas", "user")
    attributes: dict[str, list[str]] = {}
    values = set()
    for group in success.findall(f"{_CAS}attributes"):
        for each in group:
            if not len(each):
                attributes.setdefault(local_name(each), []).append(_text(each))
        values |= {_text(each) for each in group.iter() if not len(each)}
        values |= {str(value) for each in group.iter() for value in each.attrib.values()}
    return Identity(user, attributes, frozenset(values))


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
