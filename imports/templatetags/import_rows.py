"""The long tables of an import, by the thousand rows: written as text, since a template takes ten times as long."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from imports.queries import Block, ResultRow, UserRow
from sacoche.kit.markup import write_rows

register = template.Library()

_PERSON = '<td><strong>{last_name}</strong> {first_name}{identifiers}</td><td class="nowrap">{class_name}</td>'
_ROW = '<tr data-search="{last_name} {first_name} {class_name}">'
_TO_ADD = (
    f'{_ROW}<td><input type="checkbox" name="tick" value="{{key}}"{{checked}}'
    ' aria-label="Ajouter {last_name} {first_name}"></td>'
    f'<td><span class="tag tag-add">Ajouter</span></td>{_PERSON}'
    "<td>nouveau compte, identifiant <code>{login}</code></td></tr>\n"
)
_WITHOUT_BOX = (
    f'{_ROW}<td></td><td><span class="tag tag-{{style}}">{{tag}}</span></td>{_PERSON}'
    '<td class="muted">{note}{remark}</td></tr>\n'
)
_RESULT = (
    "<tr{is_new}><td>{sconet_id}</td><td>{elenoet}</td><td>{reference}</td>"
    '<td class="nowrap">{class_reference}</td><td>{last_name}</td><td>{first_name}</td><td><code>{login}</code></td>'
    '<td>{password}</td><td class="nowrap">{status}</td></tr>\n'
)
_TO_BE_PRINTED = SafeString('<span class="tag tag-add">à éditer</span>')
_UNREADABLE = SafeString('<span class="muted">ne peut plus être lu</span>')
_CHECKED, _IS_NEW = SafeString(" checked"), SafeString(' class="is-new"')
_IDENTIFIERS = ' <span class="small muted nowrap">{identifiers}</span>'


@register.simple_tag
def rows_to_add(rows: Iterable[UserRow]) -> SafeString:
    """The pupils who would get an account, each with his box."""
    return write_rows(
        _TO_ADD,
        (
            _person(row) | {"key": row.key, "checked": _CHECKED if row.change.is_ticked else "", "login": row.login}
            for row in rows
        ),
    )


@register.simple_tag
def rows_without_box(block: Block) -> SafeString:
    """The pupils of whom there is nothing to decide."""
    words = {"style": block.style, "tag": block.tag, "remark": block.remark}
    return write_rows(_WITHOUT_BOX, (_person(row) | words | {"note": row.note} for row in block.rows))


def _person(row: UserRow) -> dict[str, str]:
    return {
        "last_name": row.last_name,
        "first_name": row.first_name,
        "class_name": row.class_name,
        "identifiers": write_rows(_IDENTIFIERS, [{"identifiers": row.identifiers}]) if row.identifiers else "",
    }


@register.simple_tag
def rows_of_result(rows: Iterable[ResultRow]) -> SafeString:
    """Every pupil of the school after the step."""
    return write_rows(_RESULT, (_result(row) for row in rows))


def _result(row: ResultRow) -> dict[str, object]:
    known = row.known
    return {
        "is_new": _IS_NEW if row.is_new else "",
        "sconet_id": known.sconet_id or "",
        "elenoet": known.elenoet,
        "reference": known.reference,
        "class_reference": known.class_reference,
        "last_name": known.last_name,
        "first_name": known.first_name,
        "login": row.login,
        "password": _TO_BE_PRINTED if row.is_labelled else _UNREADABLE,
        "status": _status(row),
    }


def _status(row: ResultRow) -> str:
    if not row.known.is_active:
        return f"sorti le {row.known.left_on:%d/%m/%Y}"
    return "nouveau" if row.is_new else "actif"
