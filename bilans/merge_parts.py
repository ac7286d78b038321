"""What official documents hold about accounts, for a merge. No text is lost: of two, one at least stays readable."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from accounts.merging.merge import Merge, hold, move_links
from accounts.models import Account
from bilans.models import (
    Appreciation,
    AppreciationChange,
    Attendance,
    AttendanceChange,
    AttendanceSave,
    Fault,
    Gesture,
    Position,
    Section,
    SignatureImage,
)
from sacoche.kit.clock import now
from sacoche.kit.text import count

_ABOUT = ("kind", "year", "period_id", "matiere_id")


def _move_texts_about(merge: Merge) -> None:
    """Of two general appreciations one stays, and the other is in its history; of two by one author in a matière, the
    second stays without its author.
    """
    kept = {_place(text): text for text in Appreciation.objects.filter(pupil=merge.kept)}
    for text in Appreciation.objects.filter(pupil=merge.other):
        twin = kept.get(_place(text))
        if twin is not None and text.section == Section.SYNTHESIS:
            _into_history(twin, text, merge.actor)
        elif twin is not None:
            Appreciation.objects.filter(pk=text.pk).update(author=None)
    Appreciation.objects.filter(pupil=merge.other).update(pupil=merge.kept)


def _place(text: Appreciation) -> tuple[object, ...]:
    author = None if text.section == Section.SYNTHESIS else text.author_id or text.pk
    return (text.section, author, *(getattr(text, name) for name in _ABOUT))


def _into_history(kept: Appreciation, other: Appreciation, actor: Account | None) -> None:
    if other.text:
        AppreciationChange.objects.create(
            appreciation=kept,
            before=other.text,
            after=kept.text,
            gesture=Gesture.MERGE,
            actor=actor,
            actor_label=actor.author_label if actor else other.author_label,
            at=now(),
        )
    AppreciationChange.objects.filter(appreciation=other).update(appreciation=kept)
    other.delete()


def _move_authors(merge: Merge) -> None:
    """A text that both wrote in one place stays, under the name it was written by, without an account."""
    about = ("section", "pupil_id", "school_class_id", *_ABOUT)
    kept = set(Appreciation.objects.filter(author=merge.kept).exclude(matiere=None).values_list(*about))
    written = Appreciation.objects.filter(author=merge.other)
    doubles = [pk for pk, *place in written.values_list("pk", *about) if tuple(place) in kept]
    written.filter(pk__in=doubles).update(author=None)
    Appreciation.objects.filter(author=merge.other).update(author=merge.kept)


def _both_positioned(kept: Account, other: Account) -> QuerySet[Position]:
    places = set(Position.objects.filter(pupil=kept).exclude(matiere=None).values_list(*_ABOUT))
    rows: Iterable[tuple[object, ...]] = Position.objects.filter(pupil=other).values_list("pk", *_ABOUT)
    found: QuerySet[Position] = Position.objects.filter(pk__in=[pk for pk, *place in rows if tuple(place) in places])
    return found


def _move_positions(merge: Merge) -> None:
    _both_positioned(merge.kept, merge.other).delete()
    Position.objects.filter(pupil=merge.other).update(pupil=merge.kept)


def _position_remarks(kept: Account, other: Account) -> list[str]:
    number = _both_positioned(kept, other).count()
    if not number:
        return []
    said = count(number, "moyenne de bilan officiel est sur les deux comptes", "moyennes sont sur les deux comptes")
    return [f"{said} : celle du compte gardé reste."]


hold(Appreciation, "pupil", move=_move_texts_about, label="appréciations reçues")
hold(Appreciation, "author", move=_move_authors, label="appréciations écrites")
hold(AppreciationChange, "actor")
hold(Position, "pupil", move=_move_positions, label="moyennes de bilans officiels", remarks=_position_remarks)
hold(Position, "author")
hold(Fault, "reporter")


def _both_attended(kept: Account, other: Account) -> QuerySet[Attendance]:
    """The absences of `other` in the periods where `kept` has some too: those of the kept account stay."""
    own = Attendance.objects.filter(pupil=kept, year=OuterRef("year"), period=OuterRef("period"))
    found: QuerySet[Attendance] = Attendance.objects.filter(Exists(own), pupil=other)
    return found


def _move_attendance(merge: Merge) -> None:
    _both_attended(merge.kept, merge.other).delete()
    Attendance.objects.filter(pupil=merge.other).update(pupil=merge.kept)


def _attendance_remarks(kept: Account, other: Account) -> list[str]:
    number = _both_attended(kept, other).count()
    if not number:
        return []
    said = count(
        number, "période a des absences sur les deux comptes", "périodes ont des absences sur les deux comptes"
    )
    return [f"{said} : celles du compte gardé restent."]


hold(Attendance, "pupil", move=_move_attendance, label="périodes d'absences", remarks=_attendance_remarks)
hold(AttendanceChange, "pupil", move=move_links(AttendanceChange, holder="pupil", to="save_made"))
hold(AttendanceSave, "actor")


def _move_signature(merge: Merge) -> None:
    """One signature a person: that of the account which is kept."""
    if SignatureImage.objects.filter(account=merge.kept).exists():
        SignatureImage.objects.filter(account=merge.other).delete()
    SignatureImage.objects.filter(account=merge.other).update(account=merge.kept)


hold(SignatureImage, "account", move=_move_signature)
