"""The long tables of an import, by the thousand rows: written as text, since a template takes ten times as long."""

from collections.abc import Iterable, Sequence

from django import template
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

_BOX = '<input type="checkbox" name="tick" value="{key}"{checked} aria-label="{verb} {label}">'
_TAGGED = '<td>{box}</td><td><span class="tag tag-{style}">{verb}</span></td><td><strong>{person}</strong></td>'
_LINK = f'<tr data-search="{{person}} {{target}}">{_TAGGED}<td>{{target}}</td></tr>\n'
_ADDRESS = f'<tr data-search="{{person}}">{_TAGGED}<td>{{address}}</td></tr>\n'
_GUARDIANSHIP = (
    f'<tr data-search="{{person}} {{class_name}}">{_TAGGED}<td class="nowrap">{{class_name}}</td>'
    "<td>{ranks}{by_hand}</td></tr>\n"
)
_CHANGE = (
    '<span class="change">{label} : <del>{before}</del> <span aria-hidden="true">→</span> <ins>{after}</ins></span>'
)
_RANK = "Responsable n° {rank} : {after}"
_BY_HAND = SafeString(' · <span class="muted">relié à la main : gardé</span>')
_UNSURE = SafeString(' · <span class="muted">un numéro seul le dit : à vérifier</span>')
Row = LinkRow | AddressRow | GuardianshipRow
Cells = dict[str, object]


@register.simple_tag
def rows_of_links(rows: Sequence[LinkRow], verb: str, style: str) -> SafeString:
    """Links of one block of « Affectations »; those that stay have no box."""
    return _block(_LINK, rows, verb, style, (_tagged(row, row.person, row.target) for row in rows))


@register.simple_tag
def rows_of_addresses(rows: Sequence[AddressRow], verb: str, style: str) -> SafeString:
    """Addresses of one block: whole, or what changes in them."""
    return _block(_ADDRESS, rows, verb, style, (_tagged(row, row.person) | {"address": _address(row)} for row in rows))


def _address(row: AddressRow) -> str:
    if not row.changes:
        return row.address
    return _joined(_change(change.label, change.before, change.after) for change in row.changes)


@register.simple_tag
def rows_of_guardianships(rows: Sequence[GuardianshipRow], verb: str, style: str) -> SafeString:
    """Pupils of one block, with their guardians rank by rank."""
    return _block(_GUARDIANSHIP, rows, verb, style, (_guardianship(row) for row in rows))


def _guardianship(row: GuardianshipRow) -> Cells:
    return _tagged(row, row.pupil) | {
        "class_name": row.class_name,
        "ranks": _joined(map(_rank, row.ranks)),
        "by_hand": SafeString((_BY_HAND if row.keeps_by_hand else "") + (_UNSURE if row.is_unsure else "")),
    }


def _rank(rank: RankChange) -> SafeString:
    if rank.is_changed:
        return _change(f"Responsable n° {rank.rank}", rank.before, rank.after)
    return write_rows(_RANK, [{"rank": rank.rank, "after": rank.after}])


def _change(label: str, before: str, after: str) -> SafeString:
    return write_rows(_CHANGE, [{"label": label, "before": before or "–", "after": after or "–"}])


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString(" · ".join(parts))


def _block(template: str, rows: Sequence[Row], verb: str, style: str, cells: Iterable[Cells]) -> SafeString:
    """The rows of a block, all of one decision, which has boxes or not."""
    box = _BOX if rows and rows[0].decision in WRITING else ""
    said = {"verb": verb, "style": style}
    return write_rows(template.replace("{box}", box), (cell | said for cell in cells))


def _tagged(row: Row, person: str, target: str = "") -> Cells:
    checked = _CHECKED if row.is_ticked else ""
    return {
        "key": row.key,
        "checked": checked,
        "person": person,
        "target": target,
        "label": f"{person} {target}".strip(),
    }
