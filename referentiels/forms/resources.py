"""The lines of a page of resources as people write them: titles, links, files, in an order that they change."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms

from referentiels.forms.links import web_link
from referentiels.models import ResourceFile
from referentiels.tree import MAX_RESOURCES, RESOURCE_LABEL_LENGTH, Resource

TITLE, LINK, FILE = "title", "link", "file"


@dataclass(slots=True)
class Line:
    """One line of the form, with what is wrong in it."""

    kind: str
    label: str = ""
    address: str = ""
    file: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.label or self.address or self.file)


def shown(resources: Iterable[Resource]) -> list[Line]:
    """The lines of a page, to be changed."""
    return [
        Line(FILE if each.file else LINK if each.address else TITLE, each.label, each.address, each.file)
        for each in resources
    ]


def read_lines(data: Any) -> list[Line]:
    """The lines that a form sends, as they were typed."""
    columns = [data.getlist(f"line-{name}") for name in ("kind", "label", "address", "file")]
    return [
        Line(kind, label.strip(), address.strip(), file) for kind, label, address, file in zip(*columns, strict=False)
    ]


def moved(lines: list[Line], act: str) -> list[Line]:
    """The lines after « up-2 », « down-2 », « remove-2 », « add-title », « add-link »; another act changes nothing."""
    verb, _dash, said = act.partition("-")
    if verb == "add" and said in (TITLE, LINK):
        return [*lines, Line(said)]
    rank = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else len(lines)
    if rank >= len(lines):
        return lines
    others = [*lines[:rank], *lines[rank + 1 :]]
    if verb == "remove":
        return others
    place = {"up": max(rank - 1, 0), "down": rank + 1}.get(verb, rank)
    return [*others[:place], lines[rank], *others[place:]]


def checked(lines: list[Line]) -> list[Resource] | None:
    """What the lines say, the empty ones left out; None when one of them is wrong, which it then tells."""
    kept = [line for line in lines if not line.is_empty]
    files = {line.file for line in kept if line.kind == FILE}
    known = set(map(str, ResourceFile.objects.filter(key__in=filter(_is_key, files)).values_list("key", flat=True)))
    for line in kept:
        line.errors = _errors(line, known)
    if len(kept) > MAX_RESOURCES:
        kept[-1].errors.append(f"Une page compte {MAX_RESOURCES} lignes au plus ; celle-ci en a {len(kept)}.")
    if any(line.errors for line in kept):
        return None
    return [
        Resource(
            line.label,
            web_link(line.address) if line.kind == LINK else "",
            line.file if line.kind == FILE else "",
        )
        for line in kept
    ]


def _errors(line: Line, known: set[str]) -> list[str]:
    said = []
    if not line.label:
        said.append("Donnez un intitulé.")
    if len(line.label) > RESOURCE_LABEL_LENGTH:
        said.append(f"L'intitulé compte {len(line.label)} caractères ; {RESOURCE_LABEL_LENGTH} au plus.")
    if line.kind == LINK:
        said += _wrong_address(line.address)
    elif line.kind == FILE and line.file not in known:
        said.append("Ce fichier n'est plus gardé : retirez la ligne, ou déposez-le de nouveau.")
    elif line.kind not in (TITLE, FILE):
        said.append("Cette ligne est incomprise : retirez-la.")
    return said


def _wrong_address(address: str) -> list[str]:
    if not address:
        return ["Donnez l'adresse du lien."]
    try:
        web_link(address)
    except forms.ValidationError as error:
        return list(error.messages)
    return []


def _is_key(said: str) -> bool:
    """Whether this is a UUID as this server writes it."""
    try:
        return str(uuid.UUID(said)) == said
    except ValueError:
        return False


class LinkForm(forms.Form):
    """The one link of an item, which its name opens."""

    link = forms.CharField(
        label="Lien de l'item", required=False, help_text="Une adresse du web, https://… : le nom de l'item l'ouvre."
    )

    def clean_link(self) -> str:
        """http and https alone: nothing else opens."""
        return web_link(self.cleaned_data["link"])
