"""What a new school year does to official documents: what was written goes, what was printed stays archived."""

from typing import Any

from django.db.models import Exists, F, OuterRef

from bilans.models import (
    Appreciation,
    AppreciationChange,
    Attendance,
    AttendanceChange,
    AttendanceSave,
    ClassConfiguration,
    Configuration,
    DocumentStatus,
    Fault,
    PageSetup,
    Position,
    SignatureImage,
)
from documents.models import Archive
from sacoche.kit.parts.year import Closing, Fate, each_year
from sacoche.kit.text import count


def _ended(rows: Any, closing: Closing) -> Any:
    """Those of the school years that are over: a year is numbered by the one in which it begins."""
    return rows.filter(year__lt=closing.before.year)


def _of_ended_texts(rows: Any, closing: Closing) -> Any:
    return rows.filter(appreciation__year__lt=closing.before.year)


def _of_ended_saves(rows: Any, closing: Closing) -> Any:
    return rows.filter(save_made__year__lt=closing.before.year)


def _never_printed(texts: Any) -> str:
    """How many documents hold texts that no archive has."""
    here = {"about": OuterRef("pupil"), "year": OuterRef("year"), "kind": OuterRef("kind")}
    printed = Archive.objects.filter(**here, period=OuterRef("period_name"))
    written = texts.exclude(text="").exclude(pupil=None).annotate(period_name=F("period__name"))
    lost = written.exclude(Exists(printed)).order_by().values("pupil", "year", "kind", "period").distinct().count()
    if not lost:
        return ""
    said = count(lost, "bilan officiel n'a jamais été imprimé", "bilans officiels n'ont jamais été imprimés")
    return f"{said} : leurs appréciations seront effacées sans être dans les archives. Imprimez-les d'abord."


_WITH_TEXTS = "Ils partent avec les appréciations."
_WITH_ABSENCES = "Ils partent avec les absences."
_ARCHIVED = "Celles des bilans imprimés restent dans les archives."

each_year(Configuration, Fate.KEPT, "configurations de bilans officiels", "Elles restent.")
each_year(ClassConfiguration, Fate.KEPT, "configurations des classes", "Chaque classe garde la sienne.")
each_year(
    DocumentStatus, Fate.EMPTIED, "états des bilans officiels", "Chaque période recommence sans état.", rows=_ended
)
each_year(Appreciation, Fate.EMPTIED, "appréciations", _ARCHIVED, rows=_ended, remark=_never_printed)
each_year(AppreciationChange, Fate.EMPTIED, "changements d'appréciations", _WITH_TEXTS, rows=_of_ended_texts)
each_year(Position, Fate.EMPTIED, "moyennes de bilans officiels", _ARCHIVED, rows=_ended)
each_year(Fault, Fate.EMPTIED, "fautes signalées", "Elles partent avec les appréciations.", rows=_of_ended_texts)
each_year(Attendance, Fate.EMPTIED, "absences et retards", "Ceux de l'an passé sont effacés.", rows=_ended)
each_year(AttendanceSave, Fate.EMPTIED, "enregistrements d'absences", _WITH_ABSENCES, rows=_ended)
each_year(AttendanceChange, Fate.EMPTIED, "changements d'absences", _WITH_ABSENCES, rows=_of_ended_saves)
each_year(PageSetup, Fate.KEPT, "mises en page de bilans officiels", "Elle reste.")
each_year(SignatureImage, Fate.KEPT, "tampons et signatures", "Ils restent ; une signature s'efface avec son compte.")
