"""What is kept of official documents: where each class stands, what teachers wrote, how documents are made; absences
and lates of pupils.
"""

from bilans.models.absences import Attendance, AttendanceChange, AttendanceSave
from bilans.models.configuration import (
    APPRECIATION_LENGTH,
    ClassConfiguration,
    Configuration,
    Layout,
    LookBackChoice,
    MeanScale,
)
from bilans.models.entries import (
    LONGEST_TEXT,
    Appreciation,
    AppreciationChange,
    Fault,
    Gesture,
    Origin,
    Position,
    Section,
)
from bilans.models.statuses import DocumentStatus, Status

__all__ = [
    "APPRECIATION_LENGTH",
    "LONGEST_TEXT",
    "Appreciation",
    "AppreciationChange",
    "Attendance",
    "AttendanceChange",
    "AttendanceSave",
    "ClassConfiguration",
    "Configuration",
    "DocumentStatus",
    "Fault",
    "Gesture",
    "Layout",
    "LookBackChoice",
    "MeanScale",
    "Origin",
    "Position",
    "Section",
    "Status",
]
