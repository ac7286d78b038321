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
from bilans.models.paper import (
    LEAST_MARGIN,
    LONGEST_MENTION,
    MOST_MARGIN,
    AddressMode,
    Copies,
    HeaderField,
    PageSetup,
    SignatureImage,
    Signing,
)
from bilans.models.statuses import DocumentStatus, Status

__all__ = [
    "APPRECIATION_LENGTH",
    "LEAST_MARGIN",
    "LONGEST_MENTION",
    "LONGEST_TEXT",
    "MOST_MARGIN",
    "AddressMode",
    "Appreciation",
    "AppreciationChange",
    "Attendance",
    "AttendanceChange",
    "AttendanceSave",
    "ClassConfiguration",
    "Configuration",
    "Copies",
    "DocumentStatus",
    "Fault",
    "Gesture",
    "HeaderField",
    "Layout",
    "LookBackChoice",
    "MeanScale",
    "Origin",
    "PageSetup",
    "Position",
    "Section",
    "SignatureImage",
    "Signing",
    "Status",
]
