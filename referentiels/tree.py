"""A référentiel as plain data: what files bring, what is compared, what is written out. No database here."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

# What the columns of the database hold; longer input is refused with its line, never cut.
CODE_LENGTH = 1
REFERENCE_LENGTH = 3
GROUP_NAME_LENGTH = 128
ITEM_NAME_LENGTH = 255
ABBREVIATION_LENGTH = 15
LINK_LENGTH = 255
NOTE_LENGTH = 128
ORIGIN_LENGTH = 250
SET_NAME_LENGTH = 60
COMMENT_LENGTH = 5000
RESOURCE_LABEL_LENGTH = 128
MAX_RESOURCES = 100
MAX_COEFFICIENT = 20
# What a school that comes from SACoche may have had, once: its scores depend on it.
STORED_COEFFICIENT = 255
DEFAULT_COEFFICIENT = 1
# Ten times the largest référentiel that a school is known to use.
MAX_ITEMS = 5000


@dataclass(frozen=True, slots=True, order=True)
class SocleLink:
    """An entry of a version of the socle that an item feeds: item 2311 of 2006, component 13 of cycle 3 of 2016.

    `cycle` is 0 in a version without cycles.
    """

    version: str
    cycle: int
    entry: int


@dataclass(frozen=True, slots=True)
class Resource:
    """A line of the page of resources of an item: a title, or a link when it has an address.

    `file` is the key of a file that the school keeps: it goes in no export and in no copy.
    """

    label: str
    address: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    coefficient: int = DEFAULT_COEFFICIENT
    # Whether pupils may ask to be evaluated on it.
    requestable: bool = True
    abbreviation: str = ""
    # A reference of the school's own, instead of the rank.
    reference: str = ""
    link: str = ""
    comment: str = ""
    socle: tuple[SocleLink, ...] = ()
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    reference: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Domaine:
    # The character that begins the references of its items.
    code: str
    name: str
    reference: str = ""
    themes: tuple[Theme, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    domaines: tuple[Domaine, ...] = ()

    @property
    def themes(self) -> Iterator[Theme]:
        return chain.from_iterable(domaine.themes for domaine in self.domaines)

    @property
    def items(self) -> Iterator[Item]:
        return chain.from_iterable(theme.items for theme in self.themes)
