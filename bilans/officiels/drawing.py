"""A text to write, and a mean, as HTML: thirty of each on a page.

Written as text: a template takes five times as long for these, on the pages where teachers spend their evenings.
"""

from html import escape

from django.utils.safestring import SafeString

from bilans.models import Origin
from bilans.officiels.queries.subject import MeanField, TextField
from sacoche.kit.clock import local

_HINT = "Acquis, progrès, conseils…"


def draw_text(field: TextField, label: str, hint: str = "") -> SafeString:
    """A text with its state, its count, and what may be done of it; `label` says whom it is about."""
    opening = (
        f'<div class="off-text" data-text data-pupil="{field.pupil}" data-matiere="{field.matiere}"'
        f' data-key="{field.key}" data-version="{field.version}" data-limit="{field.limit}"'
        f'{" data-colleague" if field.is_colleagues else ""} data-model="{escape(field.model)}">'
    )
    parts = (
        opening,
        _content(field, label, hint),
        _foot(field),
        _faults(field),
        "<div data-conflict hidden></div></div>",
    )
    return SafeString("".join(parts))


def _content(field: TextField, label: str, hint: str) -> str:
    """What is said, to be read or to be written."""
    said = _broken(field.text)
    if field.is_colleagues:
        read = f'<p class="off-said"><b>{escape(field.author_label)}</b> <span data-said>{said}</span></p>'
        return read if field.why_not else read + _area(field, label, "", " hidden")
    if not field.why_not:
        return _area(field, label, hint or _HINT)
    author = f"<b>{escape(field.author_label)}</b> " if _is_signed(field) else ""
    nothing = '<span class="muted">rien d\'écrit</span>'
    return f'<p class="off-said">{author}{said or nothing}</p>'


def _area(field: TextField, label: str, hint: str, hidden: str = "") -> str:
    return (
        f'<textarea id="texte-{field.name}" rows="2" spellcheck="true" lang="fr" aria-label="{escape(label)}"'
        # A first line that is empty would be lost without this one.
        f' aria-describedby="etat-{field.name}" placeholder="{escape(hint)}"{hidden}>\n{escape(field.text)}</textarea>'
    )


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _is_signed(field: TextField) -> bool:
    """Whether its author is said here: a general appreciation is of who wrote it last."""
    return bool(field.author_label) and not field.matiere


def _foot(field: TextField) -> str:
    state = f'<span class="off-state" id="etat-{field.name}" data-state>{_state(field)}</span>'
    count = ""
    if not field.why_not:
        hidden = " hidden" if field.is_colleagues else ""
        count = f' <span class="off-count" data-count{hidden}>{len(field.text)} / {field.limit}</span>'
    return f'<p class="off-foot small">{state}{count} {_acts(field)}</p>'


def _state(field: TextField) -> str:
    if field.text and field.written_at:
        author = f"{escape(field.author_label)}, " if _is_signed(field) else ""
        return f"✓ {author}le {local(field.written_at):%d/%m à %H:%M}"
    return "" if field.why_not else "à écrire"


def _acts(field: TextField) -> str:
    is_open = not field.why_not
    wanted = (
        ("correct", "corriger", field.is_colleagues and is_open, ""),
        ("model", "partir du modèle", bool(field.model) and is_open, ""),
        ("history", "histoire", True, "" if field.key else " hidden"),
        ("fault", "signaler", field.is_colleagues, ""),
    )
    return " ".join(
        f'<button type="button" class="btn-link" data-act="{code}"{hidden}>{label}</button>'
        for code, label, is_there, hidden in wanted
        if is_there
    )


def _faults(field: TextField) -> str:
    dismiss = ' <button type="button" class="btn-link" data-act="dismiss">rien à corriger</button>'
    return "".join(
        f'<p class="notice notice-warn off-fault">{escape(fault.reporter)} signale une faute'
        f"{f' : « {escape(fault.message)} »' if fault.message else ''}{'' if field.is_colleagues else dismiss}</p>"
        for fault in field.faults
    )


def draw_mean(mean: MeanField, pupil: int, matiere: int, name: str) -> SafeString:
    """A mean with the word and the sign of its origin; `name` says whose it is, or of which matière."""
    shown = escape(mean.shown)
    field = (
        f"<b>{shown or '–'}</b>"
        if mean.why_not
        else f'<input inputmode="decimal" maxlength="5" value="{shown}" aria-label="Moyenne de {escape(name)}"'
        " data-mean-field>"
    )
    author = f" ({escape(mean.author_label)})" if mean.author_label else ""
    moved = ""
    if mean.has_moved and mean.why_not:
        moved = f' <span class="off-moved">les résultats donnent {escape(mean.computed) or "–"}</span>'
    return SafeString(
        f'<div class="off-mean" data-mean data-pupil="{pupil}" data-matiere="{matiere}" data-version="{mean.version}"'
        f' data-origin="{mean.origin.value}">{field} <span class="small muted" data-mean-said>'
        f'<span aria-hidden="true">{mean.sign}</span> {mean.origin.label}{author}{moved}</span>{_mean_acts(mean)}</div>'
    )


def _mean_acts(mean: MeanField) -> str:
    if mean.why_not:
        return ""
    computed = f" ({escape(mean.computed)})" if mean.computed else ""
    buttons = (
        ("remove", "retirer", " hidden" if mean.origin is Origin.REMOVED else ""),
        ("compute", f"recalculer{computed}", " hidden" if mean.origin is Origin.COMPUTED else ""),
    )
    drawn = " ".join(
        f'<button type="button" class="btn-link small" data-act="{code}"{hidden}>{label}</button>'
        for code, label, hidden in buttons
    )
    return f' <span class="off-mean-acts">{drawn}</span>'
