"""How official documents are backed up and restored."""

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
from sacoche.kit.parts.saved import save

save(Configuration, holds={"without_mean": "des références de matières"})
save(ClassConfiguration)
save(DocumentStatus)
save(Appreciation)
save(AppreciationChange)
save(Position)
save(Fault)
save(Attendance)
save(AttendanceSave, holds={"left_out": "des lignes d'un fichier : leur numéro dans ce fichier, un nom, une raison"})
save(AttendanceChange, holds={"before": "quatre nombres d'absences", "after": "quatre nombres d'absences"})
save(PageSetup, holds={"fields_shown": "ce que dit l'en-tête : des mots fixes"})
save(SignatureImage)
