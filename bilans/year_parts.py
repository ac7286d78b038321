"""What a new school year does to official documents: each row says its year, and stays."""

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
from sacoche.kit.parts.year import Fate, each_year

each_year(Configuration, Fate.KEPT, "configurations de bilans officiels", "Elles restent.")
each_year(ClassConfiguration, Fate.KEPT, "configurations des classes", "Chaque classe garde la sienne.")
each_year(DocumentStatus, Fate.KEPT, "états des bilans officiels", "Ils restent, sous leur année.")
each_year(Appreciation, Fate.KEPT, "appréciations", "Elles restent, sous leur année : on les relit l'année suivante.")
each_year(AppreciationChange, Fate.KEPT, "changements d'appréciations", "L'histoire reste entière.")
each_year(Position, Fate.KEPT, "moyennes de bilans officiels", "Elles restent, sous leur année.")
each_year(Fault, Fate.EMPTIED, "fautes signalées", "Celles de l'an passé sont effacées ; les textes restent.")
each_year(Attendance, Fate.EMPTIED, "absences et retards", "Ceux de l'an passé sont effacés.")
each_year(AttendanceSave, Fate.EMPTIED, "enregistrements d'absences", "Ils partent avec les absences.")
each_year(AttendanceChange, Fate.EMPTIED, "changements d'absences", "Ils partent avec les absences.")
each_year(PageSetup, Fate.KEPT, "mises en page de bilans officiels", "Elle reste.")
each_year(SignatureImage, Fate.KEPT, "tampons et signatures", "Ils restent ; une signature s'efface avec son compte.")
