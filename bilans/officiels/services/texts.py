"""Write, correct and put back what is said in official documents. No text is written over another unread."""

import datetime
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import Account
from bilans.models import Appreciation, AppreciationChange, Fault, Gesture, Section
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.notices import tell_corrected
from bilans.officiels.queries.reading import written
from bilans.officiels.queries.writers import Writer, writer
from bilans.officiels.services.places import Refused, taken
from bilans.officiels.shapes import Edition, Written
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from schools.models import Matiere

# What is written further within this time is the same change: texts are saved at each pause of two seconds.
_PAUSE = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Wanted:
    """A text that somebody wants. `pupil` is 0 for the class, `matiere` 0 for the general appreciation.

    `key` is that of a colleague's text to correct, 0 for one's own. `seen` is the version that the page showed: 0 for
    no text.
    """

    pupil: int
    matiere: int
    text: str
    seen: int
    key: int = 0
    gesture: Gesture = Gesture.WRITE


@dataclass(frozen=True)
class Outcome:
    """The text that stands now; in conflict when it is not the one that was wanted."""

    stands: Written | None
    is_conflict: bool = False


def cleaned(text: str) -> str:
    """A text as it is kept: composed (NFC), lines ended by one sign, without control characters nor outer blanks."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(sign for sign in composed if sign == "\n" or unicodedata.category(sign) != "Cc").strip()


def longest(edition: Edition, wanted: Wanted) -> int:
    """How many letters the configuration allows there."""
    settings = edition.settings
    if not wanted.pupil:
        return settings.class_length
    return settings.rubric_length if wanted.matiere else settings.general_length


@transaction.atomic
def save_text(*, actor: Account, kind: OfficialKind, school_class: int, period: int, wanted: Wanted) -> Outcome:
    """Write one text, with its line of history. Raises Refused: shut, not one's own, too long, no such pupil."""
    edition = taken(kind, school_class, period)
    return save_in(writer(actor, edition, about=wanted.pupil), wanted)


def save_in(by: Writer, wanted: Wanted) -> Outcome:
    """The same, for whom the document was taken and who was read already. Raises Refused."""
    row = _row(by, wanted)
    _check(by, wanted, row)
    text = cleaned(wanted.text)
    check_length(by.edition, wanted, text)
    if (row.text if row else "") == text:
        return Outcome(written(row) if row else None)
    if (row.version if row else 0) != wanted.seen:
        return Outcome(written(row) if row else None, is_conflict=True)
    return Outcome(written(_write(by, wanted, row, text)))


def check_length(edition: Edition, wanted: Wanted, text: str) -> None:
    """Raise Refused for a text that is longer than the configuration allows."""
    most = longest(edition, wanted)
    if len(text) > most:
        raise Refused(f"{len(text)} signes : la limite est de {most}. Raccourcissez de {len(text) - most}.")


def _row(by: Writer, wanted: Wanted) -> Appreciation | None:
    """The text that is there, taken for the time of the transaction."""
    rows = _rows(by.edition, wanted).select_for_update(no_key=True)
    if wanted.key:
        found: Appreciation | None = rows.filter(pk=wanted.key).first()
        if found is None:
            raise Refused("Ce texte n'existe plus : rechargez la page.")
        return found
    mine = rows.filter(author=by.account) if wanted.matiere else rows
    return mine.order_by("pk").first()


def _rows(edition: Edition, wanted: Wanted) -> Any:
    about = {"pupil": wanted.pupil} if wanted.pupil else {"school_class": edition.school_class}
    what = {"section": Section.MATIERE, "matiere": wanted.matiere} if wanted.matiere else {"section": Section.SYNTHESIS}
    return Appreciation.objects.filter(
        kind=edition.kind.code, year=edition.year, period=edition.dates.period_id, **about, **what
    )


