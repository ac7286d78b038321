"""Templates are typed with plain spaces, and read with those of French: no line begins with « : », « ? » or « » »."""

import re

from django.template import Origin
from django.template.loaders import filesystem

from sacoche.kit.text import unbroken

_OF_DJANGO = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
# What is no text to read: what Django replaces, and the tags of HTML with what Django replaces in them.
_NOT_TEXT = re.compile(rf"({_OF_DJANGO}|<(?:{_OF_DJANGO}|[^<>])*>)", re.DOTALL)


def french(source: str) -> str:
    """The source of a template, with no-break spaces in its text; tags, attributes and variables as they are."""
    parts = _NOT_TEXT.split(source)
    parts[::2] = map(unbroken, parts[::2])
    return "".join(parts)


class Loader(filesystem.Loader):
    """The templates of the project. It costs a page nothing: a template is read once in the life of a process."""

    def get_contents(self, origin: Origin) -> str:
        """The source of the template of that file, as it is to be compiled. Raises TemplateDoesNotExist."""
        return french(super().get_contents(origin))
