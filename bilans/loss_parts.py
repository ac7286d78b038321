"""What official documents lose with a class, a matière or a period."""

from django.db.models import QuerySet

from bilans.models import Appreciation, Attendance, AttendanceSave, ClassConfiguration, DocumentStatus, Position
from sacoche.kit.text import count
from schools.losses import Loss, lose
from schools.models import Matiere, Period, SchoolClass


def _lost(rows: QuerySet[Appreciation]) -> Loss | None:
    number = rows.exclude(text="").count()
    said = count(number, "appréciation sera supprimée", "appréciations seront supprimées")
    return Loss(f"{said}, avec son histoire.", ()) if number else None


def _texts_of_class(school_class: SchoolClass) -> Loss | None:
    return _lost(Appreciation.objects.filter(school_class=school_class))


def _texts_of_period(period: Period) -> Loss | None:
    return _lost(Appreciation.objects.filter(period=period))


def _texts_of_matiere(matiere: Matiere) -> Loss | None:
    number = Appreciation.objects.filter(matiere=matiere).exclude(text="").count()
    one, several = "appréciation gardera le nom de la matière", "appréciations garderont le nom de la matière"
    said = count(number, f"{one} sans y tenir encore", f"{several} sans y tenir encore")
    return Loss(f"{said}.", ()) if number else None


def _means_of_period(period: Period) -> Loss | None:
    return _changed(Position.objects.filter(period=period), "sera supprimée", "seront supprimées")


def _means_of_matiere(matiere: Matiere) -> Loss | None:
    rows = Position.objects.filter(matiere=matiere)
    return _changed(rows, "ne tiendra plus à sa matière", "ne tiendront plus à leur matière")


def _changed(rows: QuerySet[Position], one: str, several: str) -> Loss | None:
    number = rows.count()
    said = count(number, f"moyenne de bilan officiel {one}", f"moyennes de bilans officiels {several}")
    return Loss(f"{said}.", ()) if number else None


def _statuses_of_class(school_class: SchoolClass) -> Loss | None:
    return _forgotten(DocumentStatus.objects.filter(school_class=school_class))


def _statuses_of_period(period: Period) -> Loss | None:
    return _forgotten(DocumentStatus.objects.filter(period=period))


def _forgotten(rows: QuerySet[DocumentStatus]) -> Loss | None:
    number = rows.count()
    said = count(number, "état de bilan officiel sera oublié", "états de bilans officiels seront oubliés")
    return Loss(f"{said}.", ()) if number else None


def _configuration_of_class(school_class: SchoolClass) -> Loss | None:
    rows = ClassConfiguration.objects.filter(school_class=school_class).select_related("configuration")
    names = [row.configuration.name for row in rows.order_by("kind")]
    return Loss("Son choix de configuration de bilan officiel sera oublié.", tuple(names)) if names else None


def _absences_of_period(period: Period) -> Loss | None:
    number = Attendance.objects.filter(period=period).count()
    said = count(number, "élève y perdra ses absences et retards", "élèves y perdront leurs absences et retards")
    return Loss(f"{said}.", ()) if number else None


def _history_of_absences(period: Period) -> Loss | None:
    number = AttendanceSave.objects.filter(period=period).count()
    said = count(number, "enregistrement d'absences sera oublié", "enregistrements d'absences seront oubliés")
    return Loss(f"{said}, avec l'histoire.", ()) if number else None


lose(Appreciation, "school_class", _texts_of_class)
lose(Appreciation, "period", _texts_of_period)
lose(Appreciation, "matiere", _texts_of_matiere)
lose(Position, "period", _means_of_period)
lose(Position, "matiere", _means_of_matiere)
lose(DocumentStatus, "school_class", _statuses_of_class)
lose(DocumentStatus, "period", _statuses_of_period)
lose(ClassConfiguration, "school_class", _configuration_of_class)
lose(Attendance, "period", _absences_of_period)
lose(AttendanceSave, "period", _history_of_absences)