def _check(by: Writer, wanted: Wanted, row: Appreciation | None) -> None:
    if wanted.pupil and wanted.pupil not in by.pupils:
        raise Refused("Cet élève n'est pas, ou n'est plus, dans cette classe : rechargez la page.")
    if not wanted.matiere:
        refused = by.why_not_conclude()
    elif row is not None and row.author_id != by.account.pk:
        refused = by.why_not_correct()
    else:
        refused = by.why_not_write(wanted.pupil, wanted.matiere)
        # Who corrects may correct his own, in a matière that he no longer has.
        if refused and row is not None:
            refused = by.why_not_correct() and refused
    if refused:
        raise Refused(refused)


def _write(by: Writer, wanted: Wanted, row: Appreciation | None, text: str) -> Appreciation:
    before, actor, moment, is_first = row.text if row else "", by.account, now(), row is None
    is_colleagues = row is not None and bool(wanted.matiere) and row.author_id != actor.pk
    if row is None:
        row = _new(by, wanted)
    else:
        row.version += 1
    row.text, row.written_at = text, moment
    # The general appreciation is of who wrote it last; what is said in a matière stays its author's, corrected or not.
    if not is_colleagues:
        row.author, row.author_label = actor, actor.author_label
    row.save()
    gesture = Gesture.CORRECT if is_colleagues and wanted.gesture is Gesture.WRITE else wanted.gesture
    last = None if is_first else row.changes.first()
    is_new = _note(row, last, before, actor, gesture)
    if not is_first:
        Fault.objects.filter(appreciation=row, closed_at=None).update(closed_at=moment)
    if is_colleagues and is_new:
        record("bilans.correct", actor=actor, school=actor.school, author=row.author_label, document=by.edition.label)
        tell_corrected(row, by=actor, document=by.edition.label)
    return row


def _new(by: Writer, wanted: Wanted) -> Appreciation:
    edition = by.edition
    matiere = Matiere.objects.get(pk=wanted.matiere) if wanted.matiere else None
    return Appreciation(
        kind=edition.kind.code,
        year=edition.year,
        period=edition.dates.period,
        section=Section.MATIERE if matiere else Section.SYNTHESIS,
        pupil_id=wanted.pupil or None,
        school_class=None if wanted.pupil else edition.school_class,
        matiere=matiere,
        matiere_label=matiere.label if matiere else "",
    )


def _note(row: Appreciation, last: AppreciationChange | None, before: str, actor: Account, gesture: Gesture) -> bool:
    """Keep the change; whether it is one of its own, and not the rest of a text that was saved at a pause (`last`)."""
    if last is not None and _goes_on(last, row, before, actor, gesture):
        AppreciationChange.objects.filter(pk=last.pk).update(after=row.text, at=row.written_at)
        return False
    AppreciationChange.objects.create(
        appreciation=row,
        before=before,
        after=row.text,
        gesture=gesture,
        actor=actor,
        actor_label=actor.author_label,
        at=row.written_at,
    )
    return True


def _goes_on(last: AppreciationChange, row: Appreciation, before: str, actor: Account, gesture: Gesture) -> bool:
    """Whether somebody only writes further, or takes back, the end of what he was just writing."""
    is_same = (last.actor_id, last.gesture, last.after) == (actor.pk, gesture, before)
    is_further = bool(before) and bool(row.text) and (row.text.startswith(before) or before.startswith(row.text))
    return is_same and is_further and row.written_at - last.at < _PAUSE


@transaction.atomic
def undo_text(*, actor: Account, kind: OfficialKind, school_class: int, period: int, key: int, seen: int) -> Outcome:
    """Put a text back as it was before its last change. Raises Refused."""
    edition = taken(kind, school_class, period)
    row = Appreciation.objects.filter(pk=key, kind=kind.code, period=period, year=edition.year).first()
    last = row.changes.first() if row else None
    if row is None or last is None:
        raise Refused("Il n'y a rien à annuler : rechargez la page.")
    wanted = Wanted(
        row.pupil_id or 0,
        row.matiere_id or 0,
        last.before,
        seen,
        key=row.pk if row.matiere_id else 0,
        gesture=Gesture.UNDO,
    )
    return save_in(writer(actor, edition, about=wanted.pupil), wanted)
