"""The pages of resources of a school: that of an item, those where a word is found, the files that they give."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Account
from referentiels.models import Item, ResourceFile
from referentiels.queries.places import readable_by
from referentiels.resources import lines_of
from referentiels.tree import Resource
from sacoche.kit.text import unaccent

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PageOfResources:
    """The page of an item, as a search shows it."""

    item: Item
    place: str
    lines: tuple[Resource, ...]


def pages_with(account: Account, words: str, *, but: Item) -> list[PageOfResources]:
    """The pages of other items where each of these words is said, or is in the name of the item."""
    wanted = unaccent(words).split()
    if not wanted:
        return []
    found = []
    for page in _pages(account):
        text = unaccent(f"{page.item.name} {page.place} {' '.join(line.label for line in page.lines)}")
        if page.item.pk != but.pk and all(word in text for word in wanted):
            found.append(page)
    return found[:_SHOWN]


def page_of(account: Account, key: int) -> Sequence[Resource]:
    """The lines of the page of an item that an account may read; none for another one."""
    return next((page.lines for page in _pages(account) if page.item.pk == key), ())


def file_given_to(account: Account, key: str) -> ResourceFile | None:
    """A file that an item gives, to who may read that item."""
    if not any(line.file == key for page in _pages(account) for line in page.lines):
        return None
    found: ResourceFile | None = ResourceFile.objects.select_related("school").filter(key=key).first()
    return found


def _pages(account: Account) -> list[PageOfResources]:
    items = (
        Item.objects.filter(theme__domaine__referentiel__in=readable_by(account))
        .exclude(resources=[])
        .select_related("theme__domaine__referentiel__matiere", "theme__domaine__referentiel__niveau")
        .order_by("theme__domaine__referentiel", "theme__domaine__order", "theme__order", "order", "pk")
    )
    return [
        PageOfResources(item, str(item.theme.domaine.referentiel), tuple(lines_of(item.resources))) for item in items
    ]
