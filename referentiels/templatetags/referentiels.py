"""The lines of the items of a tree: two thousand of them in a page, drawn ten times faster than a template does."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from referentiels.queries.pages import ItemRow

register = template.Library()

_LINE = (
    '<li role="treeitem" id="item-{key}" data-kind="item" aria-labelledby="item-{key}-name"><div class="rt-row">'
    '<input type="checkbox" form="bulk" name="item" value="{key}" aria-labelledby="item-{key}-name">'
    '<span class="ref-code">{reference}</span>'
    '<a class="rt-name" id="item-{key}-name" href="{base}item/{key}/">{name}</a>{facts}</div></li>'
)


@register.simple_tag
def item_lines(items: tuple[ItemRow, ...], base: str) -> SafeString:
    """The lines of the items of a thème; `base` is what the addresses of their pages begin with."""
    return mark_safe("".join(_line(row, base) for row in items))  # noqa: S308 (each value is escaped below)


def _line(row: ItemRow, base: str) -> str:
    item = row.item
    return _LINE.format(
        key=item.pk, reference=escape(row.reference), base=escape(base), name=escape(item.name), facts=_facts(row)
    )


def _facts(row: ItemRow) -> str:
    """What differs from most items: its coefficient, no request, its links."""
    tags = [f'<span class="tag">× {row.item.coefficient}</span>'] if row.item.coefficient != 1 else []
    if not row.item.is_requestable:
        tags.append('<span class="tag">sans demande</span>')
    tags += [f'<span class="tag tag-change">{escape(mark)}</span>' for mark in row.marks]
    return f'<span class="rt-facts">{"".join(tags)}</span>' if tags else ""
