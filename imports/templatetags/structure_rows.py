"""The tables of the steps « Classes » and « Groupes », written as text: a school has fifty rows, each with its list."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.utils.safestring import SafeString

from imports.queries.structure import ClassReview, ClassRow
from sacoche.kit.markup import write_rows
from sacoche.kit.text import count
from schools.models import Niveau

register = template.Library()

_TO_KEEP = '<tr><td>{niveau}</td><td>{reference}</td><td>{name}</td><td class="num">{members}</td></tr>\n'
_TO_ADD = (
    '<tr data-search="{reference} {niveau} {name} {long_name}"{warmth}>'
    '<td><input type="checkbox" name="tick" value="{key}"{checked} aria-label="Ajouter {the_one} {reference}"></td>'
    '<td class="nowrap">{reference}</td>'
    '<td><select name="niveau:{key}" aria-label="Niveau de {reference}"{invalidity}>'
    '<option value="">– choisir –</option>{options}</select> {advice}</td>'
    '<td><input type="text" name="nom:{key}" value="{name}" maxlength="20" size="22"'
    ' aria-label="Nom complet de {reference}"></td>'
    '<td class="small muted">{long_name}{members}</td></tr>\n'
)
_RESULT = "<tr><td>{niveau}</td><td>{reference}</td><td{title}>{name}</td></tr>\n"
_OPTION = '<option value="{pk}"{selected}>{label}</option>'
_ERROR = '<span class="row-error" id="erreur-{rank}">✖ {error}</span>'
_INVALIDITY = ' aria-invalid="true" aria-describedby="erreur-{rank}"'
_UNKNOWN = '<span class="row-hint">⚠ niveau « {niveau} » inconnu ici : choisissez</span>'
_TITLE = ' title="{title}"'
_CHECKED, _SELECTED, _WARM = SafeString(" checked"), SafeString(" selected"), SafeString(' class="is-warm"')


@register.simple_tag
def rows_of_structure_to_keep(rows: Iterable[ClassRow]) -> SafeString:
    """The classes, or the groups, that stay."""
    return write_rows(_TO_KEEP, (_said(row) for row in rows))


def _said(row: ClassRow) -> dict[str, object]:
    return {"niveau": row.niveau_label, "reference": row.reference, "name": row.name, "members": row.members}


@register.simple_tag
def rows_of_structure_to_add(review: ClassReview, the_one: str) -> SafeString:
    """Those to add, each with its box, its level and its name; `the_one` is « la classe » or « le groupe »."""
    return write_rows(_TO_ADD, _rows_to_add(review, the_one))


def _rows_to_add(review: ClassReview, the_one: str) -> Iterator[dict[str, object]]:
    options = {pk: _options(review, pk) for pk in {row.niveau_id for row in review.to_add}}
    for rank, row in enumerate(review.to_add, start=1):
        yield _said(row) | {
            "key": row.key,
            "the_one": the_one,
            "long_name": row.long_name,
            "warmth": _WARM if row.error else "",
            "checked": _CHECKED if row.is_ticked else "",
            "invalidity": write_rows(_INVALIDITY, [{"rank": rank}]) if row.error else "",
            "options": options[row.niveau_id],
            "advice": _advice(row, rank),
            "members": f" · {count(row.members, 'personne', 'personnes')}" if row.members else "",
        }


def _options(review: ClassReview, chosen: int | None) -> SafeString:
    """The levels of the school, then those of the national list that would be added to them."""
    ours = write_rows(_OPTION, (_option(niveau, niveau.label, chosen) for niveau in review.niveaux))
    others = (_option(niveau, f"{niveau.label} (à ajouter)", chosen) for niveau in review.other_niveaux)
    return SafeString(ours + write_rows(_OPTION, others))


def _option(niveau: Niveau, label: str, chosen: int | None) -> dict[str, object]:
    return {"pk": niveau.pk, "label": label, "selected": _SELECTED if niveau.pk == chosen else ""}


def _advice(row: ClassRow, rank: int) -> SafeString | str:
    if row.error:
        return write_rows(_ERROR, [{"rank": rank, "error": row.error}])
    return "" if row.niveau_id else write_rows(_UNKNOWN, [{"niveau": row.niveau_label}])


@register.simple_tag
def rows_of_structure(rows: Iterable[Any]) -> SafeString:
    """The classes, or the groups, of the school after the step."""
    return write_rows(
        _RESULT,
        (
            {
                "niveau": row.niveau.label,
                "reference": row.reference,
                "name": row.name,
                "title": write_rows(_TITLE, [{"title": row.long_name}]) if row.long_name else "",
            }
            for row in rows
        ),
    )
