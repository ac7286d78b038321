"""Fields of forms. Lists and boxes are written as text: Django renders a template for each option."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from sacoche.kit.markup import write_rows

_SELECT = '<select name="{name}"{attrs}>{content}</select>'
_GROUP = '<optgroup label="{label}">{content}</optgroup>'
_OPTION = '<option value="{value}"{attrs}>{label}</option>'
_BOX = '<label class="check"><input type="checkbox" name="{name}" value="{value}"{attrs}> <span>{label}</span></label>'


class CodeInput(forms.TextInput):
    """A field typed letter by letter: the browser neither completes it, nor corrects it, nor gives it capitals."""

    def __init__(self, *, autocomplete: str = "off") -> None:
        super().__init__({"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"})


class Select(forms.Select):
    """The list of Django: the same element, without a template."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The `<select>` and its options."""
        widget = self.get_context(name, value, attrs)["widget"]
        content = SafeString("".join(_group(label, options) for label, options, _ in widget["optgroups"]))
        return write_rows(_SELECT, [{"name": name, "attrs": _attributes(widget["attrs"]), "content": content}])


class Checkboxes(forms.CheckboxSelectMultiple):
    """The boxes of Django, each a label with its box in it, as the pages draw a single one."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The labels, one after the other."""
        groups = self.get_context(name, value, attrs)["widget"]["optgroups"]
        options = (option for _, options, _ in groups for option in options)
        return write_rows(_BOX, (option | {"attrs": _attributes(option["attrs"])} for option in options))


def _group(label: str | None, options: Iterable[dict[str, Any]]) -> SafeString:
    content = write_rows(_OPTION, (option | {"attrs": _attributes(option["attrs"])} for option in options))
    return write_rows(_GROUP, [{"label": label, "content": content}]) if label else content


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """The attributes that are not false, those that are true by their name alone."""
    given = [(name, value) for name, value in attrs.items() if value is not False]
    return SafeString(
        "".join([f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in given])
    )
