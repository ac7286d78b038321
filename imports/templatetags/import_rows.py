"""The long tables of an import, by the thousand rows: written as text, since a template takes ten times as long."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from imports.plan import WRITING
from imports.queries.accounts import ResultRow
from imports.queries.guardians import AddressRow, GuardianshipRow, RankChange
from imports.queries.links import LinkRow
from imports.queries.user_blocks import Block, UserRow
from sacoche.kit.markup import write_rows

register = template.Library()

_PERSON = '<td><strong>{last_name}</strong> {first_name}{identifiers}</td><td class="nowrap">{place}</td>'
_ROW = '<tr data-search="{last_name} {first_name} {place}">'
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
    '<td class="nowrap">{place}</td><td>{last_name}</td><td>{first_name}</td><td><code>{login}</code></td>'
    '<td>{password}</td><td class="nowrap">{status}</td></tr>\n'
)
_TO_BE_PRINTED = SafeString('<span class="tag tag-add">à éditer</span>')
_UNREADABLE = SafeString('<span class="muted">ne peut plus être lu</span>')
_CHECKED, _IS_NEW = SafeString(" checked"), SafeString(' class="is-new"')
_IDENTIFIERS = ' <span class="small muted nowrap">{identifiers}</span>'


@register.simple_tag
def rows_to_add(rows: Iterable[UserRow]) -> SafeString:
    """The people who would get an account, each with his box."""
    return write_rows(
        _TO_ADD,
        (
            _person(row) | {"key": row.key, "checked": _CHECKED if row.change.is_ticked else "", "login": row.login}
            for row in rows
        ),
    )


@register.simple_tag
def rows_without_box(block: Block) -> SafeString:
    """The people of whom there is nothing to decide."""
    kind = block.kind
    words = {"style": kind.style, "tag": kind.tag, "remark": kind.remark}
    return write_rows(_WITHOUT_BOX, (_person(row) | words | {"note": row.note} for row in block.rows))


def _person(row: UserRow) -> dict[str, str]:
    return {
        "last_name": row.last_name,
        "first_name": row.first_name,
        "place": row.place,
        "identifiers": write_rows(_IDENTIFIERS, [{"identifiers": row.identifiers}]) if row.identifiers else "",
    }


@register.simple_tag
def rows_of_result(rows: Iterable[ResultRow]) -> SafeString:
    """Everybody after the step."""
    return write_rows(_RESULT, (_result(row) for row in rows))


def _result(row: ResultRow) -> dict[str, object]:
    known = row.known
    return {
        "is_new": _IS_NEW if row.is_new else "",
        "sconet_id": known.sconet_id or "",
        "elenoet": known.elenoet,
        "reference": known.reference,
        "place": row.place,
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


# --- Links, addresses, guardians --------------------------------------------------------------------------------------

_BOX = '<input type="checkbox" name="tick" value="{}"{} aria-label="{}">'
_TAGGED = '<td>{box}</td><td><span class="tag tag-{style}">{verb}</span></td><td><strong>{person}</strong></td>'
_LINK = f'<tr data-search="{{person}} {{target}}">{_TAGGED}<td>{{target}}</td></tr>\n'
_ADDRESS = f'<tr data-search="{{person}}">{_TAGGED}<td>{{address}}</td></tr>\n'
_GUARDIANSHIP = (
    f'<tr data-search="{{person}} {{class_name}}">{_TAGGED}<td class="nowrap">{{class_name}}</td>'
    "<td>{ranks}</td></tr>\n"
)
Row = LinkRow | AddressRow | GuardianshipRow
_CHANGE = '<span class="change">{} : <del>{}</del> <span aria-hidden="true">→</span> <ins>{}</ins></span>'


@register.simple_tag
def rows_of_links(rows: Iterable[LinkRow], verb: str, style: str) -> SafeString:
    """Links of one block of « Affectations »; those that stay have no box."""
    return write_rows(_LINK, (_tagged(row, row.person, verb, style, row.target) for row in rows))


@register.simple_tag
def rows_of_addresses(rows: Iterable[AddressRow], verb: str, style: str) -> SafeString:
    """Addresses of one block: whole, or what changes in them."""
    return write_rows(_ADDRESS, (_tagged(row, row.person, verb, style) | {"address": _address(row)} for row in rows))


def _address(row: AddressRow) -> str:
    changes = ((change.label, change.before or "–", change.after or "–") for change in row.changes)
    return format_html_join(" · ", _CHANGE, changes) if row.changes else row.address


@register.simple_tag
def rows_of_guardianships(rows: Iterable[GuardianshipRow], verb: str, style: str) -> SafeString:
    """Pupils of one block, with their guardians rank by rank."""
    return write_rows(
        _GUARDIANSHIP,
        (_tagged(row, row.pupil, verb, style) | {"class_name": row.class_name, "ranks": _ranks(row)} for row in rows),
    )


def _ranks(row: GuardianshipRow) -> SafeString:
    by_hand = SafeString(' · <span class="muted">relié à la main : gardé</span>') if row.keeps_by_hand else ""
    return format_html("{}{}", format_html_join(" · ", "{}", ([_rank(rank)] for rank in row.ranks)), by_hand)


def _rank(rank: RankChange) -> SafeString:
    if rank.is_changed:
        return format_html(_CHANGE, f"Responsable n° {rank.rank}", rank.before, rank.after)
    return format_html("Responsable n° {} : {}", rank.rank, rank.after)


def _tagged(row: Row, person: str, verb: str, style: str, target: str = "") -> dict[str, object]:
    label = f"{verb} {person} {target}".strip()
    has_box = row.decision in WRITING
    box = format_html(_BOX, row.key, _CHECKED if row.is_ticked else "", label) if has_box else ""
    return {"box": box, "person": person, "verb": verb, "style": style, "target": target}
