"""Reads an XML référentiel, element after element, with what a layout says of its names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from referentiels.exchange import values
from referentiels.exchange.faults import BadTree, Fault, Reading
from referentiels.exchange.values import BadValue
from referentiels.tree import (
    ABBREVIATION_LENGTH,
    CODE_LENGTH,
    COMMENT_LENGTH,
    GROUP_NAME_LENGTH,
    ITEM_NAME_LENGTH,
    MAX_ITEMS,
    MAX_RESOURCES,
    REFERENCE_LENGTH,
    Domaine,
    Item,
    Resource,
    SocleLink,
    Theme,
    Tree,
)
from sacoche.kit.files.xml import Utf8Stream, line, local_name, parse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_FILE = 20 * 1024 * 1024
_TOO_LONG = "Ce fichier dépasse 20 Mo : ce n'est pas un référentiel."

# Whether a version of the socle has this entry.
Knows = Callable[[SocleLink], bool]


@dataclass(frozen=True, slots=True)
class Layout:
    """The names that a format gives to what a référentiel is made of; `domaine`, `theme`, `item` are theirs all."""

    root: str
    # Our names of the values of a domaine, of a thème, of an item: those of the attributes of the file.
    domaine: Mapping[str, str]
    theme: Mapping[str, str]
    item: Mapping[str, str]
    # The links to the socle of an item element. Raises BadValue.
    socle: Callable[["Element"], Iterator[SocleLink]]
    # Names of the attributes that must be there, by element.
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # The comment of an item element.
    comment: Callable[["Element"], str] = lambda _element: ""
    # The lines of the page of resources of an item element. Raises BadValue.
    resources: Callable[["Element"], Iterator[Resource]] = lambda _element: iter(())


def root_of(stream: BinaryIO) -> "Element":
    """The root element, whole. Raises BadXml for what is not XML, is cut, too long, or begins with a DOCTYPE."""
    root: Element | None = None
    for _event, element in parse(Utf8Stream(stream, limit=_MAX_FILE, too_long=_TOO_LONG), events=("start",)):
        root = element if root is None else root
    if root is None:
        raise BadTree("Ce fichier est vide.")
    return root


def read(root: "Element", layout: Layout, knows: Knows) -> Reading:
    """The tree under a root, and what is wrong in it. Raises BadTree for more items than a school can use."""
    return _Reader(layout, knows).read(root)


def number_of(element: "Element", attribute: str) -> int:
    """A number of an attribute. Raises BadValue."""
    value = str(element.get(attribute, "")).strip()
    if not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise BadValue(f"« {attribute} » n'est pas un nombre : « {value[:20]} ».")
    return int(value)


class _Reader:
    """One pass over a document; faults are gathered on the way, and what has one is left out."""

    def __init__(self, layout: Layout, knows: Knows) -> None:
        self.layout, self.knows = layout, knows
        self.faults: list[Fault] = []
        self.items = 0

    def read(self, root: "Element") -> Reading:
        domaines = tuple(self._children(root, "domaine", self._domaine))
        about = {str(name): str(value) for name, value in root.attrib.items()}
        return Reading(Tree(domaines), tuple(self.faults), about)

    def _children(self, parent: "Element", name: str, make: Callable[["Element"], Any]) -> Iterator[Any]:
        """What is made of each child; one of another name, or with a fault of its own, is told and left out."""
        for child in parent:
            if local_name(child) != name:
                self._fault(child, f"l'élément « {local_name(child)} » n'a pas sa place ici ; « {name} » est attendu.")
                continue
            try:
                yield make(child)
            except BadValue as error:
                self._fault(child, str(error))

    def _fault(self, element: "Element", message: str) -> None:
        self.faults.append(Fault(line(element), message))

    def _value(self, element: "Element", name: str) -> str:
        """A value of an element by our name; empty when the format does not have it. Raises BadValue when it must."""
        kind = local_name(element)
        attribute = getattr(self.layout, kind).get(name, "")
        if attribute in self.layout.required.get(kind, ()) and attribute not in element.attrib:
            raise BadValue(f"l'attribut « {attribute} » manque à l'élément « {kind} ».")
        return str(element.get(attribute, "")) if attribute else ""

    def _domaine(self, element: "Element") -> Domaine:
        name = self._name(element, "le nom du domaine", GROUP_NAME_LENGTH)
        code = values.text(self._value(element, "code"), what="le code du domaine", limit=CODE_LENGTH, required=True)
        return Domaine(code, name, self._reference(element), tuple(self._children(element, "theme", self._theme)))

    def _theme(self, element: "Element") -> Theme:
        name = self._name(element, "le nom du thème", GROUP_NAME_LENGTH)
        return Theme(name, self._reference(element), tuple(self._children(element, "item", self._item)))

    def _item(self, element: "Element") -> Item:
        self.items += 1
        if self.items > MAX_ITEMS:
            raise BadTree(
                f"Ce fichier compte plus de {MAX_ITEMS} items : ce n'est pas un référentiel d'un seul niveau."
            )
        return Item(
            name=self._name(element, "le nom de l'item", ITEM_NAME_LENGTH),
            coefficient=values.coefficient(self._value(element, "coefficient")),
            requestable=values.requestable(self._value(element, "requestable")),
            abbreviation=values.text(
                self._value(element, "abbreviation"), what="l'abréviation", limit=ABBREVIATION_LENGTH
            ),
            reference=self._reference(element),
            link=values.link(self._value(element, "link")),
            comment=values.lines(
                self._value(element, "comment") or self.layout.comment(element),
                what="le commentaire",
                limit=COMMENT_LENGTH,
            ),
            socle=tuple(self._socle(element)),
            resources=tuple(self._resources(element)),
        )

    def _name(self, element: "Element", what: str, limit: int) -> str:
        return values.text(self._value(element, "name"), what=what, limit=limit, required=True)

    def _reference(self, element: "Element") -> str:
        return values.text(self._value(element, "reference"), what="la référence", limit=REFERENCE_LENGTH)

    def _resources(self, element: "Element") -> list[Resource]:
        found = list(self.layout.resources(element))
        if len(found) > MAX_RESOURCES:
            raise BadValue(f"un item a {MAX_RESOURCES} ressources au plus ; celui-ci en a {len(found)}.")
        return found

    def _socle(self, element: "Element") -> Iterator[SocleLink]:
        """The links of an item, each once, in the order of the file. Raises BadValue for an unknown entry."""
        for link in dict.fromkeys(chain(self.layout.socle(element))):
            if not self.knows(link):
                raise BadValue(f"l'entrée {link.entry} du socle de {link.version} n'existe pas.")
            yield link
