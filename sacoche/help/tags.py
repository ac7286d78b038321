"""What a page of help quotes of the product: the path of a menu entry, the words of a button."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sacoche.kit.access import may
from sacoche.menus import path_of

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any], url_name: str) -> SafeString:
    """« Gestion courante › Élèves › Élèves (gestion) », as the menus write it; a link for whoever may follow it."""
    user: Any = getattr(context.get("request"), "user", None)
    reads = user is not None and user.is_authenticated
    path = path_of(url_name, user.profile if reads else None)
    words = " › ".join(path.words)
    if reads and may(user, path.right):
        return format_html('<a class="menu-path" href="{}">{}</a>', reverse(url_name), words)
    return format_html('<span class="menu-path">{}</span>', words)


@register.simple_tag
def ui(words: str) -> SafeString:
    """The words of a button or a field, as the product shows them."""
    return format_html("« <b>{}</b> »", words)
